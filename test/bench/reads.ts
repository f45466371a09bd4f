import { DataSource } from 'typeorm';
import { START, type StoredEvent } from '#event-store';
import { applyPage, LOG, PLATFORM_MIGRATIONS } from '#messaging';
import type { Contest } from './contest.js';
import type { BenchServer } from './server.js';
import { emmett, ourStore } from './stores.js';
import { type AppendOne, fill } from './writers.js';

/** What a subscription reads at once. */
const PAGE = 1_000;

/** The whole log in pages, parsed, as a projection gets it. */
export const readPages = (events: number, server: BenchServer): Contest => ({
  name: 'read-pages-emmett',
  question: `reading ${events} events in pages of ${PAGE}, against emmett-postgresql`,
  unit: 'events/s',
  goal: 1,
  open: async (say) => {
    const [us, them] = [await ourStore(await server.createDatabase()), await emmett(await server.createDatabase())];
    say(`writing ${events} events to both`);
    await Promise.all([us.append, them.append].map((append: AppendOne) => fill(events, append)));
    const ours = async (): Promise<number> => {
      let read = 0;
      for (let after = START; ;) {
        const page = await us.store.readAll(after, PAGE);
        read += page.length;
        if (page.length < PAGE) return read;
        after = page.at(-1)!.position;
      }
    };
    return {
      ours: () => perSecond(ours),
      peer: () => perSecond(() => them.readAll(PAGE)),
      close: async () => {
        await Promise.all([us.close(), them.close()]);
      },
    };
  },
});

type Query = (sql: string, values: unknown[]) => Promise<unknown>;

/** One row for each stream, written to for each event: event by event, or a page at once (as `apply` and `applyAll` of a read model do). */
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

/**
 * A projection that begins at the beginning. Ours is what every read model of the hub does: a page in one transaction with its checkpoint. The peer
 * is what the textbook does: a transaction for each event, with its checkpoint in it.
 */
export const catchUp = (name: keyof typeof WAYS, events: number, server: BenchServer): Contest => ({
  name,
  question: `a projection over ${events} events, ${WAYS[name].how}, against one event per transaction`,
  unit: 'events/s',
  goal: WAYS[name].goal,
  open: async (say) => {
    const url = await server.createDatabase();
    const us = await ourStore(url);
    say(`writing ${events} events`);
    await fill(events, us.append);
    const db = await new DataSource({
      type: 'postgres',
      url,
      migrations: PLATFORM_MIGRATIONS,
      migrationsRun: true,
      extra: { max: 2 },
    }).initialize();
    await db.query(
      'create table progress (stream text primary key, events int not null, last_at timestamptz not null)',
    );
    const fromTheStart = async (
      handle: (page: readonly StoredEvent[], after: string) => Promise<void>,
    ): Promise<number> => {
      await db.query('truncate progress, checkpoints');
      let result = 0;
      for (let after = START; ;) {
        const page = await us.store.readAll(after, PAGE);
        if (page.length > 0) await handle(page, after);
        result += page.length;
        if (page.length < PAGE) return result;
        after = page.at(-1)!.position;
      }
    };
    const ours = () =>
      fromTheStart((page, after) =>
        applyPage(db, 'bench', after, { source: LOG, events: page, upTo: page.at(-1)!.position }, (fresh, tx) =>
          WAYS[name].apply(fresh, (sql, values) => tx.query(sql, values)),
        ),
      );
    const peer = () =>
      fromTheStart(async (page) => {
        for (const event of page) {
          await db.transaction(async (tx) => {
            await each([event], (sql, values) => tx.query(sql, values));
            await tx.query(
              `insert into checkpoints values ('bench', $1, $2) on conflict (processor, source) do update set position = excluded.position`,
              [LOG, event.position],
            );
          });
        }
      });
    return {
      ours: () => perSecond(ours),
      peer: () => perSecond(peer),
      close: async () => {
        await db.destroy();
        await us.close();
      },
    };
  },
});

const perSecond = async (work: () => Promise<number>): Promise<number> => {
  const start = performance.now();
  return ((await work()) / (performance.now() - start)) * 1_000;
};
