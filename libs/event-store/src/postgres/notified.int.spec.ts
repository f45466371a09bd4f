import { randomUUID } from 'node:crypto';
import { Notifications, openPool } from '#postgres';
import { startPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { START } from '../port/event-store.js';
import { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store.js';

/** An interval longer than the spec: whatever wakes a subscription, no look does. */
const NEVER_MS = 3_600_000;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});
beforeEach(async () => {
  url = await postgres.createDatabase();
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(() => postgres.stop());

type Process = Readonly<{ store: PostgresEventStore; notifications: Notifications; lost: unknown[] }>;

/** A store with connections of its own, as another process has it. */
const processWith = async (
  options: PostgresEventStoreOptions,
  { isNotified = true, name = 'regie-spec' }: Readonly<{ isNotified?: boolean; name?: string }> = {},
): Promise<Process> => {
  const lost: unknown[] = [];
  const pool = openPool(url, { purpose: 'event-store', name: 'spec', max: 2 });
  const notifications = new Notifications(url, { name, lost: (error) => lost.push(error) });
  const store = new PostgresEventStore(pool, undefined, { notifications, ...options });
  open.push(async () => {
    await store.close();
    await notifications.close();
    await pool.end();
  });
  await store.migrate();
  if (isNotified) {
    notifications.start();
    await until(() => notifications.listening);
  }
  return { store, notifications, lost };
};

const add = (store: PostgresEventStore) =>
  store.append(randomUUID(), 'none', [{ type: 'Happened', data: {} }], { commandId: randomUUID() });

/** Follows the log from its start. `seen` grows with each event. */
const follow = ({ store }: Process): readonly string[] => {
  const seen: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const page of store.subscribe(START, stop.signal)) seen.push(...page.map(({ position }) => position));
  })();
  open.push(async () => {
    stop.abort();
    await done;
  });
  return seen;
};
const upTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

/** Appends events, each after the one before was seen. So the subscription waits when the next one comes. */
const addOneByOne = async ({ store }: Process, seen: readonly string[]): Promise<void> => {
  for (let count = 1; count <= 3; count++) {
    await add(store);
    await until(() => seen.length === count);
  }
  expect(seen).toEqual(upTo(3));
};

/** Ends the connection that listens, of every process with this name. */
const endConnections = async (name: string): Promise<void> => {
  const pool = openPool(url, { purpose: 'checks', name: 'spec', max: 1 });
  await pool.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [name]);
  await pool.end();
};

describe('a subscription in another process', () => {
  it('is woken by the notification of an append, without a look', async () => {
    const [writer, reader] = [await processWith({}), await processWith({ lookMs: NEVER_MS, pollMs: NEVER_MS })];
    const seen = follow(reader);
    await addOneByOne(writer, seen);
  });

  it('gets the last of many appends, whose notifications were combined', async () => {
    const [writer, reader] = [await processWith({}), await processWith({ lookMs: NEVER_MS, pollMs: NEVER_MS })];
    const seen = follow(reader);
    await Promise.all(Array.from({ length: 50 }, () => add(writer.store)));
    for (let each = 0; each < 50; each++) await add(writer.store);
    await until(() => seen.length === 100);
    expect(seen).toEqual(upTo(100));
  });

  it('looks for itself at the longer interval when a notification is lost', async () => {
    const [writer, reader] = [
      await processWith({}, { isNotified: false }),
      await processWith({ lookMs: 50, pollMs: NEVER_MS }),
    ];
    const seen = follow(reader);
    await addOneByOne(writer, seen);
  });

  it('looks for itself at the shorter interval while notifications are off', async () => {
    const off = { isNotified: false };
    const [writer, reader] = [await processWith({}, off), await processWith({ lookMs: NEVER_MS, pollMs: 20 }, off)];
    const seen = follow(reader);
    await addOneByOne(writer, seen);
    expect(reader.notifications.listening).toBe(false);
  });

  it('misses nothing while its connection for notifications is ended again and again', async () => {
    const writer = await processWith({});
    const reader = await processWith({ lookMs: NEVER_MS, pollMs: NEVER_MS }, { name: 'regie-ended' });
    const seen = follow(reader);
    for (let round = 1; round <= 5; round++) {
      await endConnections('regie-ended');
      await add(writer.store);
      await until(() => seen.length === 2 * round - 1 && reader.notifications.listening);
      await add(writer.store);
      await until(() => seen.length === 2 * round);
    }
    expect(seen).toEqual(upTo(10));
    expect(reader.lost.length).toBeGreaterThanOrEqual(5);
  });

  it('is notified after the connection of the writer was ended', async () => {
    const writer = await processWith({}, { name: 'regie-ended' });
    const seen = follow(await processWith({ lookMs: NEVER_MS, pollMs: NEVER_MS }));
    for (let count = 1; count <= 5; count++) {
      await endConnections('regie-ended');
      await add(writer.store);
      await until(() => seen.length === count);
    }
  });
});
