import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { mandateEnded, type PublicEvent, TOPICS, toPublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { describeWithKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  AcknowledgementWrong,
  applyTopics,
  KAFKA_CLIENTS,
  type KafkaClient,
  type KafkaClientName,
  KafkaProducer,
  kafkaPublisher,
  LOG,
  type ProcessorHandle,
  publishAgain,
  type Publishes,
  reconcile,
} from '../index.js';
import { dataSource, eventOf, KafkaFixture, PARTITIONS, quiet } from '../testing/kafka-fixture.js';
import { TcpProxy } from '../testing/tcp-proxy.js';
import { kafkajsLibrary } from './kafkajs/library.js';

const publishes: Publishes = (event) =>
  event.type === 'Noted'
    ? toPublicEvent(mandateEnded, { ...event, id: `${event.stream}#${event.revision}` }, '44021', mandateEnded.sample)
    : undefined;

const suite = (library: KafkaClientName): void => {
  let fixture: KafkaFixture;
  let store: MemoryEventStore;
  const databases: DataSource[] = [];
  const producers: KafkaProducer[] = [];

  beforeAll(async () => {
    fixture = await KafkaFixture.open(library);
  }, 600_000);
  beforeEach(async () => {
    store = new MemoryEventStore();
    await fixture.begin();
  });
  afterEach(async () => {
    await fixture.rest();
    await Promise.all(producers.splice(0).map((producer) => producer.close()));
    await Promise.all(databases.splice(0).map((db) => db.destroy()));
  });
  afterAll(() => fixture.close());

  /** Appends `count` events to each of the streams in turn, and returns the position of the last one. */
  const write = async (count: number, ...streams: readonly string[]): Promise<string> => {
    let position = '0';
    for (let n = 0; n < count; n++) {
      for (const stream of streams)
        ({ position } = await store.append(`mandates-${stream}`, 'any', [{ type: 'Noted', data: {} }], {
          commandId: randomUUID(),
        }));
    }
    return position;
  };
  const start = async (
    client: KafkaClient = fixture.client,
    name = 'one',
  ): Promise<{ processor: ProcessorHandle; db: DataSource; producer: KafkaProducer }> => {
    const db = await dataSource(`${fixture.url}?application_name=${name}`);
    const producer = new KafkaProducer(client);
    databases.push(db);
    producers.push(producer);
    return {
      processor: fixture.follow(kafkaPublisher(store, 'mandates', publishes, producer, db, quiet)),
      db,
      producer,
    };
  };
  const endSessions = (name: string): Promise<unknown> =>
    fixture.db.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [
      name,
    ]);
  const streamsIn = async (): Promise<Record<string, number[]>> => {
    const streams: Record<string, number[]> = {};
    for (const { id } of await fixture.contents()) {
      const [stream, number] = id.split('#') as [string, string];
      (streams[stream] ??= []).push(Number(number));
    }
    return streams;
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

  it('publishes every event once in the order of its stream, and stores the end of each partition', async () => {
    const head = await write(50, 'a', 'b', 'c', 'd', 'e', 'f');
    const { processor } = await start();
    expect(await processor.reaches(LOG, head, 20_000)).toBe(true);
    expect(await streamsIn()).toEqual(
      Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((stream) => [`mandates-${stream}`, upTo(50)])),
    );
    const ends = new Map<string, number>();
    for (const { partition, offset } of await fixture.contents())
      ends.set(`regie.mandates.v1/${partition}`, Number(offset) + 1);
    const stored = await fixture.db.query<{ source: string; position: string }[]>(
      "SELECT * FROM checkpoints WHERE processor = 'mandates.publisher' AND source LIKE '%/%'",
    );
    expect(new Map(stored.map(({ source, position }) => [source, Number(position)]))).toEqual(ends);
  });

  it('keeps the streams in their partitions when the topic gets more, and uses all partitions when everything is published again', async () => {
    const streams = Array.from({ length: 20 }, (_, n) => `s${n}`);
    const partitions = async (): Promise<ReadonlyMap<string, Set<number>>> => {
      const found = new Map<string, Set<number>>();
      for (const { id, partition } of await fixture.contents()) {
        const stream = id.split('#')[0]!;
        found.set(stream, (found.get(stream) ?? new Set()).add(partition));
      }
      return found;
    };
    const compare = async (): Promise<readonly string[]> =>
      (await reconcile(fixture.client, { context: 'mandates', store, publishes, db: fixture.db, readers: [] }))
        .problems;
    const first = await start();
    expect(await first.processor.reaches(LOG, await write(1, ...streams), 20_000)).toBe(true);
    expect(await compare()).toEqual([]);
    await fixture.addPartitions(PARTITIONS + 4);
    // another process, which has never seen the topic with fewer
    await first.processor.stop();
    const second = await start(fixture.client, 'two');
    expect(await second.processor.reaches(LOG, await write(1, ...streams), 20_000)).toBe(true);
    expect([...(await partitions()).values()].map(({ size }) => size)).toEqual(streams.map(() => 1));
    expect(await compare()).toEqual([
      expect.stringMatching(
        /regie\.mandates\.v1 has 8 partitions, and had 4 .* mandates\.publisher keeps to the first 4.* npx regie topics republish mandates/,
      ),
    ]);

    await publishAgain(fixture.db, 'mandates');
    await until(async () => (await fixture.contents()).length === 80);
    const used = new Set([...(await partitions()).values()].flatMap((each) => [...each]));
    expect(Math.max(...used)).toBeGreaterThanOrEqual(PARTITIONS);
    expect(await compare()).toEqual([]);
  }, 60_000);

  it('puts a stream into the partition that other clients of Kafka choose', async () => {
    // All clients hash the key with murmur2.
    await new KafkaProducer(fixture.client).publish([eventOf('mandates-44021', 0), eventOf('mandates-11002', 0)]);
    await fixture.put([{ key: 'mandates-44021', value: 'x', headers: { ce_id: 'other#0' } }]);
    const contents = await fixture.contents();
    const partitionOf = (id: string): number => contents.find((message) => message.id === id)!.partition;
    expect(partitionOf('mandates-44021#0')).toBe(partitionOf('other#0'));
  });

  it('divides a page into requests that a topic accepts', async () => {
    const slots = Array.from({ length: 12_000 }, (_, n) => ({
      neighbourhood: `wijk-${n}`,
      theme: 'leefbaarheid' as const,
    }));
    const large = (number: number): PublicEvent => {
      const event = eventOf('mandates-44021', number);
      return { ...event, data: { ...event.data, slots } } as PublicEvent;
    };
    const producer = new KafkaProducer(fixture.client);
    producers.push(producer);
    await producer.publish(upTo(6).map(large));
    expect(await streamsIn()).toEqual({ 'mandates-44021': upTo(6) });
  });

  it('waits for a missing topic, reports the remedy, and continues when the topic exists', async () => {
    const client = await fixture.connect({ prefix: `${fixture.prefix}late.` });
    const head = await write(1, 'a');
    const { processor } = await start(client);
    await until(
      () => processor.problem?.message.includes('does not exist; make it with: npx regie topics apply') === true,
    );
    await applyTopics(client, { partitions: 1, replicas: 1, retentionMs: -1, deadLetterRetentionMs: -1 });
    expect(await processor.reaches(LOG, head, 20_000)).toBe(true);
  });

  it('publishes from one of two instances, and from the other when that one stops, each event once and in order', async () => {
    const instances = [await start(fixture.client, 'one'), await start(fixture.client, 'two')];
    // either of the two instances
    const reached = (position: string): Promise<boolean> =>
      Promise.race(instances.map(({ processor }) => processor.reaches(LOG, position, 20_000)));
    expect(await reached(await write(400, 'a', 'b', 'c'))).toBe(true);
    const publishing = instances.filter(({ producer }) => producer.acknowledged.size > 0);
    expect(publishing).toHaveLength(1);
    const later = write(400, 'a', 'b', 'c');
    await publishing[0]!.processor.stop();
    expect(await reached(await later)).toBe(true);
    expect(instances.filter(({ producer }) => producer.acknowledged.size > 0)).toHaveLength(2);
    expect(await streamsIn()).toEqual(
      Object.fromEntries(['a', 'b', 'c'].map((stream) => [`mandates-${stream}`, upTo(800)])),
    );
  });

  it('repeats events but loses none when a hanging request of a former instance arrives late', async () => {
    const proxy = await TcpProxy.open();
    const hanging = await start(
      {
        ...fixture.client,
        library: kafkajsLibrary(
          fixture.bare({ clientId: 'hanging', requestTimeout: 60_000, socketFactory: proxy.socketFactory }),
        ),
      },
      'hanging',
    );
    expect(await hanging.processor.reaches(LOG, await write(3, 'a'), 20_000)).toBe(true);
    proxy.shut();
    const head = await write(3, 'a');
    await until(() => proxy.held > 0);
    const other = await start(fixture.client, 'other');
    await endSessions('hanging');
    expect(await other.processor.reaches(LOG, head, 20_000)).toBe(true);
    await write(3, 'a');
    await until(async () => (await streamsIn())['mandates-a']!.length === 9);
    proxy.reopen();
    await until(async () => (await streamsIn())['mandates-a']!.length > 9);
    expect((await streamsIn())['mandates-a']).toEqual([...upTo(9), 3, 4, 5]);

    const reader = fixture.reader();
    await until(async () => (await fixture.count()) >= 9);
    const { partition } = (await fixture.contents())[0]!;
    await until(() => reader.position(`regie.mandates.v1/${partition}`) === '12');
    expect(await fixture.notes()).toEqual(upTo(9).map((number) => `mandates-a#${number}`));
    expect(await fixture.db.query('SELECT FROM failed_messages')).toEqual([]);
    await proxy.close();
  });

  it('rejects an acknowledgement with an earlier offset, and continues after it', async () => {
    const producer = new KafkaProducer(fixture.client);
    producers.push(producer);
    await producer.publish([eventOf('mandates-a', 0), eventOf('mandates-a', 1)]);
    await fixture.recreateTopics();
    const errors: unknown[] = [];
    await until(
      () =>
        producer.publish([eventOf('mandates-a', 2)]).then(
          () => true,
          (error: unknown) => (errors.push(error), false),
        ),
      60_000,
    );
    expect(errors.some((error) => error instanceof AcknowledgementWrong)).toBe(true);
  });

  it('forgets the acknowledgements of one topic only', async () => {
    const producer = new KafkaProducer(fixture.client);
    producers.push(producer);
    await producer.publish([eventOf('mandates-a', 0)]);
    producer.forget(TOPICS.cases);
    expect([...producer.acknowledged.values()]).toEqual(['1']);
    producer.forget(TOPICS.mandates);
    expect([...producer.acknowledged.values()]).toEqual([]);
  });
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`a publisher to Kafka through ${library}`, () => suite(library));
