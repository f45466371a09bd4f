import { randomUUID } from 'node:crypto';
import { mandateEnded, toPublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { describeWithKafka, type ProxiedKafka, startProxiedKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  KAFKA_CLIENTS,
  type KafkaClientName,
  type KafkaLibrary,
  KafkaProducer,
  kafkaPublisher,
  type LibraryMember,
  type ProcessorHandle,
  type Publishes,
  reconcile,
  topicExtents,
} from '../index.js';
import { eventOf, KafkaFixture, quiet, TOPIC } from '../testing/kafka-fixture.js';

/** The documented limit for every call, whatever its repeats. */
const LONGEST_CALL_MS = 17_000;
/** The documented time after which a reader or publisher without an answer has a problem. */
const REPORTED_WITHIN_MS = 20_000;

const publishes: Publishes = (event) =>
  toPublicEvent(mandateEnded, { ...event, id: `${event.stream}#${event.revision}` }, '44021', mandateEnded.sample);

/** A member of a group that takes nothing. */
const member = (library: KafkaLibrary, topic: string): LibraryMember =>
  library.member({
    group: `${topic}.calls`,
    topics: [topic],
    sessionMs: 6_000,
    given: () => undefined,
    take: () => Promise.resolve(),
    failed: () => undefined,
    over: () => false,
  });

const suite = (library: KafkaClientName): void => {
  let kafka: ProxiedKafka;
  let fixture: KafkaFixture;
  let store: MemoryEventStore;
  const producers: KafkaProducer[] = [];

  beforeAll(async () => {
    kafka = await startProxiedKafka();
    fixture = await KafkaFixture.open(library, kafka.proxied.brokers);
  }, 600_000);
  beforeEach(async () => {
    store = new MemoryEventStore();
    await fixture.begin();
  });
  afterEach(async () => {
    kafka.proxied.proxy.inject({ kind: 'none' });
    await fixture.rest();
    await Promise.all(producers.splice(0).map((producer) => producer.close()));
  });
  afterAll(async () => {
    await fixture.close();
    await kafka.stop();
  });

  const producer = (): KafkaProducer => {
    const made = new KafkaProducer(fixture.client);
    producers.push(made);
    return made;
  };
  const publishing = (): ProcessorHandle =>
    fixture.follow(kafkaPublisher(store, 'mandates', publishes, producer(), fixture.db, quiet));
  const write = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++)
      await store.append('mandates-44021', 'any', [{ type: 'Noted', data: {} }], { commandId: randomUUID() });
  };
  const inject = (kind: 'blackhole' | 'half-open' = 'blackhole'): void => kafka.proxied.proxy.inject({ kind });
  /** Returns the duration of work that must fail. */
  const failure = async (work: Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    const failed = await work.then(
      () => false,
      () => true,
    );
    expect(failed).toBe(true);
    return performance.now() - startedAt;
  };

  it('ends every call in time, before and after the connection', async () => {
    const { library: opened } = fixture.client;
    const admin = await opened.admin();
    const joining = member(opened, fixture.client.topicName(TOPIC));
    inject();
    const [topic, context] = [fixture.client.topicName(TOPIC), 'mandates'] as const;
    const calls: Promise<unknown>[] = [
      admin.listTopics(),
      admin.offsets(topic),
      admin.describeTopics([topic]),
      admin.settings([topic]),
      admin.createTopics([{ topic: `${topic}.new`, partitions: 1, replicas: 1, settings: {} }]),
      opened.admin(),
      joining.join(),
      opened.producer(() => 0),
      producer().publish([eventOf('silent', 0)]),
      topicExtents(fixture.client, [TOPIC]),
      fixture.applyTopics(),
      reconcile(fixture.client, { context, store, publishes, db: fixture.db, readers: [] }),
    ];
    const durations = await Promise.all(calls.map(failure));
    expect(Math.max(...durations)).toBeLessThan(LONGEST_CALL_MS);
    const startedAt = performance.now();
    await Promise.allSettled([admin.close(), joining.leave()]);
    expect(performance.now() - startedAt).toBeLessThan(11_000);
  }, 60_000);

  it('leaves no connection behind for each attempt', async () => {
    inject();
    await Promise.all([1, 2, 3, 4].map(() => failure(topicExtents(fixture.client, [TOPIC]))));
    expect(await until(() => kafka.proxied.proxy.connections === 0, 30_000)).toBe(true);
  }, 60_000);

  it('is reported by the reader and the publisher in time, which go on by themselves afterwards, once and in order', async () => {
    const publisher = publishing();
    const reader = fixture.reader({ times: { session: 6_000, look: 5_000, stalled: 60_000 } });
    await write(5);
    await until(async () => (await fixture.count()) === 5);
    inject();
    const silentSince = performance.now();
    await write(5);
    await until(() => reader.problem !== undefined && publisher.problem !== undefined, 30_000);
    expect(performance.now() - silentSince).toBeLessThan(REPORTED_WITHIN_MS + 2_000);
    kafka.proxied.proxy.inject({ kind: 'none' });
    await write(5);
    await until(async () => (await fixture.count()) >= 15, 60_000);
    expect(await fixture.notes()).toEqual(Array.from({ length: 15 }, (_, n) => `mandates-44021#${n}`));
    await until(() => reader.problem === undefined && publisher.problem === undefined);
  }, 120_000);

  it('does not keep a reader or a publisher from stopping', async () => {
    const publisher = publishing();
    const reader = fixture.reader();
    await write(5);
    await until(async () => (await fixture.count()) === 5);
    inject('half-open');
    await write(5);
    const startedAt = performance.now();
    await Promise.all([reader.stop(), publisher.stop(), ...producers.splice(0).map((each) => each.close())]);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  }, 60_000);
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`a broker that accepts and says nothing, through ${library}`, () => suite(library), {
    own: true,
  });
