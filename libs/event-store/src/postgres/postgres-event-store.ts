import pg, { type Pool, type QueryConfig, type QueryResultRow } from 'pg';
import type { Message } from '#kernel';
import { isRetryable } from '#postgres';
import { eventId } from '../kurrentdb/event-id.js';
import { AppendQueue } from '../port/append-queue.js';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';
import { retryTransient } from '../port/retry-transient.js';
import { isStorable, type ValidAppend, validateAppend } from '../port/validate-append.js';
import { LogSubscription } from '../subscription/log-subscription.js';
import { COMMAND_INDEX, migrations } from './schema.js';

export type PostgresEventStoreOptions = Readonly<{
  /** how often a subscription looks for appends of other processes, in ms; those of this process wake it at once */
  pollMs?: number;
  /** how long to wait for a database that is away, in ms, before the answer is {@link StoreBusy} */
  retryForMs?: number;
}>;

type Outcome = PromiseSettledResult<Appended>;
type OutcomeRow = Readonly<{
  outcome: 'appended' | 'duplicate' | 'refused';
  at_revision: number;
  at_position: string;
  fingerprint: string | null;
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
const NO_EVENTS = -1;
const ANY_REVISION = -2;
/** Nothing lies behind the largest bigint. */
const LAST_POSITION = '9223372036854775807';
const LAST_REVISION = 2_147_483_647;
/** A query without an answer for so long has lost its connection. An append that ran all the same is found by its command id. */
const QUERY_TIMEOUT_MS = 10_000;

/**
 * The log in PostgreSQL (see postgres-schema.ts for how it keeps order). The pool belongs to the caller, who ends it after `close()`; give it a
 * `connectionTimeoutMillis`, so that a database that cannot be reached is noticed.
 */
export class PostgresEventStore implements EventStore {
  readonly #schema: string;
  readonly #retryForMs: number;
  readonly #queue = new AppendQueue((batch) => this.#write(batch), QUEUE);
  readonly #subscription: LogSubscription;
  readonly #closed = new AbortController();

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

  /** Creates what is missing; any number of processes may do so at once. */
  async migrate(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${this.#schema}`]);
      const { rowCount: exists } = await client.query('select from pg_namespace where nspname = $1', [this.#schema]);
      if (!exists) await client.query(`create schema ${this.#schema}`);
      await client.query(
        `create table if not exists ${this.#schema}.migrations (version int primary key, applied_at timestamptz not null default now())`,
      );
      const { rows } = await client.query<{ version: number }>(
        `select coalesce(max(version), 0) as version from ${this.#schema}.migrations`,
      );
      for (const [index, sql] of migrations(this.#schema).entries()) {
        const version = index + 1;
        if (version <= (rows[0]?.version ?? 0)) continue;
        await client.query(sql);
        await client.query(`insert into ${this.#schema}.migrations (version) values ($1)`, [version]);
      }
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
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
    // A limit of null is none.
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

  /** Does not wait for a database that is away: who asks for the head may be asking whether it is there. */
  async head(): Promise<string> {
    const [row] = await this.#query<{ position: string }>({
      text: `select position::text from ${this.#schema}.events order by events.position desc limit 1`,
    });
    return row?.position ?? START;
  }

  /** Positions have no gaps, so the last one is the number of events. */
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

  /** One batch in one round trip; a repeat after a lost answer is harmless, for the command ids keep an append from happening twice. */
  async #write(batch: readonly ValidAppend[]): Promise<Outcome[]> {
    const call = this.#callFor(batch);
    try {
      const rows = await this.#retryTransient(() => this.#query<OutcomeRow>(call));
      this.#subscription.notify();
      return rows.map((row, index) =>
        row.outcome === 'refused'
          ? refusal(batch[index] as ValidAppend, row.at_revision)
          : { status: 'fulfilled', value: answer(row) },
      );
    } catch (reason) {
      return reason instanceof StoreBusy
        ? batch.map(() => ({ status: 'rejected', reason }))
        : this.#writeOneByOne(batch, reason);
    }
  }

  #callFor(batch: readonly ValidAppend[]): QueryConfig {
    const [first] = batch;
    const [text, values] =
      batch.length === 1 && first?.events.length === 1
        ? [`select * from ${this.#schema}.append_one($1, $2, $3, $4, $5, $6, $7)`, oneEvent(first)]
        : [`select * from ${this.#schema}.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, columns(batch)];
    // Prepared by name: the plans behind it lie in the function, and are good for a log of any length.
    return { name: `${this.#schema}.append${values.length}`, text, values };
  }

  /** What no retry will heal is the fault of one append in the batch: the others are written without it. */
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

  /** What became of a command that is known to be there. */
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
   * Positions leave as text; to order by them, name the column of the table (`events.position`), or 10 comes before 9. The plan is made anew each
   * time: one that was made while the log was short would go on to scan a long one.
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

  /** True for an error that goes away by waiting. A pool that ends gives out no more connections. */
  #isTransient(error: unknown): boolean {
    return !this.pool.ending && isRetryable(error);
  }
}

const ignore = (): void => undefined;

/** The command was applied before, and the stream is all the same where the writer expected it. */
const isRepeat = (reason: unknown): boolean =>
  reason instanceof pg.DatabaseError && reason.code === '23505' && reason.constraint === COMMAND_INDEX;

const expectedRevision = ({ expected }: ValidAppend): number =>
  expected === 'none' ? NO_EVENTS : expected === 'any' ? ANY_REVISION : expected;

/** The arguments of the SQL function `append_one`. */
const oneEvent = (append: ValidAppend): unknown[] => {
  const { stream, commandId, events, metadata } = append;
  return [
    stream,
    expectedRevision(append),
    commandId,
    events[0]?.type,
    events[0]?.data,
    metadata,
    eventId(stream, commandId, 0),
  ];
};

/** The arguments of the SQL function `append_batch`. */
const columns = (batch: readonly ValidAppend[]): unknown[] => {
  const events = batch.flatMap(({ stream, commandId, events }, item) =>
    events.map(({ type, data }, index) => ({
      item: item + 1,
      nth: index + 1,
      type,
      data,
      id: eventId(stream, commandId, index),
    })),
  );
  return [
    batch.map(({ stream }) => stream),
    literal(batch.map(expectedRevision)),
    batch.map(({ commandId }) => commandId),
    literal(batch.map(({ events }) => events.length)),
    batch.map(({ metadata }) => metadata).join('\n'),
    literal(events.map(({ item }) => item)),
    literal(events.map(({ nth }) => nth)),
    events.map(({ type }) => type),
    events.map(({ data }) => data).join('\n'),
    literal(events.map(({ id }) => id)),
  ];
};

/** An array for PostgreSQL of values that need no quotes; the driver would quote each. */
const literal = (values: readonly (number | string)[]): string => `{${values.join(',')}}`;

const answer = ({ outcome, at_revision, at_position, fingerprint }: OutcomeRow): Appended => ({
  revision: at_revision,
  position: at_position,
  duplicate: outcome === 'duplicate',
  ...(fingerprint !== null && { fingerprint }),
});

const refusal = ({ stream, expected }: ValidAppend, actual: number): Outcome => ({
  status: 'rejected',
  reason: new WrongRevision(stream, expected, actual === NO_EVENTS ? undefined : actual),
});

const storedEvent = <E extends Message>({ event_id, recorded_at, ...row }: EventRow): StoredEvent<E> =>
  ({ ...row, id: event_id, recordedAt: recorded_at.toISOString() }) as unknown as StoredEvent<E>;
