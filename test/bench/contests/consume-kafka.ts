import { randomUUID } from 'node:crypto';
import type { KafkaMessage } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { commitmentProposed, type PublicEvent, toPublicEvent } from '#contracts';
import {
  type Consume,
  FailedMessageHandler,
  type IncomingMessage,
  type KafkaClient,
  type KafkaClientName,
  KafkaConsumer,
  KafkaProducer,
  parseAgain,
  Processor,
} from '#messaging';
import type { Contest, OpenSide, Surroundings } from '../contest.js';
import { bareKafka, clientOf, fillStreams, openCheckpoints, openTopics, progressLog, TOPIC } from './kafka.js';

/** The largest number of events in one transaction of either side: the page size of our consumer. */
const PAGE = 500;

type Row = readonly [eventId: string, caseId: string, number: string, owner: string];
type Query = (sql: string, values: unknown[]) => Promise<unknown>;

const insertPage = async (rows: readonly Row[], query: Query): Promise<void> => {
  await query(
    'insert into promised select * from unnest($1::text[], $2::text[], $3::int[], $4::text[]) on conflict do nothing',
    rows[0]!.map((_, column) => rows.map((row) => row[column])),
  );
};

/** Both ways of inserting the rows: a page at once like `applyAll` of a read model, or event by event like `apply`. */
const WAYS = {
  'consume-kafka': { how: 'a page at once', insert: insertPage },
  'consume-kafka-platformatic': { how: 'a page at once', insert: insertPage },
  'consume-kafka-each': {
    how: 'event by event',
    insert: async (rows: readonly Row[], query: Query): Promise<void> => {
      for (const row of rows)
        await query('insert into promised values ($1, $2, $3, $4) on conflict do nothing', [...row]);
    },
  },
};
type Insert = (typeof WAYS)['consume-kafka']['insert'];

/**
 * Measures a reader from the beginning of a topic. Our side works like every read model of the hub. It checks messages,
 * and writes each page with processed messages, stream positions and checkpoint in one transaction. The peer uses
 * `eachBatch` of kafkajs, writes each page with its offset in one transaction, and skips repeats by the primary key.
 * Neither waits for the disk. The time to join the consumer group counts for both.
 */
export const consumeFromKafka = (name: keyof typeof WAYS, events: number): Contest => {
  const { how, insert } = WAYS[name];
  return {
    name,
    question: `reading ${events} events from Kafka through ${clientOf(name)}, ${how}, against pages of as many events, one transaction each, in eachBatch of kafkajs`,
    unit: 'events/s',
    goal: 1,
    needsKafka: true,
    ours: following(events, insert, clientOf(name)),
    peer: batching(events, insert),
  };
};

const following =
  (events: number, insert: Insert, library: KafkaClientName): OpenSide =>
  async (surroundings) => {
    const { client, db, begin, check } = await open(events, surroundings, library);
    const consumer = new KafkaConsumer(client);
    const log = progressLog(surroundings.onProgress);
    return {
      run: async (measure) => {
        await begin();
        // Each run uses a new consumer group, as the peer does, because a known group would continue at the end of the topic.
        const name = `partners.${randomUUID()}`;
        const handler = new FailedMessageHandler({
          processor: name,
          db,
          apply: (fresh, tx) => insert(fresh.map(rowOf), (sql, values) => tx.query(sql, values)),
          parseAgain,
          log,
        });
        const all = Promise.withResolvers<void>();
        const consume = counting(handler.withRetries(consumer.consume(name, [TOPIC])), events, all.resolve);
        const processor = new Processor<IncomingMessage>({ name, db, consume, apply: handler.apply, log });
        const run = await measure(async () => {
          processor.start();
          await all.promise;
          return events;
        });
        await processor.stop();
        await check();
        return run;
      },
      close: () => db.destroy(),
    };
  };

const OFFSET = `insert into checkpoints values ('bench', $1, $2)
  on conflict (processor, source) do update set position = excluded.position`;

const batching =
  (events: number, insert: Insert): OpenSide =>
  async (surroundings) => {
    const { client, db, begin, check } = await open(events, surroundings, 'kafkajs', AS_APPLY_PAGE);
    return {
      run: async (measure) => {
        await begin();
        const consumer = bareKafka(surroundings.brokers).consumer({ groupId: randomUUID() });
        const all = Promise.withResolvers<void>();
        let handled = 0;
        const run = await measure(async () => {
          await consumer.connect();
          await consumer.subscribe({ topic: client.topicName(TOPIC), fromBeginning: true });
          await consumer.run({
            eachBatch: async ({ batch: { messages, partition }, ...group }) => {
              for (let from = 0; from < messages.length; from += PAGE) {
                const page = messages.slice(from, from + PAGE);
                await db.transaction(async (tx) => {
                  await insert(page.map(rowOfMessage), (sql, values) => tx.query(sql, values));
                  await tx.query(OFFSET, [`${TOPIC}/${partition}`, page.at(-1)!.offset]);
                });
                await group.heartbeat();
              }
              handled += messages.length;
              if (handled >= events) all.resolve();
            },
          });
          await all.promise;
          return events;
        });
        await consumer.disconnect();
        await check();
        return run;
      },
      close: () => db.destroy(),
    };
  };

/** The options of the peer's connections: commits do not wait for the disk, as those of `applyPage` do not either. */
const AS_APPLY_PAGE = '-c synchronous_commit=off';

/** Publishes the events to new topics, and creates the table that the readers fill. */
const open = async (
  events: number,
  { createDatabase, brokers, onProgress }: Surroundings,
  library: KafkaClientName,
  options = '',
) => {
  const client = await openTopics(brokers, onProgress, library);
  onProgress(`publishing ${events} events`);
  await publish(client, events);
  const db = await openCheckpoints(await createDatabase(), options);
  await db.query(
    'create table promised (event_id text primary key, case_id text not null, number int not null, owner text not null)',
  );
  return { client, db, begin: () => truncate(db), check: () => check(db, events) };
};

const truncate = (db: DataSource): Promise<unknown> =>
  db.query('truncate promised, checkpoints, processed_messages, stream_positions, failed_messages');

const check = async (db: DataSource, events: number): Promise<void> => {
  const [row] = await db.query<[{ count: number }]>('select count(*)::int as count from promised');
  if (row.count < events) throw new Error(`${row.count} of ${events} events were applied`);
};

const publish = async (client: KafkaClient, events: number): Promise<void> => {
  const all: PublicEvent[] = [];
  await fillStreams(events, async (stream, page) => {
    const recordedAt = new Date().toISOString();
    for (const [revision, { data }] of page.entries()) {
      const { caseId, commitmentId, owner, proposedBy, dueOn } = data;
      const origin = { id: randomUUID(), stream, revision, recordedAt, metadata: {} };
      all.push(toPublicEvent(commitmentProposed, origin, '44021', { caseId, commitmentId, owner, proposedBy, dueOn }));
    }
  });
  const producer = new KafkaProducer(client);
  for (let from = 0; from < events; from += 1_000) await producer.publish(all.slice(from, from + 1_000));
  await producer.close();
};

const rowOf = ({ id, subject, sequence, data }: PublicEvent): Row => [
  id,
  subject,
  sequence,
  (data as unknown as { owner: string }).owner,
];

const rowOfMessage = ({ value, headers }: KafkaMessage): Row => {
  const { ce_id: id, ce_subject: subject, ce_sequence: sequence } = headers as Record<string, Buffer>;
  const { owner } = JSON.parse(value!.toString()) as { owner: string };
  return [id!.toString(), subject!.toString(), sequence!.toString(), owner];
};

/** Wraps a source, and calls `done` as soon as this many events have been handled and committed. */
const counting =
  (consume: Consume<IncomingMessage>, events: number, done: () => void): Consume<IncomingMessage> =>
  (subscription, signal) => {
    let handled = 0;
    const handle: typeof subscription.handle = async (page) => {
      await subscription.handle(page);
      handled += page.events.length;
      if (handled >= events) done();
    };
    return consume({ ...subscription, handle }, signal);
  };
