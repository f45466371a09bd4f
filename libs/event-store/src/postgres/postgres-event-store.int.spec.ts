import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Command, Message } from '#kernel';
import { typeParsers } from '#postgres';
import { FaultProxy } from '#testing/fault-proxy';
import { startPostgres } from '#testing/postgres';
import { handle } from '../command-handler.js';
import {
  type EventStore,
  InvalidAppend,
  MAX_APPEND_BYTES,
  MAX_EVENT_BYTES,
  NotWritable,
  OutcomeUnknown,
  START,
  StoreBusy,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';
import type { StreamDecider } from '../state/load-state.js';
import { StateCache } from '../state/state-cache.js';
import { writeConcurrently } from '../testing/concurrent-writers.js';
import { eventStoreConformance } from '../testing/conformance.js';
import { eventStoreProperties } from '../testing/store-properties.js';
import { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store.js';
import { PostgresSnapshots } from './postgres-snapshots.js';
import { turn } from './sql/append.js';

const { jest } = import.meta;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
let admin: pg.Pool;
const open: (() => Promise<unknown>)[] = [];
let schemas = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  admin = poolOn(url);
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(async () => {
  await admin.end();
  await postgres.stop();
});

const poolOn = (connectionString: string, max = 10): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max, types: typeParsers });
  // The tests end backends; the errors of idle connections are expected.
  pool.on('error', () => undefined);
  return pool;
};
const freshSchema = async (): Promise<string> => {
  const schema = `store_${schemas++}`;
  await new PostgresEventStore(admin, schema).migrate();
  return schema;
};
/** Starts another process on the log, with its own connections. */
const processOn = (
  schema: string,
  connectionString = url,
  options: PostgresEventStoreOptions = {},
  max = 10,
): PostgresEventStore => {
  const pool = poolOn(connectionString, max);
  const store = new PostgresEventStore(pool, schema, options);
  open.push(async () => {
    await store.close();
    await pool.end();
  });
  return store;
};
/** A store whose only connection is in the middle of a transaction. */
const storeOn = (client: pg.PoolClient, schema: string): PostgresEventStore => {
  const query = client.query.bind(client);
  const lent = { query, listeners: () => [], on: () => undefined, release: () => undefined };
  return new PostgresEventStore(Object.assign(new pg.Pool(), { connect: async () => lent }), schema);
};
const happened = (n: number): Message => ({ type: 'Happened', data: { n } });
const add = (store: EventStore, stream: string, n = 0): ReturnType<EventStore['append']> =>
  store.append(stream, 'any', [happened(n)], { commandId: randomUUID() });
const positionsIn = async (schema: string): Promise<string[]> =>
  (
    await admin.query<{ position: string }>(`select position::text from ${schema}.events order by events.position`)
  ).rows.map(({ position }) => position);
const upTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

eventStoreConformance('PostgresEventStore', async () => {
  const pool = poolOn(url);
  const schema = await freshSchema();
  const store = new PostgresEventStore(pool, schema);
  return {
    store,
    // The clock of the database cannot be changed for one append, so the recorded time is changed afterwards.
    appendAhead: async (stream, ms) => {
      const { position } = await add(store, stream);
      await admin.query(
        `update ${schema}.events set recorded_at = recorded_at + interval '1 millisecond' * $2 where position = $1`,
        [position, ms],
      );
    },
    withClock: (ms) => new PostgresEventStore(pool, schema, { now: () => Date.now() + ms }),
    close: () => pool.end(),
  };
});

eventStoreProperties('PostgresEventStore', async () => processOn(await freshSchema()));

/** The seed in `REGIE_TEST_SEED` repeats a failed run; the message of the failure names it. */
const seed = Number(process.env.REGIE_TEST_SEED ?? Math.floor(Math.random() * 1_000_000));

describe('sixteen concurrent writers in two processes', () => {
  it('leave a history without gaps, inversions, doubles or losses', async () => {
    const schema = await freshSchema();
    const stores = [processOn(schema), processOn(schema)];
    expect({
      seed,
      problems: await writeConcurrently({ stores, writers: 16, operations: 4_000, streams: 30, seed, gapless: true }),
    }).toEqual({ seed, problems: [] });
  });

  it('leave such a history also while backends are ended', async () => {
    const schema = await freshSchema();
    const stores = [processOn(schema), processOn(schema)];
    let over = false;
    const terminator = (async () => {
      while (!over) {
        await setTimeout(20 + Math.random() * 80);
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query like '%${schema}.append%'`,
        );
      }
    })();
    const problems = await writeConcurrently({
      stores,
      writers: 16,
      operations: 2_000,
      streams: 20,
      seed,
      gapless: true,
    }).finally(() => {
      over = true;
      return terminator;
    });
    expect({ seed, problems }).toEqual({ seed, problems: [] });
  });
});

describe('the schema of the log', () => {
  it('is created once by five processes that start together, and stays at the next start', async () => {
    const stores = Array.from({ length: 5 }, () => new PostgresEventStore(admin, 'started_together'));
    await Promise.all(stores.map((store) => store.migrate()));
    await add(processOn('started_together'), 'a');
    await stores[0]?.migrate();
    expect(await positionsIn('started_together')).toEqual(['1']);
    expect((await admin.query('select version from started_together.migrations')).rows).toEqual([
      { version: 1 },
      { version: 2 },
      { version: 3 },
    ]);
  });

  it('must have a name of lower-case letters, digits and underscores', () => {
    for (const schema of ['', 'a b', 'a"; drop', 'Upper', 'x'.repeat(41)])
      expect(() => new PostgresEventStore(admin, schema)).toThrow(RangeError);
  });
});

describe('positions', () => {
  it('have no gaps, in spite of refusals and repeats in between', async () => {
    const schema = await freshSchema();
    const stores = [processOn(schema), processOn(schema)];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) =>
        (stores[n % 2] as EventStore).append(`s${n % 5}`, n % 3 ? 'any' : n, [happened(n), happened(n)], {
          commandId: String(n % 100),
        }),
      ),
    );
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value.duplicate)).toBe(true);
    const positions = await positionsIn(schema);
    expect(positions).toEqual(upTo(positions.length));
  });

  it('have times that never run backwards in a stream, even when the clock of the database does', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    await add(store, 'a');
    await admin.query(`update ${schema}.events set recorded_at = '2999-01-01T00:00:00.123Z'`);
    await Promise.all([add(store, 'a'), add(store, 'b')]);
    expect((await store.read('a')).map(({ recordedAt }) => recordedAt)).toEqual([
      '2999-01-01T00:00:00.123Z',
      '2999-01-01T00:00:00.123Z',
    ]);
  });
});

describe('the clock of the database', () => {
  /** A process with one connection, a clock of its own, and the statements that it sends about clocks. */
  const processWithClock = async () => {
    const asked: string[] = [];
    const pool = poolOn(url, 1);
    pool.on('connect', (client) => {
      const query = client.query.bind(client);
      Object.assign(client, {
        query: (...args: [{ text?: string } | string]) => {
          const text = typeof args[0] === 'string' ? args[0] : String(args[0].text);
          if (text.startsWith('select (extract')) asked.push(text);
          return query(...(args as unknown as [string]));
        },
      });
    });
    const clock = { ahead: 0 };
    const store = new PostgresEventStore(pool, await freshSchema(), { now: () => Date.now() + clock.ahead });
    open.push(async () => {
      await store.close();
      await pool.end();
    });
    return { store, clock, asked, pool };
  };

  it('is read once for each connection, not for each append', async () => {
    const { store, asked } = await processWithClock();
    for (let n = 0; n < 20; n++) await add(store, 'a', n);
    expect(asked).toHaveLength(1);
  });

  it('is read again after a minute', async () => {
    const { store, asked } = await processWithClock();
    await add(store, 'a');
    const later = performance.now() + 61_000;
    const passed = jest.spyOn(performance, 'now').mockImplementation(() => later);
    await add(store, 'a').finally(() => passed.mockRestore());
    expect(asked).toHaveLength(2);
  });

  it('is read again at once when the clock of the process jumps, and appends succeed as soon as it is right', async () => {
    const { store, clock } = await processWithClock();
    await add(store, 'a');
    clock.ahead = 120_000;
    await expect(add(store, 'a')).rejects.toMatchObject({
      name: 'ClocksDiffer',
      message: 'the clock of the database is 120 s behind that of this process',
    });
    clock.ahead = 0;
    expect(await add(store, 'a')).toMatchObject({ revision: 1 });
  });
});

describe('concurrent appends of a process', () => {
  it('share a transaction, each with its own outcome', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    await store.append('taken', 'none', [happened(0)], { commandId: 'first', fingerprint: 'f' });
    const [lost, repeated, ...others] = await Promise.all([
      store.append('taken', 'none', [happened(1)], { commandId: 'second' }).catch((error: unknown) => error),
      store
        .append('other', 'none', [happened(1)], { commandId: 'o' })
        .then(() => store.append('other', 'none', [happened(1)], { commandId: 'o' })),
      ...Array.from({ length: 62 }, (_, n) => add(store, `s${n}`, n)),
    ]);
    expect(lost).toBeInstanceOf(WrongRevision);
    expect(repeated).toMatchObject({ duplicate: true });
    expect(others.every(({ duplicate }) => !duplicate)).toBe(true);
    const { rows } = await admin.query<{ transactions: number }>(
      `select count(distinct xmin::text)::int as transactions from ${schema}.events`,
    );
    // One transaction for the first append, and two that may run together for the 63 others.
    expect(rows[0]?.transactions).toBe(3);
  });

  it('are written even when one repeats a command that only the unique index knows', async () => {
    const store = processOn(await freshSchema());
    const first = await store.append('a', 'none', [happened(0)], { commandId: 'c' });
    const [repeat, ...others] = await Promise.all([
      store.append('a', first.revision, [happened(0)], { commandId: 'c' }),
      ...Array.from({ length: 20 }, (_, n) => add(store, `s${n}`, n)),
    ]);
    expect(repeat).toEqual({ ...first, duplicate: true });
    expect(others.every(({ duplicate }) => !duplicate)).toBe(true);
    expect(await store.head()).toBe('21');
  });

  it('fail with the reason under another isolation level than READ COMMITTED', async () => {
    const schema = await freshSchema();
    const pool = poolOn(`${url}?options=-c%20default_transaction_isolation%3Dserializable`, 2);
    const store = new PostgresEventStore(pool, schema);
    for (const events of [[happened(1)], [happened(1), happened(2)]]) {
      await expect(store.append('a', 'none', events, { commandId: 'c' })).rejects.toThrow('READ COMMITTED');
    }
    await pool.end();
    expect(await positionsIn(schema)).toEqual([]);
  });

  it('see the events that were committed while they waited for their turn', async () => {
    const schema = await freshSchema();
    const [here, there] = [processOn(schema), processOn(schema)];
    await add(here, 'a');
    for (const sizes of [1, 2]) {
      const client = await admin.connect();
      await client.query(`begin; select ${turn(schema)}`);
      const waiting = [here, there].map((store) =>
        store.append(
          'a',
          'any',
          Array.from({ length: sizes }, (_, n) => happened(n)),
          { commandId: `size ${sizes}` },
        ),
      );
      const settled = jest.fn();
      for (const append of waiting) append.then(settled, settled);
      await setTimeout(100);
      const settledMeanwhile = settled.mock.calls.length;
      await client.query('commit');
      client.release();
      expect(settledMeanwhile).toBe(0);
      expect((await Promise.all(waiting)).map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
    }
    expect(await positionsIn(schema)).toEqual(upTo(4));
  });

  it('succeed without the one that the database refuses', async () => {
    const schema = await freshSchema();
    await admin.query(`alter table ${schema}.events add check (type <> 'Poison')`);
    const store = processOn(schema);
    const poison = store
      .append('p', 'none', [{ type: 'Poison', data: {} }], { commandId: 'p' })
      .catch((error: unknown) => (error as Error).message);
    const others = await Promise.all(Array.from({ length: 10 }, (_, n) => add(store, `s${n}`, n)));
    expect(others).toHaveLength(10);
    expect(await poison).toContain('check constraint');
    expect(await positionsIn(schema)).toEqual(upTo(10));
  });
});

describe('a reader beside a slow writer that has not committed yet', () => {
  /** A log with a slow and a fast writer at the same time. */
  type WrittenTwice = Readonly<{
    /** writes without a commit; the returned function commits */
    slow(): Promise<() => Promise<unknown>>;
    fast(): Promise<unknown>;
    read(after: string): Promise<readonly Readonly<{ position: string; who: string }>[]>;
  }>;

  /** Returns the writers that a reader skipped, when it always continues after its last position. */
  const skippedIn = async (log: WrittenTwice): Promise<string[]> => {
    const seen: string[] = [];
    let after = START;
    const look = async (): Promise<void> => {
      const page = await log.read(after);
      seen.push(...page.map(({ who }) => who));
      after = page.at(-1)?.position ?? after;
    };
    const commit = await log.slow();
    const fast = log.fast();
    for (let looks = 0; looks < 20; looks++) {
      await look();
      await setTimeout(10);
    }
    await commit();
    await fast;
    await look();
    return ['slow', 'fast'].filter((who) => !seen.includes(who));
  };

  it('skips no event of the event store', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    const slow = async (): Promise<() => Promise<unknown>> => {
      const client = await admin.connect();
      await client.query('begin');
      await add(storeOn(client, schema), 'slow');
      return () => client.query('commit').finally(() => client.release());
    };
    const read = async (after: string) =>
      (await store.readAll(after, 10)).map(({ position, stream }) => ({ position, who: stream }));
    expect(await skippedIn({ slow, fast: () => add(store, 'fast'), read })).toEqual([]);
    expect((await store.readAll(START, 10)).map(({ stream }) => stream)).toEqual(['slow', 'fast']);
  });

  it('skips a row of a table whose positions come from a sequence, and this suite notices it', async () => {
    await admin.query('create table naive (position bigserial primary key, who text)');
    const write = 'insert into naive (who) values ($1)';
    const slow = async (): Promise<() => Promise<unknown>> => {
      const client = await admin.connect();
      await client.query('begin');
      await client.query(write, ['slow']);
      return () => client.query('commit').finally(() => client.release());
    };
    const read = async (after: string) =>
      (
        await admin.query<{ position: string; who: string }>(
          'select position, who from naive where position > $1 order by position',
          [after],
        )
      ).rows;
    expect(await skippedIn({ slow, fast: () => admin.query(write, ['fast']), read })).toEqual(['slow']);
  });

  it('gets the events of a stream in order, even when the transaction of the later one began first', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    const client = await admin.connect();
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    await add(store, 'a', 1);
    await add(storeOn(client, schema), 'a', 2);
    await client.query('commit');
    client.release();
    expect((await store.readAll(START, 10)).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);
    // A reader that orders by transaction would return them in the wrong order, and this test would notice it.
    const { rows } = await admin.query<{ n: number }>(
      `select (data ->> 'n')::int as n from ${schema}.events order by xmin::text::bigint, position`,
    );
    expect(rows.map(({ n }) => n)).toEqual([2, 1]);
  });

  it('does not wait for a long transaction in another database', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    const elsewhere = new pg.Client({ connectionString: await postgres.createDatabase(), types: typeParsers });
    await elsewhere.connect();
    await elsewhere.query('begin; create table something (a int)');
    const page = store.subscribe(START, new AbortController().signal)[Symbol.asyncIterator]().next();
    await add(store, 'a');
    expect((await page).value).toHaveLength(1);
    // A reader that stops before the oldest transaction of the server would see nothing yet.
    const { rows } = await admin.query(
      `select from ${schema}.events where xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
    );
    expect(rows).toHaveLength(0);
    await elsewhere.end();
  });

  it('sees whole appends only, without gaps, while batches commit', async () => {
    const schema = await freshSchema();
    const [store, reader] = [processOn(schema), processOn(schema)];
    const seen: StoredEvent[] = [];
    const total = 12 * 20 * 3;
    const polling = (async () => {
      while (seen.length < total) {
        const page = await reader.readAll(seen.at(-1)?.position ?? START, 1_000);
        expect(page.length % 3).toBe(0);
        seen.push(...page);
      }
    })();
    await Promise.all(
      Array.from({ length: 12 }, async (_, writer) => {
        for (let n = 0; n < 20; n++)
          await store.append(`s${writer}`, 'any', [happened(n), happened(n), happened(n)], { commandId: String(n) });
      }),
    );
    await polling;
    expect(seen.map(({ position }) => position)).toEqual(upTo(total));
  });

  it('does not wait for a writer that has the turn', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    await add(store, 'a');
    const client = await admin.connect();
    await client.query('begin');
    await client.query(`select ${turn(schema)}`);
    const stuck = add(store, 'a');
    expect(await store.readAll(START, 10)).toHaveLength(1);
    expect(await store.head()).toBe('1');
    await client.query('commit');
    client.release();
    await stuck;
  });
});

describe('a subscription over large events', () => {
  it('gets pages of a bounded size, and misses none', async () => {
    const store = processOn(await freshSchema());
    const large = { type: 'Large', data: { text: 'x'.repeat(MAX_EVENT_BYTES - 100) } };
    for (let n = 0; n < 3; n++) {
      await add(store, 's', n);
      await store.append('s', 'any', Array<Message>(12).fill(large), { commandId: randomUUID() });
    }
    const pages: StoredEvent[][] = [];
    for await (const page of store.subscribe(START, new AbortController().signal)) {
      pages.push(page);
      if (page.at(-1)!.position === '39') break;
    }
    expect(pages.flat().map(({ position }) => position)).toEqual(upTo(39));
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(1.1 * MAX_APPEND_BYTES);
    expect(pages.length).toBe(3);
  });
});

describe('two processes on one log', () => {
  it('see one order, and each is notified of the appends of the other', async () => {
    const schema = await freshSchema();
    const [here, there] = [processOn(schema), processOn(schema)];
    const total = 2 * 8 * 25;
    const follow = async (store: EventStore): Promise<StoredEvent[]> => {
      const seen: StoredEvent[] = [];
      for await (const page of store.subscribe(START, new AbortController().signal)) {
        seen.push(...page);
        if (seen.length >= total) break;
      }
      return seen;
    };
    const processors = [follow(here), follow(there)];
    await Promise.all(
      [here, there].flatMap((store) =>
        Array.from({ length: 8 }, async (_, writer) => {
          for (let n = 0; n < 25; n++) await add(store, `s${(writer + n) % 3}`, n);
        }),
      ),
    );
    const log = await here.readAll(START, 1_000);
    expect(log.map(({ position }) => position)).toEqual(upTo(total));
    for (const stream of ['s0', 's1', 's2']) {
      const revisions = log.filter((event) => event.stream === stream).map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => index));
    }
    for (const processor of processors) expect(await processor).toEqual(log);
  });

  it('apply a command once when both get it', async () => {
    const schema = await freshSchema();
    const stores = [processOn(schema), processOn(schema)];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (stores[n % 2] as EventStore).append('a', 'any', [happened(1), happened(2)], { commandId: 'c' }),
      ),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ position }) => position))).toEqual(new Set(['2']));
    expect(await positionsIn(schema)).toEqual(['1', '2']);
  });
});

describe('a long stream', () => {
  const by = { city: '44021', agency: 'stad-gent', role: 'worker', subject: 'someone' } as const;
  const nothing: Command = { type: 'Nothing', data: {}, by, now: '2026-07-01T10:00:00.000Z', today: '2026-07-01' };
  /** A decider that changes its own initial state, so that each use needs a new decider. */
  const register = (): StreamDecider<Command, Message, ReadonlySet<number>> => ({
    initialState: new Set(),
    decide: () => [],
    evolve: (state, event) => (state as Set<number>).add((event.data as { n: number }).n),
    snapshots: {
      version: 1,
      toBytes: (state) => Buffer.from(JSON.stringify([...state])),
      fromBytes: (bytes) => new Set(JSON.parse(bytes.toString()) as number[]),
    },
  });

  it('of 20,000 facts is read once, and is loaded from its snapshot the next time', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    for (let n = 0; n < 20_000; n += 1_000) {
      await store.append(
        'register',
        'any',
        Array.from({ length: 1_000 }, (_, i) => happened(n + i)),
        { commandId: String(n) },
      );
    }
    const snapshots = new PostgresSnapshots(admin, `snapshots_of_${schema}`);
    await Promise.all(Array.from({ length: 5 }, () => snapshots.migrate()));
    const reading = jest.spyOn(store, 'read');
    const load = async (): Promise<{ size: number; read: number }> => {
      reading.mockClear();
      const { state } = await handle(store, new StateCache(10, snapshots), register(), 'register', nothing, {
        commandId: 'c',
      });
      const pages = await Promise.all(reading.mock.results.map(({ value }) => value as Promise<readonly unknown[]>));
      return { size: state!.size, read: pages.flat().length };
    };
    // The load from a snapshot reads its last event, which shows that the snapshot is of this log.
    expect([await load(), await load()]).toEqual([
      { size: 20_000, read: 20_001 },
      { size: 20_000, read: 1 },
    ]);
  });

  it('has one snapshot for each version: the last one saved, even when it is of an older revision', async () => {
    const snapshots = new PostgresSnapshots(admin, 'snapshots_kept');
    await snapshots.migrate();
    const [older, newer] = [
      { revision: 5, eventId: randomUUID(), state: Buffer.from([1, 0]) },
      { revision: 9, eventId: randomUUID(), state: Buffer.from('É') },
    ];
    expect(await snapshots.load('a', 1)).toBeUndefined();
    await snapshots.save('a', 1, newer);
    await snapshots.save('a', 2, newer);
    await snapshots.save('a', 1, older);
    expect([await snapshots.load('a', 1), await snapshots.load('a', 2), await snapshots.load('b', 1)]).toEqual([
      older,
      newer,
      undefined,
    ]);
    expect(() => new PostgresSnapshots(admin, 'a b')).toThrow(RangeError);
  });

  it('loses the snapshots of versions that no process has saved for a week', async () => {
    const snapshots = new PostgresSnapshots(admin, 'snapshots_forgotten');
    await snapshots.migrate();
    const taken = { revision: 5, eventId: randomUUID(), state: Buffer.from('a') };
    for (const version of [1, 2]) await snapshots.save('a', version, taken);
    await admin.query(
      `update snapshots_forgotten.snapshots set taken_at = now() - interval '8 days' where version = 1`,
    );
    await snapshots.save('b', 3, taken);
    expect(await snapshots.load('a', 1)).toEqual(taken);
    await snapshots.save('a', 3, taken);
    expect([await snapshots.load('a', 1), await snapshots.load('a', 2)]).toEqual([undefined, taken]);
  });

  it('replaces the table of snapshots of a hub that stored them as JSON', async () => {
    await admin.query(
      'create schema snapshots_of_before; create table snapshots_of_before.snapshots (stream text, version int, state json)',
    );
    const snapshots = new PostgresSnapshots(admin, 'snapshots_of_before');
    const kept = { revision: 5, eventId: randomUUID(), state: Buffer.from('a') };
    await snapshots.migrate();
    await snapshots.save('a', 1, kept);
    await snapshots.migrate();
    expect(await snapshots.load('a', 1)).toEqual(kept);
  });
});

/** Takes the lock of appends; the returned function releases it. */
const lockOf = async (schema: string): Promise<() => Promise<void>> => {
  const holder = await admin.connect();
  await holder.query(`begin; select ${turn(schema)}`);
  return async () => {
    await holder.query('rollback');
    holder.release();
  };
};

describe('the store', () => {
  it('is not writable while another process keeps the lock of appends, and reports that in time', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    await store.checkWritable();
    const release = await lockOf(schema);
    const start = performance.now();
    await expect(store.checkWritable().finally(release)).rejects.toThrow(NotWritable);
    expect(performance.now() - start).toBeLessThan(4_000);
    await store.checkWritable();
  });

  it('is not writable on a database that is read-only', async () => {
    const schema = await freshSchema();
    const pool = poolOn(url, 1);
    await pool.query('set default_transaction_read_only = on');
    const store = new PostgresEventStore(pool, schema);
    await expect(store.checkWritable()).rejects.toThrow('the database is read-only');
    await store.close();
    await pool.end();
  });

  it('is not writable while its clock and that of the process differ by more than a minute', async () => {
    const store = processOn(await freshSchema(), url, { now: () => Date.now() - 120_000 });
    await expect(store.checkWritable()).rejects.toThrow(NotWritable);
    await expect(store.checkWritable()).rejects.toThrow('120 s ahead of that of this process');
  });

  it('does not take the lock of appends again shortly after an append', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    await add(store, 'a');
    const release = await lockOf(schema);
    await store.checkWritable().finally(release);
  });
});

describe('a store whose database or connection fails', () => {
  it('loses no acknowledged append and doubles none while backends are ended', async () => {
    const schema = await freshSchema();
    const store = processOn(schema);
    let writing = true;
    let ended = 0;
    const terminator = (async () => {
      while (writing) {
        // Backends end at any moment of an append, seldom enough for some appends to succeed.
        await setTimeout(20 + Math.random() * 80);
        const { rowCount } = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%${schema}.append%'`,
        );
        ended += rowCount ?? 0;
      }
    })();
    const acknowledged: string[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let n = 0; n < 40; n++) {
          const commandId = `${writer}/${n}`;
          const { revision } = await store.append(`s${writer % 6}`, 'any', [happened(n), happened(n)], { commandId });
          acknowledged.push(`s${writer % 6} ${commandId} ends at ${revision}`);
        }
      }),
    ).finally(() => {
      writing = false;
      return terminator;
    });
    expect(ended).toBeGreaterThan(0);
    const log = await store.readAll(START, 2_000);
    expect(log.map(({ position }) => position)).toEqual(upTo(20 * 40 * 2));
    const ends = log
      .filter((_, index) => index % 2 === 1)
      .map(({ stream, metadata, revision }) => `${stream} ${metadata.commandId} ends at ${revision}`);
    expect(ends.sort()).toEqual(acknowledged.sort());
  });

  it('applies an append once when its response was lost', async () => {
    const schema = await freshSchema();
    const way = await proxyTo(url);
    const store = processOn(schema, way.url, {}, 1);
    await store.append('a', 'none', [happened(1)], { commandId: 'before' });
    way.loseNextResponse();
    expect(await store.append('a', 0, [happened(2)], { commandId: 'lost', fingerprint: 'f' })).toEqual({
      revision: 1,
      position: '2',
      duplicate: true,
      fingerprint: 'f',
    });
    expect(way.lost()).toBe(1);
    expect(await positionsIn(schema)).toEqual(['1', '2']);
  });

  it('waits for the database, then appends and continues to read after its last position', async () => {
    const schema = await freshSchema();
    const way = await proxyTo(url);
    const [store, elsewhere] = [processOn(schema, way.url, { pollMs: 20 }), processOn(schema)];
    const seen: string[] = [];
    const reader = (async () => {
      for await (const page of store.subscribe(START, new AbortController().signal)) {
        seen.push(...page.map(({ stream }) => stream));
        if (seen.at(-1) === 'after') return;
      }
    })();
    await add(store, 'before');
    while (seen.length === 0) await setTimeout(5);
    await way.close();
    const pending = add(store, 'during');
    await add(elsewhere, 'meanwhile');
    await setTimeout(200);
    await way.open();
    await pending;
    await add(store, 'after');
    await reader;
    expect(seen).toEqual(['before', 'meanwhile', 'during', 'after']);
  });

  it('is busy when the time for retries is over, and accepts the same append later', async () => {
    const schema = await freshSchema();
    const way = await proxyTo(url);
    const store = processOn(schema, way.url, { retryForMs: 100 });
    await way.close();
    const busy = await store.append('a', 'none', [happened(1)], { commandId: 'c' }).catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(StoreBusy);
    expect(busy).toMatchObject({ retryAfter: 1, cause: { code: 'ECONNREFUSED' } });
    await expect(store.read('a')).rejects.toBeInstanceOf(StoreBusy);
    await expect(store.head()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await way.open();
    expect(await store.append('a', 'none', [happened(1)], { commandId: 'c' })).toMatchObject({ revision: 0 });
  });

  /** A store behind a proxy. New transactions on the server are read-only from the returned call on, except on `direct`. */
  const failedOver = async () => {
    const database = await postgres.createDatabase();
    const { proxy, url: behind } = await FaultProxy.before(database);
    open.push(() => proxy.close());
    const schema = 'event_store';
    const direct = processOn(schema, `${database}?options=-c%20default_transaction_read_only%3Doff`);
    await direct.migrate();
    const store = processOn(schema, behind, { retryForMs: 200, lookUpForMs: 1_000 }, 1);
    await store.append('a', 'none', [happened(0)], { commandId: 'before' });
    await admin.query(`alter database ${new URL(database).pathname.slice(1)} set default_transaction_read_only = on`);
    return { proxy, store, direct };
  };
  const appended = (store: EventStore) =>
    store.append('a', 0, [happened(1)], { commandId: 'c', fingerprint: 'f' }).catch((error: unknown) => error);

  it('answers as the first time when the answer was lost and the log can only be read', async () => {
    const { proxy, store, direct } = await failedOver();
    proxy.inject({ kind: 'half-open' });
    const answer = appended(store);
    await direct.applied('a', 'c').then(async function wait(found): Promise<unknown> {
      return (
        found ??
        setTimeout(10)
          .then(() => direct.applied('a', 'c'))
          .then(wait)
      );
    });
    proxy.cut();
    proxy.inject({ kind: 'none' });
    expect(await answer).toEqual({ revision: 1, position: '2', duplicate: true, fingerprint: 'f' });
  });

  it('does not know the outcome of an append that was sent and is not in the log', async () => {
    const { proxy, store } = await failedOver();
    proxy.inject({ kind: 'blackhole' });
    const answer = appended(store);
    await setTimeout(100);
    proxy.cut();
    proxy.inject({ kind: 'none' });
    const unknown = await answer;
    expect(unknown).toBeInstanceOf(OutcomeUnknown);
    expect(unknown).not.toBeInstanceOf(StoreBusy);
    expect(unknown).toMatchObject({ cause: { code: '25006' } });
  });

  it('knows that an append cannot arrive any more once its stream went on without it', async () => {
    const { proxy, store, direct } = await failedOver();
    proxy.inject({ kind: 'blackhole' });
    const answer = appended(store);
    await setTimeout(100);
    await add(direct, 'a');
    proxy.cut();
    proxy.inject({ kind: 'none' });
    expect(await answer).toMatchObject({ name: 'WrongRevision', expected: 0, actual: 1 });
  });

  it('knows that nothing was written when the server refuses every attempt, or the lock is not free in time', async () => {
    const other = await freshSchema();
    const impatient = processOn(other, `${url}?options=-c%20lock_timeout%3D50`, { retryForMs: 200 });
    await add(impatient, 'b');
    const release = await lockOf(other);
    const held = await add(impatient, 'b').catch((error: unknown) => error);
    await release();
    expect(held).toBeInstanceOf(StoreBusy);
    expect(held).toMatchObject({ cause: { code: '55P03' } });
    const pool = poolOn(`${url}?options=-c%20default_transaction_read_only%3Don`);
    open.push(() => pool.end());
    const refused = await add(new PostgresEventStore(pool, other, { retryForMs: 200 }), 'b').catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(StoreBusy);
    expect(refused).toMatchObject({ cause: { code: '25006' } });
  });

  it('fails at once when a retry would not help', async () => {
    const store = processOn('not_there');
    await expect(add(store, 'a')).rejects.toMatchObject({ code: '3F000' });
    await expect(
      store.subscribe(START, new AbortController().signal)[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ code: '42P01' });
    await expect(store.append('', 'none', [happened(1)], { commandId: 'c' })).rejects.toBeInstanceOf(InvalidAppend);
  });

  it('ends a subscription that waits for the database when its signal aborts', async () => {
    const way = await proxyTo(url);
    const store = processOn(await freshSchema(), way.url);
    const abort = new AbortController();
    const page = store.subscribe(START, abort.signal)[Symbol.asyncIterator]().next();
    await way.close();
    await setTimeout(50);
    abort.abort();
    expect(await page).toEqual({ done: true, value: undefined });
  });
});

/** A proxy before the database that can close, open again, and lose a response. */
const proxyTo = async (target: string) => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let losing = false;
  let lost = 0;
  let server: Server;
  const listen = (onPort: number): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((client) => {
        const database = connect(Number(port), hostname);
        for (const socket of [client, database]) {
          sockets.add(socket);
          socket
            .on('error', () => undefined)
            .on('close', () => {
              sockets.delete(socket);
              client.destroy();
              database.destroy();
            });
        }
        client.pipe(database);
        database.on('data', (answer) => {
          if (!losing) return void client.write(answer);
          losing = false;
          lost++;
          client.destroy();
        });
      }).listen(onPort, '127.0.0.1', resolve);
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const at = server!.address() as AddressInfo;
  open.push(() => close().catch(() => undefined));
  const way = new URL(target);
  way.hostname = '127.0.0.1';
  way.port = String(at.port);
  return {
    url: way.href,
    close,
    open: () => listen(at.port),
    loseNextResponse: () => {
      losing = true;
    },
    lost: () => lost,
  };
};
