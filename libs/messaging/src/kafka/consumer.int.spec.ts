import { Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { TOPICS } from '#contracts';
import { describeWithKafka } from '#testing/kafka';
import { until } from '#testing/until';
import {
  deadLetterTopic,
  dropFailedMessage,
  hasApplied,
  KAFKA_CLIENTS,
  type KafkaClientName,
  KafkaConsumer,
  type KafkaLibrary,
  KafkaProducer,
  listFailedMessages,
  type ProcessorHandle,
  projection,
  publicEvents,
  readableOnly,
  rebuild,
  replayFailedMessage,
  streamDigest,
  topicExtents,
} from '../index.js';
import { dataSource, eventOf, KafkaFixture, noting, PARTITIONS, SHORT_TIMES, TOPIC } from '../testing/kafka-fixture.js';
import { toMessage } from './cloud-event.js';

@Entity('note')
class NoteRow {
  @PrimaryColumn('int') number: number;
}

const suite = (library: KafkaClientName): void => {
  let fixture: KafkaFixture;
  beforeAll(async () => {
    fixture = await KafkaFixture.open(library);
  }, 600_000);
  beforeEach(() => fixture.begin());
  afterEach(() => fixture.rest());
  afterAll(() => fixture.close());

  const numbered = (stream: string, from: number, count: number): PublicEvent[] =>
    Array.from({ length: count }, (_, n) => eventOf(stream, from + n));
  const failedMessages = async (): Promise<string[]> =>
    (await listFailedMessages(fixture.db)).map(({ reason, state }) => `${reason} ${state}`);
  const ofStream = async (stream: string): Promise<number[]> =>
    (await fixture.notes()).filter((note) => note.startsWith(`${stream}#`)).map((note) => Number(note.split('#')[1]));
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
  const noted = (count: number, withinMs?: number): Promise<boolean> =>
    until(async () => (await fixture.count()) >= count, withinMs);

  it('applies old and new events once in the order of each stream, and commits its offsets', async () => {
    await fixture.publish(...numbered('a', 0, 3), ...numbered('b', 0, 3));
    fixture.reader();
    await noted(6);
    await fixture.publish(...numbered('a', 3, 2));
    await noted(8);
    expect([await ofStream('a'), await ofStream('b')]).toEqual([upTo(5), upTo(3)]);
    const admin = fixture.bare().admin();
    await admin.connect();
    await until(async () => {
      const committed = await admin.fetchOffsets({
        groupId: fixture.client.groupName('cases.notes'),
        topics: [fixture.client.topicName(TOPIC)],
      });
      return committed[0]!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0) === 8;
    });
    await admin.disconnect();
  });

  it('applies a repeated event once', async () => {
    await fixture.publish(...numbered('a', 0, 3), ...numbered('a', 1, 3));
    fixture.reader();
    await noted(4);
    await fixture.publish(eventOf('a', 4));
    await noted(5);
    expect(await ofStream('a')).toEqual(upTo(5));
    expect(await failedMessages()).toEqual([]);
  });

  it('continues after the checkpoint in its database, whatever offset Kafka has', async () => {
    await fixture.publish(...numbered('a', 0, 10));
    const first = fixture.reader();
    await noted(10);
    await first.stop();
    const offsets = (offset: string): Promise<void> =>
      fixture.commit(
        Array.from({ length: PARTITIONS }, (_, partition) => ({
          topic: fixture.client.topicName(TOPIC),
          partition,
          offset,
        })),
      );
    // as if it was killed between the transaction and the commit of the offset
    await offsets('0');
    await fixture.publish(...numbered('a', 10, 2));
    const second = fixture.reader();
    await noted(12);
    await second.stop();
    // as if an older backup of the database was restored
    await fixture.db.query(
      "DELETE FROM note WHERE number >= 7; DELETE FROM processed_messages WHERE split_part(event_id, '#', 2)::int >= 7",
    );
    await fixture.db.query("UPDATE checkpoints SET position = '7' WHERE position = '12'");
    await fixture.db.query('UPDATE stream_positions SET sequence = 6');
    await offsets('12');
    fixture.reader();
    await noted(12);
    expect(await ofStream('a')).toEqual(upTo(12));
    expect(await failedMessages()).toEqual([]);
  });

  it('applies 10,000 events once and in the order of each stream while three members join and leave', async () => {
    const streams = Array.from({ length: 100 }, (_, n) => `s${n}`);
    for (let from = 0; from < 100; from += 20)
      await fixture.publish(...streams.flatMap((stream) => numbered(stream, from, 20)));
    const databases = await Promise.all([1, 2, 3].map(() => dataSource(fixture.url)));
    // slow enough that members are within pages when the group rebalances
    const apply = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
      await tx.query('SELECT pg_sleep(0.15)');
      await noting('cases.notes')(events, tx);
    };
    const member = (n: number): ProcessorHandle => fixture.reader({ db: databases[n]!, apply });
    const one = member(0);
    await noted(500);
    member(1);
    await noted(2_000);
    member(2);
    await noted(4_000);
    await one.stop();
    await noted(10_000, 60_000);
    const notes = await fixture.notes();
    expect(notes).toHaveLength(10_000);
    const numbers = new Map(streams.map((stream) => [stream, [] as number[]]));
    for (const note of notes) numbers.get(note.split('#')[0]!)!.push(Number(note.split('#')[1]));
    for (const stream of streams) expect(numbers.get(stream)).toEqual(upTo(100));
    expect(await failedMessages()).toEqual([]);
    await fixture.rest();
    await Promise.all(databases.map((db) => db.destroy()));
  }, 120_000);

  it('publishes an event that cannot be applied as a failed message, and applies it and the blocked ones after a replay', async () => {
    let poisonous = true;
    const apply = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
      if (poisonous && events.some(({ id }) => id === 'a#1'))
        throw new TypeError('cannot read properties of undefined');
      await noting('cases.notes')(events, tx);
    };
    const producer = new KafkaProducer(fixture.client);
    fixture.reader({
      apply,
      pauses: [50],
      publishDeadLetter: (failed) => producer.publishDeadLetter(deadLetterTopic('cases'), failed),
    });
    await fixture.publish(...numbered('a', 0, 3), ...numbered('b', 0, 3));
    await noted(4);
    await until(async () => (await failedMessages())[0] === 'apply.failed dead-lettered');
    await fixture.publish(...numbered('b', 3, 3), eventOf('a', 3));
    await noted(7);
    expect([await ofStream('a'), await ofStream('b')]).toEqual([[0], upTo(6)]);
    await until(async () => (await failedMessages()).length === 3);
    const published = await fixture.readDeadLetterTopic('cases');
    expect(published).toMatchObject([
      {
        key: 'a',
        failed: {
          processor: 'cases.notes',
          reason: 'apply.failed',
          detail: 'TypeError: cannot read properties of undefined',
          message: eventOf('a', 1),
        },
      },
    ]);

    poisonous = false;
    await replayFailedMessage(fixture.db, (await listFailedMessages(fixture.db))[0]!.id);
    await noted(10);
    expect(await ofStream('a')).toEqual(upTo(4));
    expect(await failedMessages()).toEqual([]);
    await producer.close();
  });

  it('keeps every unreadable message with the reason, and continues', async () => {
    const event = toMessage(eventOf('a', 0));
    await fixture.put([
      { ...event, key: 'not-json', headers: { ...event.headers, ce_partitionkey: 'not-json' }, value: '{"mandateId"' },
      {
        ...event,
        key: 'later',
        headers: { ...event.headers, ce_partitionkey: 'later', ce_type: 'be.regie.mandate.ended.v2' },
      },
      { ...event, key: 'shape', headers: { ...event.headers, ce_partitionkey: 'shape' }, value: '{}' },
      {
        ...event,
        key: 'large',
        headers: { ...event.headers, ce_partitionkey: 'large' },
        value: `"${'x'.repeat(1_100_000)}"`,
      },
      { key: null, value: 'hello' },
      { key: 'tombstone', value: null },
      {
        key: 'binary',
        value: Buffer.from([0, 255, 0]),
        headers: { ...event.headers, ce_partitionkey: 'binary', ce_id: 'i\u0000d' },
      },
    ]);
    fixture.reader();
    await fixture.publish(...numbered('a', 0, 5));
    await noted(5);
    await until(async () => (await failedMessages()).length === 7);
    expect((await failedMessages()).sort()).toEqual([
      'message.empty dead-lettered',
      'message.not-an-event dead-lettered',
      'message.not-an-event dead-lettered',
      'message.not-json dead-lettered',
      'message.too-large dead-lettered',
      'message.unknown-type dead-lettered',
      'message.wrong-schema dead-lettered',
    ]);
  });

  it('keeps an event that comes after a later one of its stream as overtaken', async () => {
    await fixture.publish(eventOf('a', 0), eventOf('a', 2));
    fixture.reader();
    await noted(2);
    const late = toMessage(eventOf('a', 1));
    for (let partition = 0; partition < PARTITIONS; partition++) await fixture.put([{ ...late, partition }]);
    await until(async () => (await failedMessages()).length > 0);
    await fixture.publish(...numbered('b', 0, 3));
    await noted(5);
    expect(await failedMessages()).toEqual(['order.overtaken dead-lettered']);
  });

  it('names a missing topic, reads the others meanwhile, and reads that one as soon as it exists', async () => {
    const client = await fixture.connect({ prefix: `${fixture.prefix}late.` });
    const name = client.topicName(TOPICS.cases);
    const none = fixture.reader({ name: 'cases.none', client, topics: [TOPICS.cases] });
    await until(
      () => none.problem?.message === `the topic ${name} does not exist; make it with: npx regie topics apply`,
    );

    await fixture.removeTopic(TOPICS.partners);
    const some = fixture.reader({ topics: [TOPIC, TOPICS.partners] }) as ProcessorHandle & {
      alarms: Map<string, string>;
    };
    await fixture.publish(...numbered('a', 0, 2));
    await noted(2);
    await until(() => some.alarms.get('cases.notes')?.includes('does not exist') === true);
    await fixture.applyTopics();
    await until(() => some.alarms.size === 0);
    await fixture.publish(eventOf('a', 2));
    await noted(3);
  });

  it('notices partitions that are added while it reads, says that order is lost, and reads the new ones too', async () => {
    const reader = fixture.reader() as ProcessorHandle & { alarms: Map<string, string> };
    await fixture.publish(...numbered('a', 0, 3));
    await noted(3);
    expect(reader.alarms.size).toBe(0);
    await fixture.addPartitions(PARTITIONS + 2);
    const added = toMessage(eventOf('b', 0));
    await fixture.put([{ ...added, partition: PARTITIONS + 1 }]);
    await noted(4);
    expect(reader.alarms.get('cases.notes')).toMatch(
      new RegExp(
        `^${fixture.client.topicName(TOPIC)} has 6 partitions, and had 4 .* the order of each stream is lost from there on`,
      ),
    );
    await fixture.put([{ ...toMessage(eventOf('b', 1)), partition: PARTITIONS + 1 }]);
    await fixture.publish(...numbered('a', 3, 2));
    await noted(7);
    expect([await ofStream('a'), await ofStream('b')]).toEqual([upTo(5), upTo(2)]);
    expect(await failedMessages()).toEqual([]);
  }, 60_000);

  it('reports the events that retention removed unread, and continues after them', async () => {
    await fixture.publish(...numbered('a', 0, 10));
    const first = fixture.reader();
    await noted(10);
    await first.stop();
    await fixture.publish(...numbered('a', 10, 10));
    await fixture.removeBefore('a', 15);
    fixture.reader();
    await noted(15);
    expect(await ofStream('a')).toEqual([...upTo(10), 15, 16, 17, 18, 19]);
    const [gap] = await listFailedMessages(fixture.db);
    expect(gap).toMatchObject({
      reason: 'topic.events-gone',
      state: 'dead-lettered',
      detail: expect.stringContaining('5 events were removed unread'),
    });
    expect(await dropFailedMessage(fixture.db, gap!.id)).toBeDefined();
  });

  it('reports events that retention removes while it reads', async () => {
    let open = Promise.withResolvers<void>();
    open.resolve();
    const apply = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
      await open.promise;
      await noting('cases.notes')(events, tx);
    };
    await fixture.publish(...numbered('a', 0, 5));
    fixture.reader({ apply });
    await noted(5);
    open = Promise.withResolvers();
    await fixture.publish(eventOf('a', 5));
    await until(
      async () =>
        (
          await fixture.db.query<object[]>(
            "SELECT FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
          )
        ).length > 0,
    );
    // A client that fetches ahead may have this one already.
    await fixture.publish(eventOf('a', 6));
    await fixture.publish(...numbered('a', 7, 9));
    await fixture.removeBefore('a', 12);
    open.resolve();
    await until(async () => (await ofStream('a')).includes(15));
    const applied = await ofStream('a');
    const read = applied.indexOf(12);
    expect([6, 7]).toContain(read);
    expect(applied).toEqual([...upTo(read), 12, 13, 14, 15]);
    expect(await listFailedMessages(fixture.db)).toMatchObject([
      { reason: 'topic.events-gone', detail: expect.stringContaining(`${12 - read} events were removed unread`) },
    ]);
  });

  it('reports a recreated topic, and reads it from its beginning', async () => {
    await fixture.publish(...numbered('a', 0, 10));
    const first = fixture.reader();
    await noted(10);
    await first.stop();
    await fixture.recreateTopics();
    await fixture.publish(...numbered('a', 8, 4));
    fixture.reader();
    await noted(12);
    expect(await ofStream('a')).toEqual(upTo(12));
    expect(await failedMessages()).toEqual(['topic.shrunk dead-lettered']);
  });

  it('replaces a client that lags and does not advance', async () => {
    let clients = 0;
    // Clients sometimes stop fetching without an error. Here, the batches of the first client are lost.
    const library: KafkaLibrary = {
      ...fixture.client.library,
      member: (options) => {
        const lost = ++clients === 1;
        return fixture.client.library.member(lost ? { ...options, take: () => Promise.resolve() } : options);
      },
    };
    await fixture.publish(...numbered('a', 0, 3));
    const processor = fixture.reader({
      client: { ...fixture.client, library },
      times: { ...SHORT_TIMES, stalled: 1_500 },
    });
    await until(() => processor.problem?.message.includes('has not moved on for 1.5 s') === true);
    await noted(3);
    expect(clients).toBe(2);
  });

  it('waits for its database without losing its position', async () => {
    await fixture.publish(...numbered('a', 0, 3));
    let away = true;
    const apply = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
      if (away) throw Object.assign(new Error('the database system is starting up'), { code: '57P03' });
      await noting('cases.notes')(events, tx);
    };
    const processor = fixture.reader({ apply });
    await until(() => processor.problem?.message === 'the database system is starting up');
    away = false;
    await noted(3);
    expect(processor.problem).toBeUndefined();
    expect(await failedMessages()).toEqual([]);
  });

  it('rebuilds a read model from the topics beside the live one', async () => {
    const later = toMessage(eventOf('later', 0));
    await fixture.put([{ ...later, headers: { ...later.headers, ce_type: 'be.regie.mandate.ended.v2' } }]);
    await fixture.publish(...numbered('a', 0, 700), ...numbered('b', 0, 5), ...numbered('a', 650, 60));
    fixture.reader();
    await noted(715);
    await fixture.db.query('DELETE FROM note WHERE number > 2');
    await fixture.db.query('DELETE FROM stream_positions');
    const model = projection({
      name: 'cases.notes',
      from: publicEvents(TOPIC),
      entities: [NoteRow],
      applyAll: noting('cases.notes'),
    });
    const source = readableOnly(new KafkaConsumer(fixture.client, SHORT_TIMES).consume('cases.notes.rebuild', [TOPIC]));
    const heads = async () =>
      new Map([...(await topicExtents(fixture.client, [TOPIC]))].map(([name, { high }]) => [name, String(high)]));
    expect(await rebuild(fixture.db, 'cases', model, source, heads)).toBe(715);
    expect([await ofStream('a'), await ofStream('b')]).toEqual([upTo(710), upTo(5)]);
    // the positions of the rebuilt streams count as applied
    expect(await hasApplied(fixture.db, 'cases.notes', streamDigest('a'), 709)).toBe(true);
    await fixture.publish(eventOf('a', 710));
    await noted(716);
  });
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`a reader of Kafka through ${library}`, () => suite(library));
