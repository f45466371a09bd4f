import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { announce, mandateEnded, type PublicEvent, TOPICS } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { describeWithKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  AcknowledgementWrong,
  applyTopics,
  type Following,
  type KafkaClient,
  kafkaClient,
  KafkaProducer,
  kafkaPublisher,
  LOG,
  type Publishes,
} from '../index.js';
import { dataSource, eventOf, KafkaDesk, quiet } from '../testing/kafka-fixture.js';
import { Gate } from '../testing/tcp-proxy.js';

const publishes: Publishes = (event) =>
  event.type === 'Noted'
    ? announce(mandateEnded, { ...event, id: `${event.stream}#${event.revision}` }, '44021', mandateEnded.sample)
    : undefined;

await describeWithKafka('publishing to Kafka', () => {
  let desk: KafkaDesk;
  let store: MemoryEventStore;
  const databases: DataSource[] = [];
  const producers: KafkaProducer[] = [];

  beforeAll(async () => {
    desk = await KafkaDesk.open();
  }, 600_000);
  beforeEach(async () => {
    store = new MemoryEventStore();
    await desk.begin();
  });
  afterEach(async () => {
    await desk.rest();
    await Promise.all(producers.splice(0).map((producer) => producer.close()));
    await Promise.all(databases.splice(0).map((db) => db.destroy()));
  });
  afterAll(() => desk.close());

  /** Appends `count` events to each of the streams, in turns; the position of the last. */
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
    client: KafkaClient = desk.client,
    name = 'one',
  ): Promise<{ follower: Following; db: DataSource; producer: KafkaProducer }> => {
    const db = await dataSource(`${desk.url}?application_name=${name}`);
    const producer = new KafkaProducer(client);
    databases.push(db);
    producers.push(producer);
    return { follower: desk.follow(kafkaPublisher(store, 'mandates', publishes, producer, db, quiet)), db, producer };
  };
  const endSessions = (name: string): Promise<unknown> =>
    desk.db.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [name]);
  const streamsIn = async (): Promise<Record<string, number[]>> => {
    const streams: Record<string, number[]> = {};
    for (const { id } of await desk.contents()) {
      const [stream, number] = id.split('#') as [string, string];
      (streams[stream] ??= []).push(Number(number));
    }
    return streams;
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

  it('brings every event once, in the order of its stream, and says in the database how far each partition has got', async () => {
    const head = await write(50, 'a', 'b', 'c', 'd', 'e', 'f');
    const { follower } = await start();
    expect(await follower.reaches(LOG, head, 20_000)).toBe(true);
    expect(await streamsIn()).toEqual(
      Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((stream) => [`mandates-${stream}`, upTo(50)])),
    );
    const ends = new Map<string, number>();
    for (const { partition, offset } of await desk.contents())
      ends.set(`regie.mandates.v1/${partition}`, Number(offset) + 1);
    const stored = await desk.db.query<{ source: string; position: string }[]>(
      "SELECT * FROM checkpoints WHERE follower = 'mandates.publisher' AND source <> 'log'",
    );
    expect(new Map(stored.map(({ source, position }) => [source, Number(position)]))).toEqual(ends);
  });

  it('puts a stream where every other client of Kafka puts it', async () => {
    // murmur2 of the key, as the Java client does: known answers for four partitions
    await new KafkaProducer(desk.client).publish([eventOf('mandates-44021', 0), eventOf('mandates-11002', 0)]);
    await desk.put([{ key: 'mandates-44021', value: 'x', headers: { ce_id: 'other#0' } }]);
    const contents = await desk.contents();
    const partitionOf = (id: string): number => contents.find((message) => message.id === id)!.partition;
    expect(partitionOf('mandates-44021#0')).toBe(partitionOf('other#0'));
  });

  it('cuts a page into requests that a topic takes', async () => {
    const slots = Array.from({ length: 12_000 }, (_, n) => ({
      neighbourhood: `wijk-${n}`,
      theme: 'leefbaarheid' as const,
    }));
    const large = (number: number): PublicEvent => {
      const event = eventOf('mandates-44021', number);
      return { ...event, data: { ...event.data, slots } } as PublicEvent;
    };
    const producer = new KafkaProducer(desk.client);
    producers.push(producer);
    await producer.publish(upTo(6).map(large));
    expect(await streamsIn()).toEqual({ 'mandates-44021': upTo(6) });
  });

  it('waits for a topic that is missing, says what to do, and goes on when it is there', async () => {
    const client = await kafkaClient({ brokers: desk.brokers, clientId: 'spec', prefix: `${desk.prefix}late.` }, quiet);
    const head = await write(1, 'a');
    const { follower } = await start(client);
    await until(
      () => follower.problem?.message.includes('does not exist; make it with: npx regie topics apply') === true,
    );
    await applyTopics(client, { partitions: 1, replicas: 1, retentionMs: -1, deadLetterRetentionMs: -1 });
    expect(await follower.reaches(LOG, head, 20_000)).toBe(true);
  });

  it('of two instances one publishes, and the other takes over when it stops: every event once, in order', async () => {
    const instances = [await start(desk.client, 'one'), await start(desk.client, 'two')];
    // whichever of them it is
    const reached = (position: string): Promise<boolean> =>
      Promise.race(instances.map(({ follower }) => follower.reaches(LOG, position, 20_000)));
    expect(await reached(await write(400, 'a', 'b', 'c'))).toBe(true);
    const publishing = instances.filter(({ producer }) => producer.acknowledged.size > 0);
    expect(publishing).toHaveLength(1);
    const later = write(400, 'a', 'b', 'c');
    await publishing[0]!.follower.stop();
    expect(await reached(await later)).toBe(true);
    expect(instances.filter(({ producer }) => producer.acknowledged.size > 0)).toHaveLength(2);
    expect(await streamsIn()).toEqual(
      Object.fromEntries(['a', 'b', 'c'].map((stream) => [`mandates-${stream}`, upTo(800)])),
    );
  }, 60_000);

  it('an instance that hangs in a request without its session does no harm when the request arrives after all', async () => {
    const gate = await Gate.open();
    const hanging = await start(
      {
        ...desk.client,
        kafka: desk.bare({ clientId: 'hanging', requestTimeout: 60_000, socketFactory: gate.socketFactory }),
      },
      'hanging',
    );
    expect(await hanging.follower.reaches(LOG, await write(3, 'a'), 20_000)).toBe(true);
    gate.shut();
    const head = await write(3, 'a');
    await until(() => gate.held > 0);
    const other = await start(desk.client, 'other');
    await endSessions('hanging');
    expect(await other.follower.reaches(LOG, head, 20_000)).toBe(true);
    await write(3, 'a');
    await until(async () => (await streamsIn())['mandates-a']!.length === 9);
    gate.reopen();
    await until(async () => (await streamsIn())['mandates-a']!.length > 9);
    expect((await streamsIn())['mandates-a']).toEqual([...upTo(9), 3, 4, 5]);

    const reader = desk.reader();
    await until(async () => (await desk.count()) >= 9);
    const { partition } = (await desk.contents())[0]!;
    await until(() => reader.position(`regie.mandates.v1/${partition}`) === '12');
    expect(await desk.notes()).toEqual(upTo(9).map((number) => `mandates-a#${number}`));
    expect(await desk.db.query('SELECT FROM dead_letters')).toEqual([]);
    await gate.close();
  }, 90_000);

  it('does not believe an acknowledgement that goes back, and begins anew after it', async () => {
    const producer = new KafkaProducer(desk.client);
    producers.push(producer);
    await producer.publish([eventOf('mandates-a', 0), eventOf('mandates-a', 1)]);
    await desk.makeAnew();
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
  }, 90_000);

  it('knows nothing of a topic any more that it was told to forget, and all of the others', async () => {
    const producer = new KafkaProducer(desk.client);
    producers.push(producer);
    await producer.publish([eventOf('mandates-a', 0)]);
    producer.forget(TOPICS.cases);
    expect([...producer.acknowledged.values()]).toEqual(['1']);
    producer.forget(TOPICS.mandates);
    expect([...producer.acknowledged.values()]).toEqual([]);
  });
});
