import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { type EventStore, MemoryEventStore } from '#event-store';
import { until } from '#testing/until';
import {
  type Consume,
  consumeOwnEvents,
  FailedMessagesLeft,
  LOG,
  ownEvents,
  Processor,
  type ProcessorHandle,
  type Progress,
  type Projection,
  projection,
  rebuild,
  RebuildUnderWay,
  type SourceEvent,
} from '../index.js';
import { dataSource, type NoteFixture, openNoteFixture } from '../testing/note-projection.js';

type Stayed = Readonly<{ type: 'Stayed'; data: Readonly<{ guest: string; room: string; nights: string }> }>;

@Entity('stay')
class StayRow {
  @PrimaryColumn('text') id: string;
}

@Entity('guest')
class GuestRow {
  @PrimaryColumn('text') name: string;
}

/** A read model with keys, checks, defaults, indexes with and without names, and a constraint against overlap. */
const stays = projection({
  name: 'mandates.stays',
  from: ownEvents<Stayed>(),
  entities: [StayRow, GuestRow],
  applyAll: async (events, tx) => {
    for (const { id, data } of events) {
      await tx.query('INSERT INTO stay (id, room, nights) VALUES ($1, $2, $3)', [id, data.room, data.nights]);
      await tx.query(
        'INSERT INTO guest (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET visits = guest.visits + 1',
        [data.guest],
      );
    }
  },
});

let fixture: NoteFixture;
let live: ProcessorHandle | undefined;

const consume = (store: EventStore = fixture.store): Consume<SourceEvent> => consumeOwnEvents(store, 'mandates');
const heads = async (): Promise<ReadonlyMap<string, string>> => new Map([[LOG, await fixture.store.head()]]);
const rebuilt = (
  model: Projection = stays,
  {
    db = fixture.db,
    source = consume(),
    onProgress,
  }: { db?: DataSource; source?: Consume<SourceEvent>; onProgress?: (progress: Progress) => void } = {},
) => rebuild(db, 'mandates', model, source, heads, onProgress);

const follow = (model: Projection = stays): ProcessorHandle => {
  live = new Processor({
    name: model.name,
    db: fixture.db,
    log: { error: () => undefined },
    consume: consume(),
    apply: model.apply,
  });
  live.start();
  return live;
};

let day = 0;
const stay = async (count: number, stream = 'mandates-44021'): Promise<string> => {
  const events = Array.from({ length: count }, () => {
    const from = new Date(Date.UTC(2026, 0, ++day)).toISOString().slice(0, 10);
    return { type: 'Stayed', data: { guest: `guest ${day % 7}`, room: '4', nights: `[${from},${from}]` } };
  });
  return (await fixture.store.append(stream, 'any', events, { commandId: randomUUID() })).position;
};

const digest = async (): Promise<string> => {
  const [row] = await fixture.db.query<[{ digest: string }]>(`
    SELECT md5((SELECT coalesce(string_agg(s::text, E'\\n' ORDER BY id), '') FROM stay s) || (SELECT coalesce(string_agg(g::text, E'\\n' ORDER BY name), '') FROM guest g)) AS digest`);
  return row.digest;
};

/** Reads the columns, constraints, indexes and permissions of the tables. */
const anatomy = async (): Promise<unknown> => ({
  columns: await fixture.db.query(
    `SELECT table_name, column_name, data_type, column_default, is_nullable FROM information_schema.columns
      WHERE table_schema = 'mandates' AND table_name IN ('stay', 'guest') ORDER BY table_name, ordinal_position`,
  ),
  constraints: await fixture.db.query(
    `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid IN ('stay'::regclass, 'guest'::regclass) ORDER BY 1, 2`,
  ),
  indexes: await fixture.db.query(
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'mandates' AND tablename IN ('stay', 'guest') ORDER BY 1`,
  ),
  permissions: await fixture.db.query(
    `SELECT relname, acl.grantee::regrole::text, acl.privilege_type FROM pg_class, aclexplode(relacl) AS acl
      WHERE oid IN ('stay'::regclass, 'guest'::regclass) ORDER BY 1, 2, 3`,
  ),
});
const identities = () =>
  fixture.db.query<{ stay: string; guest: string }[]>(
    `SELECT 'stay'::regclass::oid AS stay, 'guest'::regclass::oid AS guest`,
  );
const leftovers = () => fixture.db.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE '%_rebuild%'`);

beforeEach(async () => {
  fixture = await openNoteFixture();
  await fixture.db.query('CREATE EXTENSION btree_gist WITH SCHEMA public');
  await fixture.db.query(`
    CREATE TABLE stay (
      id text PRIMARY KEY,
      room text NOT NULL,
      nights daterange NOT NULL CHECK (NOT isempty(nights)),
      EXCLUDE USING gist (room WITH =, nights WITH &&)
    )`);
  await fixture.db.query(
    'CREATE TABLE guest (name text CONSTRAINT guest_key PRIMARY KEY, visits int NOT NULL DEFAULT 1, mail text UNIQUE)',
  );
  await fixture.db.query('CREATE INDEX ON stay (room)');
  await fixture.db.query('CREATE INDEX stays_by_end ON stay (upper(nights)) WHERE room <> $$0$$');
  await fixture.db.query('GRANT SELECT ON stay TO pg_monitor');
});

afterEach(async () => {
  await live?.stop();
  live = undefined;
  await fixture.close();
});

describe('a rebuild', () => {
  it('produces the same rows in tables with the same definition', async () => {
    await follow().reaches(LOG, await stay(300), 20_000);
    const [rows, tables, ids] = [await digest(), await anatomy(), await identities()];
    const progress: Progress[] = [];
    expect(await rebuilt(stays, { onProgress: (step) => progress.push(step) })).toBe(300);
    expect(await digest()).toBe(rows);
    expect(await anatomy()).toEqual(tables);
    expect(await identities()).not.toEqual(ids);
    expect(await leftovers()).toEqual([]);
    expect(progress.at(-1)).toEqual({ position: '300', head: '300', events: 300 });
    await expect(
      fixture.db.query(`INSERT INTO stay SELECT 'again', room, nights FROM stay LIMIT 1`),
    ).rejects.toMatchObject({ code: '23P01' });
  });

  it('repairs damaged tables', async () => {
    await follow().reaches(LOG, await stay(20), 10_000);
    const rows = await digest();
    await fixture.db.query('DELETE FROM stay WHERE id IN (SELECT id FROM stay LIMIT 5)');
    await fixture.db.query('UPDATE guest SET visits = 99');
    await rebuilt();
    expect(await digest()).toBe(rows);
  });

  it('repairs a read model that is ahead of a restored log, which its live processor reports until then', async () => {
    await stay(3);
    await fixture.db.query(`INSERT INTO checkpoints VALUES ($1, $2, '9')`, [stays.name, LOG]);
    const processor = follow();
    while (!processor.problem) await pause(20);
    expect(processor.problem.message).toContain('handled up to 9, but the log ends at 3');
    expect(await rebuilt()).toBe(3);
    while (processor.problem) await pause(20);
    expect(await processor.reaches(LOG, await stay(1), 20_000)).toBe(true);
    expect(await fixture.db.query('SELECT count(*)::int AS stays FROM stay')).toEqual([{ stays: 4 }]);
  });

  it('can be repeated, and the live processor continues after each one', async () => {
    const processor = follow();
    await processor.reaches(LOG, await stay(10), 10_000);
    await rebuilt();
    await rebuilt();
    expect(await processor.reaches(LOG, await stay(5), 10_000)).toBe(true);
    expect(await fixture.db.query('SELECT count(*)::int AS stays FROM stay')).toEqual([{ stays: 15 }]);
    expect(processor.problem).toBeUndefined();
  });

  it('works before the first run of the live processor, and over an empty log', async () => {
    expect(await rebuilt()).toBe(0);
    const head = await stay(3);
    expect(await rebuilt()).toBe(3);
    expect(await fixture.checkpoint(stays.name)).toBe(head);
    expect(await follow().reaches(LOG, await stay(1), 10_000)).toBe(true);
    expect(await fixture.db.query('SELECT count(*)::int AS stays FROM stay')).toEqual([{ stays: 4 }]);
  });

  it('over an empty log leaves its tables without statistics, with which plans would read all rows that come later', async () => {
    expect(await rebuilt()).toBe(0);
    const [row] = await fixture.db.query<[{ tuples: number }]>(
      `SELECT reltuples AS tuples FROM pg_class WHERE oid = 'stay'::regclass`,
    );
    expect(row.tuples).toBe(-1);
  });

  it('lets queries and events continue meanwhile, and has all events afterwards', async () => {
    const processor = follow();
    await processor.reaches(LOG, await stay(200), 20_000);
    let [done, seen, queries] = [false, 200, 0];
    const asking = (async () => {
      while (!done) {
        // The query reads both tables, in another order than the rebuild.
        const [row] = await fixture.db.query<[{ stays: number; visits: number }]>(
          'SELECT (SELECT sum(visits)::int FROM guest) AS visits, (SELECT count(*)::int FROM stay) AS stays',
        );
        // The rows never become fewer, not even for a moment.
        expect(row.stays).toBeGreaterThanOrEqual(seen);
        expect(row.visits).toBe(row.stays);
        seen = row.stays;
        queries++;
        await pause(1);
      }
    })();
    const writing = (async () => {
      while (!done) {
        await stay(1);
        await pause(30);
      }
    })();
    await rebuilt();
    const before = queries;
    await Promise.race([asking, until(() => queries > before + 5)]);
    done = true;
    await Promise.all([asking, writing]);
    expect(await processor.reaches(LOG, await fixture.store.head(), 10_000)).toBe(true);
    const rows = await digest();
    await rebuilt();
    expect(await digest()).toBe(rows);
    expect(queries).toBeGreaterThan(20);
  });

  it('shows at once every row of the live tables, including those of the last moment', async () => {
    await follow().reaches(LOG, await stay(5), 10_000);
    const lateHeads = async () => {
      const found = await heads();
      await live!.reaches(LOG, await stay(1), 10_000);
      return found;
    };
    expect(await rebuild(fixture.db, 'mandates', stays, consume(), lateHeads)).toBe(8);
    expect(await fixture.db.query('SELECT count(*)::int AS stays FROM stay')).toEqual([{ stays: 8 }]);
  });

  it('waits for a long reader, and does not stop other readers meanwhile', async () => {
    await follow().reaches(LOG, await stay(5), 10_000);
    const dump = fixture.db.createQueryRunner();
    await dump.startTransaction();
    await dump.query('SELECT * FROM stay');
    const rebuilding = rebuilt();
    let slowest = 0;
    for (let count = 0; count < 30; count++) {
      const before = performance.now();
      await fixture.db.query('SELECT * FROM stay');
      slowest = Math.max(slowest, performance.now() - before);
      await pause(50);
    }
    await dump.commitTransaction();
    await dump.release();
    expect(await rebuilding).toBe(5);
    expect(slowest).toBeLessThan(1_000);
  });

  it('that fails leaves the live tables and their checkpoint unchanged, and can be repeated', async () => {
    await follow().reaches(LOG, await stay(300), 20_000);
    const [rows, ids, at] = [await digest(), await identities(), await fixture.checkpoint(stays.name)];
    let applied = 0;
    const failing: Projection = {
      ...stays,
      apply: async (events, tx) => {
        for (const event of events) {
          if (++applied > 270) throw new Error('cut off');
          await stays.apply([event], tx);
        }
      },
    };
    await expect(rebuilt(failing)).rejects.toThrow('cut off');
    expect([await digest(), await identities(), await fixture.checkpoint(stays.name), await leftovers()]).toEqual([
      rows,
      ids,
      at,
      [],
    ]);
    expect(await rebuilt()).toBe(300);
    expect(await digest()).toBe(rows);
  });

  it('that loses all its connections leaves the live tables as they were, and can be done again', async () => {
    await follow().reaches(LOG, await stay(300), 20_000);
    const [rows, ids] = [await digest(), await identities()];
    const other = await dataSource(fixture.url);
    let applied = 0;
    const cutting: Projection = {
      ...stays,
      apply: async (events, tx) => {
        await stays.apply(events, tx);
        const before = applied;
        applied += events.length;
        if (before <= 200 && applied > 200)
          await fixture.db.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
          );
      },
    };
    const cutOff = rebuilt(cutting, { db: other });
    await expect(cutOff).rejects.toThrow();
    await other.destroy();
    expect([await digest(), await identities()]).toEqual([rows, ids]);
    expect(await rebuilt()).toBe(300);
    expect(await digest()).toBe(rows);
  });

  it('whose source ends too early changes nothing', async () => {
    await follow().reaches(LOG, await stay(300), 20_000);
    const ids = await identities();
    const shorter = new MemoryEventStore();
    await shorter.append('mandates-44021', 'none', (await fixture.store.read('mandates-44021')).slice(0, 100), {
      commandId: 'c',
    });
    const ending: Consume<SourceEvent> = async (subscription, signal) => {
      await consume(shorter)(
        { ...subscription, handle: async (page) => (await subscription.handle(page), shorter.close()) },
        signal,
      );
    };
    await expect(rebuilt(stays, { source: ending })).rejects.toThrow('log ended before mandates.stays was rebuilt');
    expect(await identities()).toEqual(ids);
  });

  it('is refused while another one of the context runs', async () => {
    await stay(300);
    const other = await dataSource(fixture.url);
    try {
      const both = await Promise.allSettled([rebuilt(), rebuilt(stays, { db: other })]);
      const [refused] = both.filter((outcome) => outcome.status === 'rejected');
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(refused!.reason).toBeInstanceOf(RebuildUnderWay);
    } finally {
      await other.destroy();
    }
    expect(await rebuilt()).toBe(300);
  });

  it('of a projection that writes a table of no entity fails, and leaves that table unchanged', async () => {
    await stay(1);
    const untidy = { ...stays, tables: ['stay'] };
    await expect(rebuilt(untidy)).rejects.toMatchObject({ code: '42P01' });
    expect(await fixture.db.query('SELECT * FROM guest')).toEqual([]);
  });

  it('of a read model that follows a second source is refused', async () => {
    await stay(1);
    await fixture.db.query(`INSERT INTO checkpoints VALUES ('mandates.stays', 'topic/0', '12')`);
    await expect(rebuilt()).rejects.toThrow('mandates.stays follows topic/0 as well');
  });

  it('is refused while events are failed messages, because their replay would apply them twice', async () => {
    await stay(300);
    const insertFailedMessage = (id: string, reason: string): Promise<unknown> =>
      fixture.db.query(
        `INSERT INTO failed_messages (processor, event_id, key, state, reason, detail, message) VALUES ('mandates.stays', $1, 'k', 'dead-lettered', $2, 'x', '{}')`,
        [id, reason],
      );
    await insertFailedMessage('unreadable', 'message.not-json');
    expect(await rebuilt()).toBe(300);
    let meanwhile: Promise<unknown> | undefined;
    await expect(
      rebuilt(stays, { onProgress: () => void (meanwhile ??= insertFailedMessage('e', 'apply.failed')) }),
    ).rejects.toThrow('mandates.stays has 1 failed messages');
    await meanwhile;
    await expect(rebuilt()).rejects.toBeInstanceOf(FailedMessagesLeft);
  });

  it('over a source with repeats applies each event once, and marks it as processed', async () => {
    const head = await stay(3);
    const repeating: Consume<SourceEvent> = (subscription, signal) =>
      consume()(
        {
          ...subscription,
          handle: (page) => subscription.handle({ ...page, mayRepeat: true, events: [...page.events, ...page.events] }),
        },
        signal,
      );
    expect(await rebuilt(stays, { source: repeating })).toBe(3);
    expect(
      await fixture.db.query('SELECT count(*)::int AS marks FROM processed_messages WHERE processor = $1', [
        stays.name,
      ]),
    ).toEqual([{ marks: 3 }]);
    expect(await fixture.checkpoint(stays.name)).toBe(head);
  });
});
