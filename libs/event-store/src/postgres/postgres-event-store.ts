import type { Pool } from 'pg';
import type { Message } from '#kernel';
import type { Notifications } from '#postgres';
import { AppendQueue } from '../port/append-queue.js';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  CLOCK_SAMPLE,
  type Clocks,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
} from '../port/event-store.js';
import { LOOK_UP_FOR_MS } from '../port/look-up.js';
import { isStorable, validateAppend } from '../port/validate-append.js';
import { LogSubscription } from '../subscription/log-subscription.js';
import type { LogPage, PageLimit } from '../subscription/recent-events.js';
import { answer, type OutcomeRow } from './append-call.js';
import { Appender } from './appender.js';
import { ClockCheck } from './clock-check.js';
import { migrate } from './schema.js';
import { Statements } from './statements.js';
import { WritableCheck } from './writable-check.js';

export type PostgresEventStoreOptions = Readonly<{
  /** sends the appends of this process to others, and receives theirs; the caller starts and closes it */
  notifications?: Notifications;
  /** interval between looks for appends of other processes while notifications arrive, in ms */
  lookMs?: number;
  /** the same interval while none arrive, in ms; appends of this process wake a subscription at once */
  pollMs?: number;
  /** time to wait for an unavailable database, in ms, before {@link StoreBusy} */
  retryForMs?: number;
  /** further time to look up an append whose response was lost, in ms */
  lookUpForMs?: number;
  /** the clock of this process */
  now?: () => number;
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

const LOOK_MS = 2_000;
const QUEUE = { lanes: 2, worthALane: 16, maxBatch: 256 };
/** The largest bigint: no position comes after it. */
const LAST_POSITION = '9223372036854775807';
const LAST_REVISION = 2_147_483_647;

/**
 * The log in PostgreSQL (sql/events-table.ts explains the order of positions). The caller owns the pool and ends it after `close()`. The pool needs a
 * `connectionTimeoutMillis`, so that an unreachable database is noticed.
 */
export class PostgresEventStore implements EventStore {
  readonly #schema: string;
  readonly #statements: Statements;
  readonly #clock: ClockCheck;
  readonly #writable: WritableCheck;
  readonly #queue: AppendQueue;
  readonly #subscription: LogSubscription;
  readonly #closed = new AbortController();
  readonly #unlisten: (() => void) | undefined;

  constructor(
    private readonly pool: Pool,
    schema = 'event_store',
    {
      notifications,
      lookMs = LOOK_MS,
      pollMs = 100,
      retryForMs = 10_000,
      lookUpForMs = LOOK_UP_FOR_MS,
      now = Date.now,
    }: PostgresEventStoreOptions = {},
  ) {
    if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) throw new RangeError(`not a schema name: ${JSON.stringify(schema)}`);
    this.#schema = schema;
    this.#statements = new Statements(pool, retryForMs);
    this.#clock = new ClockCheck(now);
    this.#writable = new WritableCheck(schema, this.#statements, this.#clock);
    this.#subscription = new LogSubscription({
      read: (position, limit) => this.#pageOfLimit(position, limit),
      pollMs,
      lookMs: () => (notifications?.listening ? lookMs : pollMs),
      isTransient: (error) => this.#statements.isTransient(error),
    });
    this.#unlisten = notifications?.onNotify(schema, () => this.#subscription.notify());
    const appender = new Appender({
      schema,
      statements: this.#statements,
      clock: this.#clock,
      lookUpForMs,
      appended: () => {
        this.#writable.appended();
        this.#subscription.notify();
        notifications?.notify(schema);
      },
    });
    this.#queue = new AppendQueue((batch) => appender.write(batch), QUEUE);
  }

  /** Creates the missing parts of the schema. Any number of processes may call this at once. */
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
    const [row] = await this.#statements.retryTransient(() =>
      this.#statements.query<OutcomeRow>({
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
    return this.#statements.retryTransient(() =>
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
    return this.#statements.retryTransient(() =>
      this.#events<E>('where stream = $1 and revision < $2 order by revision desc limit $3', [stream, before, limit]),
    );
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    return this.#statements.retryTransient(() => this.#page(after, limit));
  }

  async readAllBackwards(limit: number, before: string = LAST_POSITION): Promise<StoredEvent[]> {
    checkPosition(before);
    checkLimit(limit);
    const end = comparePositions(before, LAST_POSITION) > 0 ? LAST_POSITION : before;
    return this.#statements.retryTransient(() =>
      this.#events('where position < $1 order by events.position desc limit $2', [end, limit]),
    );
  }

  /** Does not wait for an unavailable database: the caller may be checking its availability. */
  async head(): Promise<string> {
    const [row] = await this.#statements.query<{ position: string }>({
      text: `select position::text from ${this.#schema}.events order by events.position desc limit 1`,
    });
    return row?.position ?? START;
  }

  checkWritable(): Promise<void> {
    return this.#writable.check();
  }

  /** Counts by the last position, because positions have no gaps. */
  async statistics(): Promise<Statistics> {
    const [row] = await this.#statements.query<{ bytes: string }>({
      text: `select pg_total_relation_size('${this.#schema}.events') as bytes`,
    });
    const head = await this.head();
    return { head, events: Number(head), bytes: Number(row?.bytes) };
  }

  /**
   * Looks at the last events only. An earlier event that is ahead of the clock shows up at the next append to its
   * stream, which gets the same time.
   */
  async clocks(): Promise<Clocks> {
    const client = await this.#statements.connection();
    try {
      const offsetMs = await this.#clock.measure(client);
      const { rows } = await client.query<{ ahead: number | null }>(
        `select (extract(epoch from max(recorded_at) - clock_timestamp()) * 1000)::float8 as ahead
         from (select recorded_at from ${this.#schema}.events order by events.position desc limit ${CLOCK_SAMPLE}) last`,
      );
      return { offsetMs, aheadMs: Math.max(0, Math.round(rows[0]?.ahead ?? 0)) };
    } finally {
      client.release();
    }
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return this.#subscription.follow(after, AbortSignal.any([signal, this.#closed.signal]));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#unlisten?.();
    await this.#queue.drained();
  }

  async #page(after: string, limit: number): Promise<StoredEvent[]> {
    checkPosition(after);
    checkLimit(limit);
    if (comparePositions(after, LAST_POSITION) >= 0) return [];
    return this.#events('where position > $1 order by events.position limit $2', [after, limit]);
  }

  /**
   * Reads a page whose data has a bounded size; its first event may be larger. The inner query only adds up sizes, so
   * that the events beyond the limit are never sent.
   */
  async #pageOfLimit(after: string, { events, bytes }: PageLimit): Promise<LogPage> {
    if (comparePositions(after, LAST_POSITION) >= 0) return { events: [], bytes: 0 };
    const rows = await this.#statements.query<EventRow & { bytes: string }>({
      text: `select position::text, stream, revision, type, data, metadata, event_id, recorded_at, bytes::text
               from (select *, sum(octet_length(data::text)) over (order by page.position) as bytes
                       from (select * from ${this.#schema}.events where position > $1 order by position limit $2) page) page
              where bytes <= $3 or position = (select min(position) from ${this.#schema}.events where position > $1)
              order by page.position`,
      values: [after, events, bytes],
    });
    const size = Number(rows.at(-1)?.bytes ?? 0);
    return { events: rows.map(({ bytes: _, ...row }) => storedEvent(row)), bytes: size };
  }

  /**
   * Reads rows of the log. The result has `position` as text, so a clause must order by the column `events.position`:
   * as text, 10 comes before 9.
   * Each query is planned anew, because a plan from when the log was short would scan a long log.
   */
  async #events<E extends Message>(clause: string, values: readonly unknown[]): Promise<StoredEvent<E>[]> {
    const rows = await this.#statements.query<EventRow>({
      text: `select position::text, stream, revision, type, data, metadata, event_id, recorded_at from ${this.#schema}.events ${clause}`,
      values: [...values],
    });
    return rows.map(storedEvent<E>);
  }
}

const storedEvent = <E extends Message>({ event_id, recorded_at, ...row }: EventRow): StoredEvent<E> =>
  ({ ...row, id: event_id, recordedAt: recorded_at.toISOString() }) as unknown as StoredEvent<E>;
