import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { CLOCK_REMEDY, clockProblems, comparePositions, type EventStore } from '#event-store';
import {
  checkpointOf,
  type Consume,
  type KafkaClient,
  LOG,
  type Projection,
  reconcile,
  type Reconciliation,
  TopicExaminer,
} from '#messaging';
import { examineServer, type ServerProblem, withClient } from '#postgres';
import { type ContextDefinition, REBUILD_CONNECTIONS } from '#runtime';
import { CONTEXTS, isInKurrentDb, sourceOf, type Stored, withContext, withStore } from './contexts.js';
import { isOverKafka } from './database.js';
import { examineRole, examineSchemas } from './database-roles.js';
import { attention, examine, type Finding, ok, skipped } from './findings.js';
import { kafkaFailed, withKafka } from './kafka.js';
import { count, type Terminal } from './terminal.js';

/**
 * Examines the database: its connection, its roles and schemas, the length of the log, and the lag of each read model.
 * It looks as the user of `readUrl`, and compares the rights of that of `hubUrl`, which processes use.
 * The database of a service contains one context; its readers and its publisher are compared with Kafka.
 */
export const examineDatabase = async (
  { readUrl: postgresUrl, hubUrl }: Readonly<{ readUrl: string; hubUrl: string | undefined }>,
  terminal: Terminal,
): Promise<readonly Finding[]> => {
  const found = await examineServer(postgresUrl, { connections: REBUILD_CONNECTIONS, name: 'regie-cli' });
  const isHarmless = ({ severity }: ServerProblem): boolean =>
    severity === 'note' || (severity === 'production' && terminal.env.REGIE_ENVIRONMENT !== 'production');
  const problems = found.map((each) =>
    isHarmless(each) ? ok('database', each.problem) : attention('database', each.problem, each.remedy),
  );
  return withClient(postgresUrl, { purpose: 'command-line', name: 'regie-cli' }, async (client) => {
    const { rows } = await client.query<{ version: string; size: string }>(
      `SELECT current_setting('server_version') AS version, pg_size_pretty(pg_database_size(current_database())) AS size`,
    );
    const { rows: schemas } = await client.query<{ name: string }>(
      "SELECT nspname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'checkpoints' AND relkind = 'r'",
    );
    const schemaNames = new Set(schemas.map(({ name }) => name));
    const stored = { postgresUrl, env: terminal.env };
    const roles = [
      ...(hubUrl ? await examineRole(hubUrl, 'runtime', stored, schemaNames) : []),
      ...(postgresUrl === hubUrl ? [] : await examineRole(postgresUrl, 'reader', stored, schemaNames)),
      ...(await examine('schemas', () => examineSchemas(client, stored, schemaNames))),
    ];
    const log = await examine('event store', () =>
      isOverKafka(terminal) ? examineService(stored, schemaNames, terminal) : examineLog(stored),
    );
    return [ok('database', `PostgreSQL ${rows[0]!.version}, ${rows[0]!.size}`), ...problems, ...roles, ...log];
  });
};

const examineLog = (stored: Stored): Promise<readonly Finding[]> =>
  withStore(stored, async (store) => {
    const head = await store.head();
    const projections = CONTEXTS.map((context) => examineReadModels(context, context.projections, store, head, stored));
    return [lengthOf(stored, head), ...(await clocksOf(store)), ...(await Promise.all(projections)).flat()];
  });

const examineService = (
  stored: Stored,
  schemaNames: ReadonlySet<string>,
  terminal: Terminal,
): Promise<readonly Finding[]> =>
  withStore(stored, async (store) => {
    const head = await store.head();
    const present = CONTEXTS.filter(({ name }) => schemaNames.has(name));
    const elsewhere = CONTEXTS.filter(({ name }) => !schemaNames.has(name)).map(({ name }) =>
      skipped(
        name,
        'its tables are not in this database: they belong to another service',
        `To look at it, set REGIE_POSTGRES_URL as for ${name}.`,
      ),
    );
    const own = present.map((context) =>
      examineReadModels(
        context,
        context.projections.filter(({ from }) => from.kind === 'own'),
        store,
        head,
        stored,
      ),
    );
    const onBus = await examine('kafka', () =>
      withKafka(terminal, async (client, settings) => {
        const examiner = new TopicExaminer(client, settings);
        const findings = present.map((context) =>
          examine(context.name, () =>
            withContext(context, stored.postgresUrl, (db) => examineBus(client, examiner, store, context, db)).catch(
              (error: unknown) => {
                throw kafkaFailed(error);
              },
            ),
          ),
        );
        return (await Promise.all(findings)).flat();
      }),
    );
    return [
      lengthOf(stored, head),
      ...(await clocksOf(store)),
      ...(await Promise.all(own)).flat(),
      ...onBus,
      ...elsewhere,
    ];
  });

const lengthOf = (stored: Stored, head: string): Finding =>
  ok('event store', isInKurrentDb(stored) ? `KurrentDB, which ends at ${head}` : count(Number(head), 'event'));

/** Compares the clocks of this machine, of the database, and of the last events. */
const clocksOf = (store: EventStore): Promise<readonly Finding[]> =>
  examine('clock', async () => {
    const problems = clockProblems(await store.clocks());
    return problems.length === 0
      ? [ok('clock', 'that of the database is right')]
      : problems.map((problem) => attention('clock', problem, CLOCK_REMEDY));
  });

const examineReadModels = (
  context: ContextDefinition,
  models: readonly Projection[],
  store: EventStore,
  head: string,
  { postgresUrl }: Stored,
): Promise<readonly Finding[]> =>
  examine(context.name, () =>
    withContext(context, postgresUrl, (db) =>
      Promise.all(models.map((model) => progressOf(db, model.name, sourceOf(store, context, model), head))),
    ),
  );

/** Examines the publisher of a context, and its readers of public events. */
const examineBus = async (
  client: KafkaClient,
  examiner: TopicExaminer,
  store: EventStore,
  { name: context, publishes, projections }: ContextDefinition,
  db: DataSource,
): Promise<readonly Finding[]> => {
  const compare = (): Promise<Reconciliation> =>
    reconcile(client, {
      context,
      store,
      publishes,
      db,
      readers: projections.flatMap(({ name, from }) => (from.kind === 'public' ? [{ name, topics: from.topics }] : [])),
      examiner,
    });
  const before = await compare();
  const isLagging = (found: Reconciliation): boolean =>
    found.publisher.unpublished > 0 || found.readers.some((reader) => lagOf(reader) > 0n);
  if (isLagging(before)) await pause(STANDSTILL_MS);
  const { publisher, readers, problems } = isLagging(before) ? await compare() : before;
  const findings = [
    progress(publisher.name, BigInt(publisher.unpublished), publisher.position !== before.publisher.position),
    ...readers.map((reader, n) =>
      progress(
        reader.name,
        lagOf(reader),
        processedBy(reader) !== processedBy(before.readers[n]!),
        failedMessagesOf(reader),
      ),
    ),
  ];
  return [...findings, ...problems.map((problem) => attention(`${context} on Kafka`, problem))];
};

type Reader = Reconciliation['readers'][number];
const lagOf = ({ topics }: Reader): bigint => topics.reduce((sum, { lag }) => sum + BigInt(lag), 0n);
const processedBy = ({ topics }: Reader): bigint => topics.reduce((sum, { position }) => sum + BigInt(position), 0n);
const failedMessagesOf = ({ failedMessages }: Reader): string => {
  const some = Object.entries(failedMessages).filter(([, number]) => number > 0);
  return some.length === 0
    ? ''
    : `; failed messages: ${some.map(([state, number]) => `${number} ${state}`).join(', ')}`;
};

const progress = (name: string, events: bigint, moves: boolean, besides = ''): Finding => {
  if (events === 0n) return ok(name, `up to date${besides}`);
  const found = `${count(Number(events), 'event')} behind`;
  if (moves) return ok(name, `${found}, and catching up${besides}`);
  return attention(
    name,
    `${found}, and stuck${besides}`,
    'Is the service running? Its log says what is wrong. It continues by itself when that is solved.',
  );
};

/** The time between two looks at a lagging processor, which is reported as stuck when its checkpoint has not moved. */
const STANDSTILL_MS = 2_000;

const progressOf = async (
  db: DataSource,
  name: string,
  source: Consume<{ id: string }>,
  head: string,
): Promise<Finding> => {
  const after = await checkpointOf(db, name, LOG);
  const { events, more } = await countAfter(source, after, head);
  if (events === 0) return ok(name, 'up to date');
  await pause(STANDSTILL_MS);
  const found = `${count(events, 'event')}${more ? ' or more' : ''} behind`;
  if ((await checkpointOf(db, name, LOG)) !== after) return ok(name, `${found}, and catching up`);
  return attention(
    name,
    `${found}, and stuck at ${after} of ${head}`,
    `Is a hub running? Its log says what is wrong. It continues by itself when that is solved, or: npx regie rebuild ${name}`,
  );
};

/** The limit of pages to count. A checkpoint may be far behind the head although the events after it belong to other contexts. */
const MAX_PAGES = 200;

/** Counts the events between a checkpoint and the head that belong to this read model. */
const countAfter = async (
  source: Consume<{ id: string }>,
  after: string,
  head: string,
): Promise<{ events: number; more: boolean }> => {
  if (comparePositions(after, head) >= 0) return { events: 0, more: false };
  const stop = new AbortController();
  let [events, pages, more] = [0, 0, true];
  await source(
    {
      after: async () => after,
      handle: async (page) => {
        events += page.events.length;
        more = comparePositions(page.upTo, head) < 0;
        if (!more || ++pages === MAX_PAGES) stop.abort();
      },
    },
    stop.signal,
  );
  return { events, more };
};
