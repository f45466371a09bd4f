import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { mandateEnded, toPublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { describeWithKafka, startOwnKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  applyTopics,
  KAFKA_CLIENTS,
  type KafkaClientName,
  KafkaProducer,
  kafkaPublisher,
  type KafkaSettings,
  type Publishes,
} from '../index.js';
import { eventOf, KafkaFixture, quiet } from '../testing/kafka-fixture.js';

const OUTAGE_MS = 10_000;

const publishes: Publishes = (event) =>
  toPublicEvent(mandateEnded, { ...event, id: `${event.stream}#${event.revision}` }, '44021', mandateEnded.sample);

const suite = (library: KafkaClientName): void => {
  let kafka: Awaited<ReturnType<typeof startOwnKafka>>;
  let fixture: KafkaFixture;
  let secured: Partial<KafkaSettings>;

  beforeAll(async () => {
    kafka = await startOwnKafka();
    fixture = await KafkaFixture.open(library, kafka.brokers);
    const { brokers, ca, username, password } = kafka.secured;
    secured = { brokers, clientId: 'secured', tls: { ca }, sasl: { mechanism: 'plain', username, password } };
  }, 600_000);
  beforeEach(() => fixture.begin());
  afterEach(() => fixture.rest());
  afterAll(async () => {
    await fixture.close();
    await kafka.stop();
  });

  const publish = async (settings: Partial<KafkaSettings>): Promise<void> => {
    const producer = new KafkaProducer(await fixture.connect(settings));
    await producer.publish([eventOf('secured', 0)]).finally(() => producer.close());
  };

  it('accepts a client over TLS with a user and a password', async () => {
    await publish(secured);
    fixture.reader({ client: await fixture.connect(secured) });
    await until(async () => (await fixture.count()) === 1);
  });

  it('refuses a client with a wrong password, and is refused when its certificate is unknown', async () => {
    await expect(publish({ ...secured, sasl: { ...secured.sasl!, password: 'guessed' } })).rejects.toThrow(
      /authentication/i,
    );
    await expect(publish({ ...secured, tls: {} })).rejects.toThrow(/certificate/i);
  });

  it('accepts a client by its certificate, and refuses one without', async () => {
    const { brokers, ...tls } = kafka.mutual;
    await publish({ brokers, clientId: 'mutual', tls });
    fixture.reader({
      client: await fixture.connect({ brokers, clientId: 'mutual', tls }),
    });
    await until(async () => (await fixture.count()) === 1);
    await expect(publish({ brokers, clientId: 'nobody', tls: { ca: tls.ca } })).rejects.toThrow();
    expect(await fixture.count()).toBe(1);
  });

  it('comes back after an outage, and publisher and reader continue with every event once and in order', async () => {
    const store = new MemoryEventStore();
    const producer = new KafkaProducer(fixture.client);
    fixture.follow(kafkaPublisher(store, 'mandates', publishes, producer, fixture.db, quiet));
    fixture.reader();
    const write = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++)
        await store.append('mandates-44021', 'any', [{ type: 'Noted', data: {} }], { commandId: randomUUID() });
    };
    await write(200);
    await until(async () => (await fixture.count()) > 0);
    const writing = write(200);
    await kafka.kill();
    await writing;
    await write(100);
    await pause(OUTAGE_MS);
    await kafka.start();
    await write(100);
    await until(async () => (await fixture.count()) >= 600, 60_000);
    await pause(500);
    expect(await fixture.notes()).toEqual(Array.from({ length: 600 }, (_, n) => `mandates-44021#${n}`));
    expect(await fixture.db.query('SELECT FROM failed_messages')).toEqual([]);
    await producer.close();
  }, 120_000);

  it('creates topics over TLS', async () => {
    const client = await fixture.connect({ ...secured, prefix: 'tls.' });
    expect(
      (await applyTopics(client, { partitions: 1, replicas: 1, retentionMs: -1, deadLetterRetentionMs: -1 })).every(
        ({ outcome }) => outcome === 'created',
      ),
    ).toBe(true);
  });
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`a broker of its own, through ${library}`, () => suite(library), { own: true });
