import { DataSource, type EntityManager } from 'typeorm';
import { comparePositions, START } from '#event-store';
import { classify, retry } from '#postgres';
import type { Consume, Page } from '../bus-ports.js';
import type { IncomingMessage } from '../inbox/failed-messages.js';
import { unprocessed } from '../inbox/processed-messages.js';
import { recordPosition } from '../inbox/stream-positions.js';
import { checkpointsOf } from './checkpoints.js';
import type { Projection, SourceEvent } from './projection.js';

export type Progress = Readonly<{ position: string; head: string; events: number }>;

/** Another rebuild in the same context is in progress: wait until it is done. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
}

/**
 * The processor has failed messages: a rebuild would apply their events, and a later replay would apply them again.
 * A rebuild of a reactor would also skip the commands that follow from them, because it dispatches none.
 */
export class FailedMessagesLeft extends Error {
  override readonly name = 'FailedMessagesLeft';
  constructor(model: string, count: number) {
    super(`${model} has ${count} failed messages: replay or drop them first`);
  }
}

/**
 * The other tables with the progress of a processor: a rebuild exchanges their rows together with the tables of the
 * read model.
 */
const MARKS = ['processed_messages', 'stream_positions'];

/**
 * The longest time that the exchange of tables waits for running queries, and that new queries wait for the exchange.
 * It is well below the deadlock_timeout of PostgreSQL: in a deadlock between a query and the exchange, the exchange
 * fails, never the query.
 */
const LONGEST_LOCK_MS = 200;
const CHANGE_WITHIN_MS = 120_000;

/**
 * Rebuilds a read model from the log, while the live tables still answer queries. New tables are filled in a separate
 * schema.
 * One transaction exchanges the tables when the new ones have reached the position of the live processor, which waits
 * meanwhile.
 * A failure before the exchange leaves the live tables as they are.
 * @param heads the position of each source to reach before the exchange of tables
 * @returns the number of events applied
 * @throws {RebuildUnderWay} {@link FailedMessagesLeft}
 */
export const rebuild = async (
  db: DataSource,
  schema: string,
  model: Projection,
  consume: Consume<SourceEvent>,
  heads: () => Promise<ReadonlyMap<string, string>>,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<number> =>
  alone(db, schema, async () => {
    const shadow = `${schema}_rebuild`;
    await mustHaveNoFailedMessages(db.manager, model);
    await db.query(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`);
    await db.query(`CREATE SCHEMA ${shadow}`);
    for (const table of [...model.tables, ...MARKS]) await createLike(db, `${schema}.${table}`, `${shadow}.${table}`);
    // Run the same entities and projections in the shadow schema; `search_path` keeps the live tables out of reach.
    const beside = await new DataSource({
      ...db.options,
      migrations: [],
      migrationsRun: false,
      extra: besideOptions(db.options.extra as PoolOptions, shadow),
    }).initialize();
    try {
      await backToTheEnd(db, model, heads);
      const filling = new Filling(beside, model, consume, onProgress);
      await filling.reach(await heads());
      // A second pass reads the events that arrived meanwhile: fewer are left while the live processor waits.
      const targets = await heads();
      await filling.reach(targets);
      for (const table of model.tables) await analyse(db, `${shadow}.${table}`);
      await changeTables(db, schema, shadow, model, targets, filling);
      return filling.events;
    } finally {
      await beside.destroy();
      // A leftover schema is harmless: the next rebuild removes it first.
      await db.query(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`).catch(() => undefined);
    }
  });

/**
 * Collects the statistics of a new table, without which plans may read all of it. An empty table gets none: with them,
 * plans would read all of it for as long as PostgreSQL takes it for empty.
 */
const analyse = async (db: DataSource, table: string): Promise<void> => {
  const [filled] = await db.query<object[]>(`SELECT FROM ${table} LIMIT 1`);
  if (filled) await db.query(`ANALYZE ${table}`);
};

type PoolOptions = Readonly<{ onConnect?: (client: { query(sql: string): Promise<unknown> }) => Promise<void> }>;

/**
 * Returns the options of the live connections, for the new tables and without waits for the disk: a rebuild that is
 * lost begins anew.
 */
const besideOptions = (live: PoolOptions, shadow: string): PoolOptions & Readonly<{ max: number }> => ({
  ...live,
  max: 2,
  onConnect: async (client) => {
    await live.onConnect?.(client);
    await client.query(
      `SET search_path = ${shadow}, public; SET synchronous_commit = off; SET regie.durable_commit = off`,
    );
  },
});

/**
 * @throws {FailedMessagesLeft} when a failed message has an event; unreadable messages do not count, because a rebuild
 * leaves them out
 */
const mustHaveNoFailedMessages = async (tx: EntityManager, { name }: Projection): Promise<void> => {
  const [left] = await tx.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM failed_messages WHERE processor = $1 AND reason IN ('apply.failed', 'order.overtaken', 'order.behind')`,
    [name],
  );
  if (left!.count > 0) throw new FailedMessagesLeft(name, left!.count);
};

/**
 * Runs one rebuild of a context at a time, because all use the same schema for the new tables. The lock ends with the
 * connection.
 */
const alone = async <T>(db: DataSource, schema: string, work: () => Promise<T>): Promise<T> => {
  const connection = db.createQueryRunner();
  try {
    const [lock] = (await connection.query('SELECT pg_try_advisory_lock(727005, hashtext($1)) AS free', [schema])) as {
      free: boolean;
    }[];
    if (!lock?.free) throw new RebuildUnderWay(`another rebuild in ${schema} is under way`);
    try {
      return await work();
    } finally {
      await connection.query('SELECT pg_advisory_unlock(727005, hashtext($1))', [schema]).catch(() => undefined);
    }
  } finally {
    await connection.release();
  }
};

/**
 * Moves a checkpoint that is past the end of its source back to the end. The restore of an older backup of the store
 * leaves such a checkpoint.
 */
const backToTheEnd = async (
  db: DataSource,
  { name }: Projection,
  heads: () => Promise<ReadonlyMap<string, string>>,
): Promise<void> => {
  // The checkpoints are read first: a correct checkpoint is never past a head that is read later.
  const live = await checkpointsOf(db, name);
  const ends = await heads();
  for (const [source, position] of live) {
    const end = ends.get(source);
    if (end === undefined || comparePositions(position, end) <= 0) continue;
    await db.query('UPDATE checkpoints SET position = $4 WHERE processor = $1 AND source = $2 AND position = $3', [
      name,
      source,
      position,
      end,
    ]);
  }
};

/**
 * Creates a table with the columns, constraints, indexes and permissions of another. Constraints and indexes keep their
 * names, because later migrations use them.
 */
const createLike = (db: DataSource, live: string, shadow: string): Promise<void> =>
  db.transaction(async (tx) => {
    // With this path, the definition of an index contains the schema of its table, which the statement below replaces.
    await tx.query('SET LOCAL search_path = public');
    await tx.query(`CREATE TABLE ${shadow} (LIKE ${live} INCLUDING ALL EXCLUDING INDEXES)`);
    // LIKE would also copy indexes, but under generated names.
    const statements = await tx.query<{ statement: string }[]>(
      `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, conname, pg_get_constraintdef(oid)) AS statement
         FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u', 'x')
       UNION ALL
       SELECT replace(pg_get_indexdef(indexrelid), format(' ON %s ', $1::text), format(' ON %s ', $2::text))
         FROM pg_index WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
       UNION ALL
       SELECT format('GRANT %s ON %s TO %s', privilege_type, $2::text, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
         FROM pg_class, aclexplode(relacl) WHERE oid = $1::regclass`,
      [live, shadow],
    );
    for (const { statement } of statements) await tx.query(statement);
  });

/** Fills the new tables from the sources. */
class Filling {
  readonly positions = new Map<string, string>();
  events = 0;

  constructor(
    private readonly beside: DataSource,
    private readonly model: Projection,
    private readonly consume: Consume<SourceEvent>,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  /** Reads on until every source has reached its target. */
  async reach(targets: ReadonlyMap<string, string>): Promise<void> {
    const missing = (): string[] =>
      [...targets]
        .filter(([source, target]) => comparePositions(this.position(source), target) < 0)
        .map(([source]) => source);
    if (missing().length === 0) return;
    const there = new AbortController();
    const handle = async (page: Page<SourceEvent>): Promise<void> => {
      await this.apply(page);
      this.onProgress({ position: page.upTo, head: targets.get(page.source) ?? page.upTo, events: this.events });
      if (missing().length === 0) there.abort();
    };
    await this.consume({ after: async (source) => this.position(source), handle }, there.signal);
    if (missing().length > 0) throw new Error(`${missing().join(', ')} ended before ${this.model.name} was rebuilt`);
  }

  private position(source: string): string {
    return this.positions.get(source) ?? START;
  }

  private async apply(page: Page<SourceEvent>): Promise<void> {
    if (page.events.length > 0) {
      await this.beside.transaction(async (tx) => {
        const events = await unprocessed(tx, this.model.name, page);
        await this.model.apply(events, tx);
        if (this.model.from.kind === 'public' && page.mayRepeat)
          await recordPosition(tx, this.model.name, events as readonly IncomingMessage[]);
        this.events += events.length;
      });
    }
    this.positions.set(page.source, page.upTo);
  }
}

/**
 * Exchanges the live tables for the new ones. The checkpoints are locked first, so that the live processor waits and
 * only a few events are left.
 * When another query reads the tables for long, such as a dump, the exchange fails and is repeated later.
 */
const changeTables = async (
  db: DataSource,
  schema: string,
  shadow: string,
  model: Projection,
  sources: ReadonlyMap<string, string>,
  filling: Filling,
): Promise<void> => {
  const change = async (tx: EntityManager): Promise<void> => {
    for (const source of sources.keys())
      await tx.query('INSERT INTO checkpoints VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [model.name, source, START]);
    const live = await tx.query<{ source: string; position: string }[]>(
      'SELECT source, position FROM checkpoints WHERE processor = $1 FOR UPDATE',
      [model.name],
    );
    // A new failed message needs the lock of a checkpoint, so none appears after this check.
    await mustHaveNoFailedMessages(tx, model);
    const other = live.find(({ source }) => !sources.has(source));
    if (other) throw new Error(`${model.name} follows ${other.source} as well, which this rebuild does not read`);
    await filling.reach(new Map(live.map(({ source, position }) => [source, position])));
    await tx.query(`SET LOCAL lock_timeout = ${LONGEST_LOCK_MS}`);
    // One statement locks all tables: between two statements, a query over both tables could lock the second one.
    await tx.query(
      `LOCK TABLE ${model.tables.map((table) => `${schema}.${table}`).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    );
    for (const table of model.tables) {
      await tx.query(`DROP TABLE ${schema}.${table}`);
      await tx.query(`ALTER TABLE ${shadow}.${table} SET SCHEMA ${schema}`);
    }
    for (const [source, position] of filling.positions) {
      await tx.query('UPDATE checkpoints SET position = $3 WHERE processor = $1 AND source = $2', [
        model.name,
        source,
        position,
      ]);
    }
    for (const marks of MARKS) {
      await tx.query(`DELETE FROM ${marks} WHERE processor = $1`, [model.name]);
      await tx.query(`INSERT INTO ${marks} SELECT * FROM ${shadow}.${marks}`);
    }
  };
  await retry(() => db.transaction(change), {
    minTimeout: LONGEST_LOCK_MS,
    factor: 1,
    maxRetryTime: CHANGE_WITHIN_MS,
    isTransient: (error) => classify(error) === 'transient',
  });
};
