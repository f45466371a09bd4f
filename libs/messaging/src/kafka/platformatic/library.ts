import type { ConnectionSettings, KafkaLibrary, LibraryProducer, Log, Partitioner } from '../library.js';
import { PlatformaticAdmin } from './admin.js';
import { ask, Connections, optionsOf } from './connections.js';
import { PlatformaticMember } from './member.js';

type Library = typeof import('@platformatic/kafka');

const CLOSE_WITHIN_MS = 2_000;
/** The longest wait for an acknowledgement, in ms. The producer of the hub gives up before. */
const SEND_WITHIN_MS = 30_000;

/** Creates the clients of @platformatic/kafka. The package is loaded only here, because not every hub needs it. */
export const openPlatformatic = async (settings: ConnectionSettings, log: Log): Promise<KafkaLibrary> => {
  const library = await import('@platformatic/kafka');
  return {
    admin: () => openAdmin(library, settings),
    producer: (partitioner) => openProducer(library, settings, partitioner),
    member: (options) => new PlatformaticMember(library, settings, options, log),
  };
};

const openAdmin = async ({ Admin }: Library, settings: ConnectionSettings): Promise<PlatformaticAdmin> => {
  const admin = new Admin(optionsOf(settings));
  const connections = new Connections(admin.connections);
  const close = (): Promise<void> => connections.close('admin.close', CLOSE_WITHIN_MS, () => admin.close());
  await ask('admin.connect', admin.metadata({ topics: [] })).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return new PlatformaticAdmin(admin, close);
};

const openProducer = async (
  { Producer, stringSerializers }: Library,
  settings: ConnectionSettings,
  partitioner: Partitioner,
): Promise<LibraryProducer> => {
  const producer = new Producer({
    ...optionsOf(settings),
    idempotent: true,
    retries: 8,
    serializers: stringSerializers,
  });
  const connections = new Connections(producer.connections);
  const close = (): Promise<void> => connections.close('producer.close', CLOSE_WITHIN_MS, () => producer.close());
  await ask('producer.connect', producer.initIdempotentProducer({})).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    send: async (batches) => {
      const names = batches.map(({ topic }) => topic);
      const { topics } = await ask('producer.metadata', producer.metadata({ topics: names }));
      const messages = batches.flatMap(({ topic, messages: each }) =>
        each.map((message) => ({
          topic,
          partition: partitioner(topic, message, topics.get(topic)!.partitionsCount),
          key: message.key,
          value: message.value,
          headers: message.headers,
        })),
      );
      const { offsets = [] } = await ask('producer.send', producer.send({ messages }), SEND_WITHIN_MS);
      return offsets.map(({ topic, partition, offset }) => ({ topic, partition, baseOffset: String(offset) }));
    },
    close,
  };
};
