import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import type { Message } from '#kernel';
import { isRetryable } from '#postgres';
import { AppendQueue } from '../port/append-queue.js';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  NotWritable,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
} from '../port/event-store.js';
import { retryTransient } from '../port/retry-transient.js';
import { isStorable, type ValidAppend, validateAppend } from '../port/validate-append.js';
import { LogSubscription } from '../subscription/log-subscription.js';
import { answer, appendCall, isRepeat, type Outcome, outcomeOf, type OutcomeRow } from './append-call.js';
import { migrate } from './schema.js';
import { turn } from './sql/append.js';

export type PostgresEventStoreOptions = Readonly<{
  /** interval between checks for appends of other processes, in ms; those of this process wake a subscription at once */
  pollMs?: number;
  /** time to wait for an unavailable database, in ms, before {@link StoreBusy} */
  retryForMs?: number;
}>;

type EventRow = Readonly<{
  position: string;
  stream: string;
  revision: number;
  type: string;
  data: Message['data'];
  metadata: EventMetadata;
  event_id: string;
  recorded_at: Date;
}>;

const QUEUE = { lanes: 2, worthALane: 16, maxBatch: 256 };
/** An append proves for this long that the lock of appends can be had. */
const APPENDED_LATELY_MS = 5_000;
/** The time after which a lock of appends that cannot be had is a fault. */
const LOCK_WITHIN_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';
const TAKES_NO_WRITES = `select case when pg_is_in_recovery() then 'the database is a standby'
  when current_setting('transaction_read_only') = 'on' then 'the database is read-only' end as reason`;
/** The largest bigint: no position comes after it. */
const LAST_POSITION = '9223372036854775807';
const LAST_REVISION = 2_147_483_647;
/** A query without a result for this long has lost its connection. Its command id finds an append that ran all the same. */
const QUERY_TIMEOUT_MS = 10_000;

/**
 * The log in PostgreSQL (sql/events-table.ts explains the order of positions). The caller owns the pool and ends it after `close()`. The pool needs a
 * `connectionTimeoutMillis`, so that an unreachable database is noticed.
 */
export class PostgresEventStore implements EventStore {
  readonly #schema: string;
  readonly #retryForMs: number;
  readonly #queue = new AppendQueue((batch) => this.#write(batch), QUEUE);
  readonly #subscription: LogSubscription;
  readonly #closed = new AbortController();
  /** the moment of the last append that succeeded, by the monotonic clock */
  #appendedAt = -Infinity;

  constructor(
    private readonly pool: Pool,
    schema = 'event_store',
    { pollMs = 100, retryForMs = 10_000 }: PostgresEventStoreOptions = {},
  ) {
    if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) throw new RangeError(`not a schema name: ${JSON.stringify(schema)}`);
    this.#schema = schema;
    this.#retryForMs = retryForMs;
    this.#subscription = new LogSubscription({
      read: (position, limit) => this.#page(position, limit),
      pollMs,
      isTransient: (error) => this.#isTransient(error),
    });
    // The pool drops a connection that breaks while idle; without a listener that would end the process.
    if (!pool.listeners('error').includes(ignore)) pool.on('error', ignore);
  }

  /** Creates the missing parts of the schema. Any number of processes may do so at once. */
  migrate(): Promise<void> {
    return migrate(this.pool, this.#schema);
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Message[],
    metadata: EventMetadata,
  ): Promise<Appended> {
    const valid = validateAppend(stream, expected, events, metadata);
    if (this.#closed.signal.aborted) throw new StoreBusy('the store is closed', 1);
    return this.#queue.add(valid);
  }

  async applied(stream: string, commandId: string): Promise<Appended | undefined> {
    if (!isStorable(stream) || !isStorable(commandId)) return undefined;
    const [row] = await this.#retryTransient(() =>
      this.#query<OutcomeRow>({
        text: `select 'duplicate' as outcome, revision as at_revision, position::text as at_position, metadata ->> 'fingerprint' as fingerprint
               from ${this.#schema}.events where stream = $1 and command_id = $2`,
        values: [stream, commandId],
      }),
    );
    return row && answer(row);
  }

  async read<E extends Message = Message>(stream: string, fromRevision = 0, limit?: number): Promise<StoredEvent<E>[]> {
    if (limit !== undefined) checkLimit(limit);
    if (!isStorable(stream)) return [];
    // A limit of null means no limit.
    return this.#retryTransient(() =>
      this.#events<E>('where stream = $1 and revision >= $2 order by revision limit $3', [
        stream,
        fromRevision,
        limit ?? null,
      ]),
    );
  }

  async readBackwards<E extends Message = Message>(
    stream: string,
    limit: number,
    beforeRevision?: number,
  ): Promise<StoredEvent<E>[]> {
    checkLimit(limit);
    if (!isStorable(stream)) return [];
    const before = Math.min(beforeRevision ?? LAST_REVISION, LAST_REVISION);
    return this.#retryTransient(() =>
      this.#events<E>('where stream = $1 and revision < $2 order by revision desc limit $3', [stream, before, limit]),
    );
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    return this.#retryTransient(() => this.#page(after, limit));
  }

  async readAllBackwards(limit: number, before: string = LAST_POSITION): Promise<StoredEvent[]> {
    checkPosition(before);
    checkLimit(limit);
    const end = comparePositions(before, LAST_POSITION) > 0 ? LAST_POSITION : before;
    return this.#retryTransient(() =>
      this.#events('where position < $1 order by events.position desc limit $2', [end, limit]),
    );
  }

  /** Does not wait for an unavailable database: the caller may be checking whether it is there. */
  async head(): Promise<string> {
    const [row] = await this.#query<{ position: string }>({
      text: `select position::text from ${this.#schema}.events order by events.position desc limit 1`,
    });
    return row?.position ?? START;
  }

  /** Takes the locks of an append for a moment, unless an append of this process has just had it. */
  async checkWritable(): Promise<void> {
    const lately = performance.now() - this.#appendedAt < APPENDED_LATELY_MS;
    try {
      if (!lately)
        await this.pool.query(
          `begin; set local lock_timeout = ${LOCK_WITHIN_MS}; select ${turn(this.#schema)}; lock table ${this.#schema}.events in row exclusive mode; commit`,
        );
      const [row] = await this.#query<{ reason: string | null }>({ text: TAKES_NO_WRITES });
      if (row?.reason) throw new NotWritable(row.reason);
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
      throw new NotWritable('another program keeps the lock of appends', { cause: error });
    }
  }

  /** Counts by the last position, because positions have no gaps. */
  async statistics(): Promise<Statistics> {
    const [row] = await this.#query<{ bytes: string }>({
      text: `select pg_total_relation_size('${this.#schema}.events') as bytes`,
    });
    const head = await this.head();
    return { head, events: Number(head), bytes: Number(row?.bytes) };
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return this.#subscription.follow(after, AbortSignal.any([signal, this.#closed.signal]));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#queue.drained();
  }

  /** Writes one batch in one round trip. A repeat after a lost result is harmless, because command ids keep an append from happening twice. */
  async #write(batch: readonly ValidAppend[]): Promise<Outcome[]> {
    const call = appendCall(this.#schema, batch);
    try {
      const rows = await this.#retryTransient(() => this.#query<OutcomeRow>(call));
      this.#appendedAt = performance.now();
      this.#subscription.notify();
      return rows.map((row, index) => outcomeOf(batch[index] as ValidAppend, row));
    } catch (reason) {
      return reason instanceof StoreBusy
        ? batch.map(() => ({ status: 'rejected', reason }))
        : this.#writeOneByOne(batch, reason);
    }
  }

  /** Writes the appends one by one after a permanent error: one append of the batch is at fault, and the others still succeed. */
  async #writeOneByOne(batch: readonly ValidAppend[], reason: unknown): Promise<Outcome[]> {
    const [{ stream, commandId }] = batch as readonly [ValidAppend];
    if (batch.length === 1)
      return isRepeat(reason)
        ? Promise.allSettled([this.#answered(stream, commandId)])
        : [{ status: 'rejected', reason }];
    const outcomes: Outcome[] = [];
    for (const append of batch) outcomes.push(...(await this.#write([append])));
    return outcomes;
  }

  /** Returns the outcome of a command that is known to be in the log. */
  async #answered(stream: string, commandId: string): Promise<Appended> {
    const earlier = await this.applied(stream, commandId);
    if (!earlier) throw new Error(`the command ${commandId} is in the log of ${stream}, and is not found there`);
    return earlier;
  }

  #retryTransient<T>(work: () => Promise<T>): Promise<T> {
    return retryTransient(work, {
      retryForMs: this.#retryForMs,
      isTransient: (error) => this.#isTransient(error),
      message: 'the database does not answer',
    });
  }

  async #page(after: string, limit: number): Promise<StoredEvent[]> {
    checkPosition(after);
    checkLimit(limit);
    if (comparePositions(after, LAST_POSITION) >= 0) return [];
    return this.#events('where position > $1 order by events.position limit $2', [after, limit]);
  }

  /**
   * Reads rows of the log. Positions leave as text: order by the column (`events.position`), or 10 comes before 9. Each query gets a new plan,
   * because a plan made while the log was short would scan a long one.
   */
  async #events<E extends Message>(clause: string, values: readonly unknown[]): Promise<StoredEvent<E>[]> {
    const rows = await this.#query<EventRow>({
      text: `select position::text, stream, revision, type, data, metadata, event_id, recorded_at from ${this.#schema}.events ${clause}`,
      values: [...values],
    });
    return rows.map(storedEvent<E>);
  }

  async #query<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    return (await this.pool.query<Row>({ ...query, query_timeout: QUERY_TIMEOUT_MS } as QueryConfig)).rows;
  }

  /** True for an error that waiting resolves. A pool that ends hands out no more connections. */
  #isTransient(error: unknown): boolean {
    return !this.pool.ending && isRetryable(error);
  }
}

const ignore = (): void => undefined;

const storedEvent = <E extends Message>({ event_id, recorded_at, ...row }: EventRow): StoredEvent<E> =>
  ({ ...row, id: event_id, recordedAt: recorded_at.toISOString() }) as unknown as StoredEvent<E>;
