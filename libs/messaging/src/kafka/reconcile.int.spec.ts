import { randomUUID } from 'node:crypto';
import { mandateEnded, TOPICS, toPublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { describeWithKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  KAFKA_CLIENTS,
  type KafkaClient,
  type KafkaClientName,
  KafkaProducer,
  kafkaPublisher,
  type LibraryAdmin,
  LOG,
  progressOnBus,
  publishAgain,
  type Publishes,
  reconcile,
  type Reconciliation,
  topicExtents,
} from '../index.js';
import { KafkaFixture, quiet, TOPIC } from '../testing/kafka-fixture.js';

const publishes: Publishes = (event) =>
  event.type === 'Noted'
    ? toPublicEvent(mandateEnded, { ...event, id: `${event.stream}#${event.revision}` }, '44021', mandateEnded.sample)
    : undefined;

const suite = (library: KafkaClientName): void => {
  let fixture: KafkaFixture;
  let store: MemoryEventStore;
  let producer: KafkaProducer;
  beforeAll(async () => {
    fixture = await KafkaFixture.open(library);
  }, 600_000);
  beforeEach(async () => {
    await fixture.begin();
    store = new MemoryEventStore();
    producer = new KafkaProducer(fixture.client);
  });
  afterEach(async () => {
    await fixture.rest();
    await producer.close();
  });
  afterAll(() => fixture.close());

  const write = async (count: number, type = 'Noted'): Promise<string> => {
    let position = '0';
    for (let n = 0; n < count; n++)
      ({ position } = await store.append('mandates-44021', 'any', [{ type, data: {} }], { commandId: randomUUID() }));
    return position;
  };
  const publishing = () => fixture.follow(kafkaPublisher(store, 'mandates', publishes, producer, fixture.db, quiet));
  const compare = (client = fixture.client): Promise<Reconciliation> =>
    reconcile(client, {
      context: 'mandates',
      store,
      publishes,
      db: fixture.db,
      readers: [{ name: 'cases.notes', topics: [TOPIC] }],
    });
  const lags = ({ readers }: Reconciliation): number =>
    readers[0]!.topics.reduce((sum, { lag }) => sum + Number(lag), 0);

  it('finds no problem when every event is published and read', async () => {
    const processor = publishing();
    expect(await processor.reaches(LOG, await write(5), 20_000)).toBe(true);
    fixture.reader();
    await until(async () => (await fixture.count()) === 5);
    const found = await compare();
    expect(found).toMatchObject({
      context: 'mandates',
      head: '5',
      publisher: { position: '5', unpublished: 0 },
      problems: [],
    });
    expect(lags(found)).toBe(0);
    expect(found.publisher.topics.reduce((sum, { position }) => sum + Number(position), 0)).toBe(5);
    expect(
      [...(await topicExtents(fixture.client, [TOPIC])).values()].reduce((sum, { high }) => sum + Number(high), 0),
    ).toBe(5);
  });

  it('finds no problem when events are published and read during the comparison', async () => {
    const processor = publishing();
    expect(await processor.reaches(LOG, await write(5), 20_000)).toBe(true);
    fixture.reader();
    await until(async () => (await fixture.count()) === 5);
    /** Publishes and reads another event after the brokers have answered. */
    const more = async (): Promise<void> => {
      expect(await processor.reaches(LOG, await write(1), 20_000)).toBe(true);
      await until(async () => (await fixture.count()) === 6);
    };
    const found = await compare(answering(fixture.client, more));
    expect(found).toMatchObject({ publisher: { position: '6', unpublished: 0 }, problems: [] });
    expect(await compare()).toMatchObject({ problems: [] });
  });

  it('counts the unpublished public events and the unread ones', async () => {
    const processor = publishing();
    expect(await processor.reaches(LOG, await write(3), 20_000)).toBe(true);
    await processor.stop();
    await write(4, 'KeptToOurselves');
    await write(2);
    const found = await compare();
    expect(found.publisher).toMatchObject({ position: '3', unpublished: 2, since: expect.any(String) });
    expect(lags(found)).toBe(3);
    expect(found.problems).toEqual([]);
  });

  it('knows without the brokers how far publisher and reader have to go', async () => {
    const processor = publishing();
    expect(await processor.reaches(LOG, await write(3), 20_000)).toBe(true);
    const reader = fixture.reader();
    await until(async () => (await fixture.count()) === 3);
    const ends = new Map((await compare()).readers[0]!.topics.map(({ source, high }) => [source, high]));
    const progress = () =>
      progressOnBus(
        { context: 'mandates', store, publishes, db: fixture.db, readers: [{ name: 'cases.notes', topics: [TOPIC] }] },
        ends,
      );
    expect((await progress()).every(({ position, end }) => position === end)).toBe(true);
    await Promise.all([processor.stop(), reader.stop()]);
    await write(1, 'KeptToOurselves');
    expect(await progress()).toContainEqual({ name: 'mandates.publisher', source: LOG, position: '3', end: '3' });
    await write(1);
    expect(await progress()).toContainEqual({ name: 'mandates.publisher', source: LOG, position: '3', end: '5' });
    const [source] = [...ends].find(([, end]) => end === '3')!;
    ends.set(source, '4');
    expect(await progress()).toContainEqual({ name: 'cases.notes', source, position: '3', end: '4' });
  });

  it('reports a topic that ends before its acknowledged end, and a reader after that end', async () => {
    const processor = publishing();
    expect(await processor.reaches(LOG, await write(5), 20_000)).toBe(true);
    const reader = fixture.reader();
    await until(async () => (await fixture.count()) === 5);
    await Promise.all([processor.stop(), reader.stop()]);
    await fixture.recreateTopics();
    const { problems } = await compare();
    expect(problems).toEqual([
      expect.stringMatching(/^regie\.mandates\.v1\/\d ends at 0, but events up to 5 were acknowledged/),
      expect.stringMatching(/^cases\.notes has handled regie\.mandates\.v1\/\d up to 5, but it ends at 0/),
    ]);
  });

  it('finds no problem after everything was published again, which readers apply only once', async () => {
    const publisher = publishing();
    expect(await publisher.reaches(LOG, await write(5), 20_000)).toBe(true);
    fixture.reader();
    await until(async () => (await fixture.count()) === 5);
    await fixture.recreateTopics();
    // The publisher continues without a new event.
    await publishAgain(fixture.db, 'mandates');
    await until(async () => (await fixture.contents()).length >= 5);
    await write(2);
    await until(async () => new Set((await fixture.contents()).map(({ id }) => id)).size === 7);
    await until(async () => (await fixture.count()) === 7);
    expect(await fixture.notes()).toEqual([0, 1, 2, 3, 4, 5, 6].map((number) => `mandates-44021#${number}`));
    await until(async () => (await compare()).problems.every((problem) => problem.includes('dead letters')));
  });

  it('names missing topics, and readers with failed messages', async () => {
    await fixture.removeTopic(TOPICS.mandates);
    await fixture.db.query(
      `INSERT INTO failed_messages (processor, event_id, key, state, reason, detail, message) VALUES ('cases.notes', 'e', 'k', 'dead-lettered', 'apply.failed', 'x', '{}')`,
    );
    await until(async () => (await compare()).problems.length === 2);
    expect((await compare()).missing).toEqual([fixture.client.topicName(TOPICS.mandates)]);
    expect((await compare()).problems).toEqual([
      `the topic ${fixture.client.topicName(TOPICS.mandates)} does not exist; make it with: npx regie topics apply`,
      'cases.notes has 1 dead letters, with 0 events behind them; look at them with: npx regie dead-letters list --context cases',
    ]);
  });
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`the reconciler, through ${library}`, () => suite(library));

/** Returns the same client, whose administrator disconnects only after `then`. */
const answering = (client: KafkaClient, then: () => Promise<void>): KafkaClient => {
  const admin = async (): Promise<LibraryAdmin> => {
    const opened = await client.library.admin();
    return Object.assign(Object.create(opened) as LibraryAdmin, { close: () => opened.close().then(then) });
  };
  return { ...client, library: { ...client.library, admin } };
};
