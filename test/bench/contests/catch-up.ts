import { DataSource } from 'typeorm';
import { START, type StoredEvent } from '#event-store';
import { applyPage, LOG, PLATFORM_MIGRATIONS } from '#messaging';
import { typeParsers } from '#postgres';
import type { Contest, OpenSide } from '../contest.js';
import { ourStore } from './stores.js';
import { fill } from './writers.js';

/** The page size of a log subscription. */
const PAGE = 1_000;

type Query = (sql: string, values: unknown[]) => Promise<unknown>;

/** Both ways of writing one row for each stream: event by event like `apply` of a read model, or a page at once like `applyAll`. */
const UPSERT =
  'on conflict (stream) do update set events = progress.events + excluded.events, last_at = excluded.last_at';
const each = async (page: readonly StoredEvent[], query: Query): Promise<void> => {
  for (const { stream, recordedAt } of page)
    await query(`insert into progress values ($1, 1, $2) ${UPSERT}`, [stream, recordedAt]);
};
const atOnce = async (page: readonly StoredEvent[], query: Query): Promise<void> => {
  await query(
    `insert into progress select stream, count(*), max(last_at) from unnest($1::text[], $2::timestamptz[]) e (stream, last_at) group by stream ${UPSERT}`,
    [page.map(({ stream }) => stream), page.map(({ recordedAt }) => recordedAt)],
  );
};

const WAYS = {
  'catch-up': { apply: atOnce, goal: 10, how: 'a page at once' },
  'catch-up-each': { apply: each, goal: 3, how: 'a page in one transaction, event by event' },
};

/** Applies a page of events that follow the position `after`. */
type Handle = (db: DataSource, page: readonly StoredEvent[], after: string) => Promise<void>;

/**
 * Measures a projection from the beginning of the log. Our side works like every read model of the hub: one transaction
 * for a page and its checkpoint. The peer works as in textbooks: one transaction for each event and its checkpoint.
 * Neither waits for the disk.
 */
export const catchUp = (name: keyof typeof WAYS, events: number): Contest => {
  const handlePage: Handle = (db, page, after) =>
    applyPage(db, 'bench', after, { source: LOG, events: page, upTo: page.at(-1)!.position }, (fresh, tx) =>
      WAYS[name].apply(fresh, (sql, values) => tx.query(sql, values)),
    );
  return {
    name,
    question: `a projection over ${events} events, ${WAYS[name].how}, against one event per transaction`,
    unit: 'events/s',
    goal: WAYS[name].goal,
    ours: projecting(events, handlePage),
    peer: projecting(events, handleEach, AS_APPLY_PAGE),
  };
};

const handleEach: Handle = async (db, page) => {
  for (const event of page) {
    await db.transaction(async (tx) => {
      await each([event], (sql, values) => tx.query(sql, values));
      await tx.query(
        `insert into checkpoints values ('bench', $1, $2) on conflict (processor, source) do update set position = excluded.position`,
        [LOG, event.position],
      );
    });
  }
};

/** The options of the peer's connections: commits do not wait for the disk, as those of `applyPage` do not either. */
const AS_APPLY_PAGE = '-c synchronous_commit=off';

const projecting =
  (events: number, handle: Handle, options = ''): OpenSide =>
  async ({ createDatabase, onProgress }) => {
    const url = await createDatabase();
    const { store, append, close } = await ourStore(url);
    onProgress(`writing ${events} events`);
    await fill(events, append);
    const db = await openDatabase(url, options);
    const fromTheStart = async (): Promise<number> => {
      let handled = 0;
      for (let after = START; ;) {
        const page = await store.readAll(after, PAGE);
        if (page.length > 0) await handle(db, page, after);
        handled += page.length;
        if (page.length < PAGE) return handled;
        after = page.at(-1)!.position;
      }
    };
    return {
      run: async (measure) => {
        await db.query('truncate progress, checkpoints');
        return measure(fromTheStart);
      },
      close: async () => {
        await db.destroy();
        await close();
      },
    };
  };

const openDatabase = async (url: string, options: string): Promise<DataSource> => {
  const db = await new DataSource({
    type: 'postgres',
    url,
    migrations: PLATFORM_MIGRATIONS,
    migrationsRun: true,
    extra: { max: 2, options, types: typeParsers },
  }).initialize();
  await db.query('create table progress (stream text primary key, events int not null, last_at timestamptz not null)');
  return db;
};
