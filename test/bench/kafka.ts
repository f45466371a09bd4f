import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { DataSource } from 'typeorm';
import { commitmentProposed, type PublicEvent, TOPICS, toPublicEvent } from '#contracts';
import { START } from '#event-store';
import {
  applyTopics,
  type Consume,
  FailedMessageHandler,
  type IncomingMessage,
  type KafkaClient,
  kafkaClient,
  KafkaConsumer,
  KafkaProducer,
  kafkaPublisher,
  LOG,
  parseAgain,
  PLATFORM_MIGRATIONS,
  Processor,
  type Publishes,
} from '#messaging';
import type { CommitmentProposed } from '../../libs/cases/src/domain/case-history.js';
import { publishes } from '../../libs/cases/src/integration/publishes.js';
import { toMessage } from '../../libs/messaging/src/kafka/cloud-event.js';
import { startBroker } from './broker.js';
import type { Contest } from './contest.js';
import type { BenchServer } from './server.js';
import { ourStore } from './stores.js';
import { METADATA } from './writers.js';

const CONTEXT = 'cases';
const TOPIC = TOPICS[CONTEXT];
const EVENTS_PER_STREAM = 10;
/** What a subscription of the store hands out at once, and so what our publisher sends at once. */
const PAGE = 1_000;
/** Bounds a run: whoever has not finished by then has failed. */
const RUN_WITHIN_MS = 120_000;

/** The publisher of a context over a log that is there: lease, reading, translating, sending, checkpoint. The peer has its messages ready. */
export const publishToKafka = (events: number, server: BenchServer): Contest => ({
  name: 'publish-kafka',
  question: `publishing ${events} events to Kafka, ${PAGE} at a time, from the log with checkpoints, against a bare producer of kafkajs with messages that are ready`,
  unit: 'events/s',
  goal: 0.8,
  open: async (say) => {
    const log = logTo(say);
    const broker = await startBroker(say);
    const [ours, peer] = [await topicsOn(broker.brokers, 'ours.', say), await topicsOn(broker.brokers, 'peer.', say)];
    const url = await server.createDatabase();
    const us = await ourStore(url);
    const { store } = us;
    say(`writing ${events} events`);
    await fillLog(events, (stream, page) =>
      store.append(stream, 'none', page, { commandId: randomUUID(), ...METADATA }),
    );
    const head = await store.head();
    const db = await openDatabase(url);
    const producer = new KafkaProducer(ours);

    const messages: ReturnType<typeof toMessage>[] = [];
    for (let after = START; messages.length < events;) {
      const page = await store.readAll(after, PAGE);
      messages.push(...page.map((event) => toMessage((publishes as Publishes)(event)!)));
      after = page.at(-1)!.position;
    }
    const bare = new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING }).producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await bare.connect();
    return {
      ours: async () => {
        await db.query('truncate checkpoints');
        const publisher = kafkaPublisher(store, CONTEXT, publishes as Publishes, producer, db, log);
        const rate = await perSecond(events, async () => {
          publisher.start();
          if (!(await publisher.reaches(LOG, head, RUN_WITHIN_MS)))
            throw new Error(`the publisher was too slow: ${JSON.stringify(publisher.problem)}`);
        });
        await publisher.stop();
        return rate;
      },
      peer: () =>
        perSecond(events, async () => {
          for (let from = 0; from < events; from += PAGE) {
            await bare.send({ topic: peer.topicName(TOPIC), acks: -1, messages: messages.slice(from, from + PAGE) });
          }
        }),
      close: async () => {
        await Promise.all([producer.close(), bare.disconnect()]);
        await db.destroy();
        await us.close();
        await broker.stop();
      },
    };
  },
});

/** The row that an event becomes: one by one, or a page at once (as `apply` and `applyAll` of a read model do). */
const rowOf = ({ id, subject, sequence, data }: PublicEvent): unknown[] => [
  id,
  subject,
  sequence,
  (data as unknown as { owner: string }).owner,
];
const EACH = 'insert into promised (event_id, case_id, number, owner) values ($1, $2, $3, $4) on conflict do nothing';
const AT_ONCE =
  'insert into promised select * from unnest($1::text[], $2::text[], $3::int[], $4::text[]) on conflict do nothing';

type Query = (sql: string, values: unknown[]) => Promise<unknown>;
const WAYS = {
  'consume-kafka': {
    how: 'a page at once',
    goal: 10,
    apply: async (page: readonly PublicEvent[], query: Query): Promise<void> => {
      const rows = page.map(rowOf);
      await query(
        AT_ONCE,
        rows[0]!.map((_, column) => rows.map((row) => row[column])),
      );
    },
  },
  'consume-kafka-each': {
    how: 'a page in one transaction, event by event',
    goal: 3,
    apply: async (page: readonly PublicEvent[], query: Query): Promise<void> => {
      for (const event of page) await query(EACH, rowOf(event));
    },
  },
};

/**
 * A reader that begins at the beginning of a topic. Ours is what every read model of the hub does: checked messages, and per page one transaction
 * with dedupe marks, order of streams and checkpoint. The peer is what the textbook does: `eachMessage` with a transaction that knows a repeat by
 * its key. Joining the group counts for both; the peer reads a tenth, so that it is as small a part of its time as of ours.
 */
export const consumeFromKafka = (contest: keyof typeof WAYS, events: number, server: BenchServer): Contest => ({
  name: contest,
  question: `reading ${events} events from Kafka, ${WAYS[contest].how}, against one event per transaction in eachMessage of kafkajs`,
  unit: 'events/s',
  goal: WAYS[contest].goal,
  open: async (say) => {
    const log = logTo(say);
    const broker = await startBroker(say);
    const client = await topicsOn(broker.brokers, '', say);
    const producer = new KafkaProducer(client);
    say(`publishing ${events} events`);
    const page: PublicEvent[] = [];
    await fillLog(events, async (stream, own) => {
      const recordedAt = new Date().toISOString();
      page.push(
        ...own.map(({ data }, revision) =>
          toPublicEvent(
            commitmentProposed,
            { id: randomUUID(), stream, revision, recordedAt, metadata: {} },
            '44021',
            thin(data),
          ),
        ),
      );
    });
    for (let from = 0; from < events; from += PAGE) await producer.publish(page.slice(from, from + PAGE));
    await producer.close();

    const db = await openDatabase(await server.createDatabase());
    await db.query(
      'create table promised (event_id text primary key, case_id text not null, number int not null, owner text not null)',
    );
    const begin = (): Promise<unknown> =>
      db.query('truncate promised, checkpoints, processed_messages, stream_positions, failed_messages');
    const check = async (expected: number): Promise<void> => {
      const [row] = await db.query<{ count: number }[]>('select count(*)::int as count from promised');
      if (row!.count < expected) throw new Error(`${row!.count} of ${expected} events were applied`);
    };
    const consumer = new KafkaConsumer(client);
    const { apply } = WAYS[contest];
    return {
      ours: async () => {
        await begin();
        // like the peer, under a name that Kafka has not heard of: it would have us wait at the end of the topic first
        const name = `partners.${randomUUID()}`;
        const aside = new FailedMessageHandler({
          processor: name,
          db,
          apply: (fresh, tx) => apply(fresh, (sql, values) => tx.query(sql, values)),
          parseAgain,
          log,
        });
        const all = Promise.withResolvers<void>();
        const consume = counting(aside.withRetries(consumer.consume(name, [TOPIC])), events, all.resolve);
        const processor = new Processor<IncomingMessage>({ name, db, consume, apply: aside.apply, log });
        const rate = await perSecond(events, async () => {
          processor.start();
          await inTime(all.promise);
        });
        await processor.stop();
        await check(events);
        return rate;
      },
      peer: async () => {
        await begin();
        const share = Math.ceil(events / 10);
        const bare = new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING }).consumer({
          groupId: randomUUID(),
        });
        const done = Promise.withResolvers<void>();
        let handled = 0;
        const rate = await perSecond(share, async () => {
          await bare.connect();
          await bare.subscribe({ topic: client.topicName(TOPIC), fromBeginning: true });
          await bare.run({
            eachMessage: async ({ message: { value, headers } }) => {
              if (handled === share) return;
              const { ce_id: id, ce_subject: subject, ce_sequence: sequence } = headers as Record<string, Buffer>;
              const data = JSON.parse(value!.toString()) as { owner: string };
              await db.transaction((tx) =>
                tx.query(EACH, [id!.toString(), subject!.toString(), sequence!.toString(), data.owner]),
              );
              if (++handled === share) done.resolve();
            },
          });
          await inTime(done.promise);
        });
        await bare.disconnect();
        await check(share);
        return rate;
      },
      close: async () => {
        await db.destroy();
        await broker.stop();
      },
    };
  },
});

/** The same pages; says when so many events have been handled, transaction and all. */
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

const topicsOn = async (
  brokers: readonly string[],
  prefix: string,
  say: (line: string) => void,
): Promise<KafkaClient> => {
  const client = await kafkaClient({ brokers, clientId: 'bench', prefix }, logTo(say));
  await applyTopics(client, { partitions: 6, replicas: 1, retentionMs: -1, deadLetterRetentionMs: -1 });
  return client;
};

const openDatabase = (url: string): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: PLATFORM_MIGRATIONS,
    migrationsRun: true,
    migrationsTransactionMode: 'all',
    extra: { max: 8 },
  }).initialize();

/** A run in which something goes wrong is no measurement; it shows in the progress. */
const logTo = (say: (line: string) => void) => {
  const tell = (details: object, message: string): void =>
    say(`${message}: ${inspect(details, { depth: 1, breakLength: Infinity })}`);
  return { error: tell, warn: tell };
};

const inTime = async (work: Promise<void>): Promise<void> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done within ${RUN_WITHIN_MS / 1_000} s`)), RUN_WITHIN_MS);
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

/** Streams of ten commitments, 32 at a time. */
const fillLog = async (
  events: number,
  write: (stream: string, page: readonly CommitmentProposed[]) => Promise<unknown>,
): Promise<void> => {
  let written = 0;
  const next = async (): Promise<void> => {
    while (written < events) {
      const [caseId, count] = [randomUUID(), Math.min(EVENTS_PER_STREAM, events - written)];
      written += count;
      await write(
        `case-44021-${caseId}`,
        Array.from({ length: count }, () => aCommitment(caseId)),
      );
    }
  };
  await Promise.all(Array.from({ length: 32 }, next));
};

const aCommitment = (caseId: string): CommitmentProposed => ({
  type: 'CommitmentProposed',
  data: {
    caseId,
    commitmentId: randomUUID(),
    what: 'Huisbezoek samen met de wijkagent, verslag aan het wijkteam',
    owner: 'ocmw-gent',
    proposedBy: 'stad-gent',
    dueOn: '2026-09-01',
    binding: false,
  },
});

/** What the others hear of it. */
const thin = ({ caseId, commitmentId, owner, proposedBy, dueOn }: CommitmentProposed['data']) => ({
  caseId,
  commitmentId,
  owner,
  proposedBy,
  dueOn,
});

const perSecond = async (events: number, work: () => Promise<void>): Promise<number> => {
  const start = performance.now();
  await work();
  return (events / (performance.now() - start)) * 1_000;
};
