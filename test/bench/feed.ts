import { DataSource } from 'typeorm';
import {
  agencyEnrolled,
  caseOpened,
  commitmentProposed,
  participantAccepted,
  type PublicEvent,
  type PublicEventType,
  toPublicEvent,
} from '#contracts';
import { START } from '#event-store';
import { brusselsDate } from '#kernel';
import { applying, applyPage, LOG, type PublicProjection } from '#messaging';
import { partnersContext } from '#partners';
import { databaseOptions } from '#runtime';
import { cursorOf } from '../../libs/partners/src/feed/queries/feed-cursor.js';
import { readFeed } from '../../libs/partners/src/feed/queries/read-feed.js';
import { type Contest, median } from './contest.js';
import type { BenchServer } from './server.js';

const CITY = '44021';
const AGENCIES = ['stad-gent', 'ocmw-gent', 'woningent', 'politiezone-gent', 'caw', 'straathoekwerk'];
const CASES = 50;
/** Smaller than what a processor gets at once when there is much. */
const PAGE = 256;

let told = 0;
const tell = <Data>(type: PublicEventType<string, Data>, stream: string, data: Data): PublicEvent => {
  const revision = told++;
  return toPublicEvent(
    type,
    {
      id: `0198c0de-0000-7000-8000-${String(revision).padStart(12, '0')}`,
      stream,
      revision,
      recordedAt: new Date().toISOString(),
      metadata: {},
    },
    CITY,
    data as Readonly<Data>,
  );
};
const asked = (n: number): PublicEvent => {
  const caseId = `k${n % CASES}`;
  return tell(commitmentProposed, `case-${CITY}-${caseId}`, {
    caseId,
    commitmentId: `c${n}`,
    owner: AGENCIES[n % 6]!,
    proposedBy: 'stad-gent',
    dueOn: '2026-09-01',
  });
};

/** The tables of the partners, as a service has them. */
const partnersOn = async (url: string): Promise<DataSource> => {
  const plain = await new DataSource({ type: 'postgres', url }).initialize();
  await plain.query('create schema partners').finally(() => plain.destroy());
  return new DataSource(databaseOptions(partnersContext, url)).initialize();
};

/**
 * Events of cases in which six agencies take part, into their feeds, a page in one transaction with the checkpoint, as the processor does. The peer
 * writes the same rows, which it need not work out, into tables with the same keys, a page in one transaction.
 */
export const feedFanout = (events: number, server: BenchServer): Contest => ({
  name: 'feed-fanout',
  question: `events into the feeds of ${AGENCIES.length} participants, in pages of ${PAGE}, against a plain INSERT of the rows`,
  unit: 'events/s',
  goal: 0.5,
  open: async () => {
    const url = await server.createDatabase();
    const db = await partnersOn(url);
    const feed = partnersContext.projections.find(({ name }) => name === 'partners.feed') as PublicProjection;
    const apply = applying(feed, { live: false });
    let position = 0;
    const fill = async (page: readonly PublicEvent[]): Promise<void> => {
      const after = position === 0 ? START : String(position);
      position += page.length;
      await applyPage(db, 'bench', after, { source: LOG, events: page, upTo: String(position) }, apply);
    };
    await fill(
      AGENCIES.map((agency) => tell(agencyEnrolled, `agencies-${CITY}`, { agency, name: agency, kind: 'welfare' })),
    );
    for (let n = 0; n < CASES; n++) {
      const [caseId, stream] = [`k${n}`, `case-${CITY}-k${n}`];
      const { city: _, ...opening } = caseOpened.sample;
      await fill([
        tell(caseOpened, stream, { ...opening, caseId, openedBy: 'stad-gent', holder: 'stad-gent' }),
        ...AGENCIES.slice(1).map((agency) => tell(participantAccepted, stream, { caseId, agency })),
      ]);
    }
    await db.query('create table plain_event (like feed_event including all)');
    await db.query('create table plain_entry (like feed_entry including all)');
    const pages = (): PublicEvent[][] =>
      Array.from({ length: Math.ceil(events / PAGE) }, (_, page) =>
        Array.from({ length: PAGE }, (__, n) => asked(page * PAGE + n)),
      );
    let number = 0;
    const plain = async (page: readonly PublicEvent[]): Promise<void> => {
      const rows = page.map((event) => ({
        number: ++number,
        type: event.type,
        caseId: event.subject,
        revision: Number(event.sequence),
        event,
      }));
      const entries = rows.flatMap((row) =>
        AGENCIES.map((agency) => ({
          agency,
          number: row.number,
          sequence: row.number,
          caseId: row.caseId,
          at: row.event.time,
        })),
      );
      await db.transaction(async (tx) => {
        await tx.query(
          `INSERT INTO plain_event (city, number, type, for_city, case_id, revision, slots, event)
           SELECT $1, number, type, false, "caseId", revision, '[{"neighbourhood":"4","theme":"leefbaarheid"}]', event
             FROM json_to_recordset($2) AS told (number bigint, type text, "caseId" text, revision int, event json)`,
          [CITY, JSON.stringify(rows)],
        );
        await tx.query(
          `INSERT INTO plain_entry (city, agency, sequence, digest, number, case_id, at)
           SELECT $1, agency, sequence, 4611686018427387904, number, case_id, at
             FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[]) AS entry (agency, sequence, number, case_id, at)`,
          [
            CITY,
            entries.map(({ agency }) => agency),
            entries.map((entry) => entry.sequence),
            entries.map((entry) => entry.number),
            entries.map(({ caseId }) => caseId),
            entries.map(({ at }) => at),
          ],
        );
      });
    };
    const through = async (write: (page: readonly PublicEvent[]) => Promise<void>): Promise<number> => {
      // made before the clock starts: they come from elsewhere
      const all = pages();
      const start = performance.now();
      for (const page of all) await write(page);
      return ((all.length * PAGE) / (performance.now() - start)) * 1_000;
    };
    return {
      ours: () => through(fill),
      peer: () => through(plain),
      close: async () => {
        await check(db);
        await db.destroy();
      },
    };
  },
});

/** What was measured was right: every feed has every event that was written, numbered without gaps. */
const check = async (db: DataSource): Promise<void> => {
  const [found] = await db.query<{ feeds: number; right: boolean }[]>(
    `SELECT count(*)::int AS feeds, bool_and(entries = last_sequence AND first = 1 AND asked = (SELECT count(*) FROM feed_event WHERE type = $1)) AS right
       FROM feed JOIN (SELECT agency, count(*) AS entries, min(sequence) AS first, count(*) FILTER (WHERE type = $1) AS asked
                         FROM feed_entry JOIN feed_event USING (city, number) GROUP BY agency) kept USING (agency)`,
    [commitmentProposed.type],
  );
  if (found?.feeds !== AGENCIES.length || !found.right) throw new Error('a feed has not what it should');
};

const PAGES_TIMED = 200;
const READ_PAGE = 100;

/** The time for a page does not depend on how much lies before it. The whole feed is read once besides, page by page, and nothing may be missing. */
export const feedDepth = (entries: number, server: BenchServer): Contest => ({
  name: 'feed-depth',
  question: `a page of ${READ_PAGE} near the end of a feed with ${entries} entries, against one near its beginning`,
  unit: 'ms',
  goal: 1.5,
  open: async (say) => {
    const db = await partnersOn(await server.createDatabase());
    const feed = { city: CITY, agency: 'ocmw-gent' };
    say(`writing ${entries} entries`);
    await grow(db, feed, entries);
    const today = brusselsDate(new Date());
    const start = performance.now();
    let read = 0;
    for (let [after, more] = [undefined as string | undefined, true]; more;) {
      const page = await readFeed(db, feed, after, 500, {}, today);
      for (const { sequence } of page.entries) if (sequence !== ++read) throw new Error(`entry ${read} is missing`);
      [after, more] = [page.next, page.more];
    }
    if (read !== entries) throw new Error(`${read} entries were read of ${entries}`);
    say(
      `read all of it in pages: ${((read / (performance.now() - start)) * 1_000).toFixed(0)} entries/s, ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MiB of heap`,
    );
    const timed = async (from: number, to: number): Promise<number> => {
      const rows = await db.query<{ sequence: string; digest: string }[]>(
        'SELECT sequence, digest FROM feed_entry WHERE city = $1 AND agency = $2 AND sequence BETWEEN $3 AND $4 ORDER BY random() LIMIT $5',
        [feed.city, feed.agency, from, to, PAGES_TIMED],
      );
      const times: number[] = [];
      for (const { sequence, digest } of rows) {
        const cursor = cursorOf(feed, { sequence: Number(sequence), digest: BigInt(digest) });
        const before = performance.now();
        await readFeed(db, feed, cursor, READ_PAGE, {}, today);
        times.push(performance.now() - before);
      }
      return median(times);
    };
    return {
      ours: () => timed(entries - 10_000, entries - READ_PAGE),
      peer: () => timed(1, 10_000),
      close: () => db.destroy(),
    };
  },
});

/** As `fill` would have left it, with events of a case every other time. */
const grow = async (
  db: DataSource,
  { city, agency }: { city: string; agency: string },
  entries: number,
): Promise<void> => {
  await db.query(
    `INSERT INTO agency (city, code, version, name, kind, status, enrolled_at) VALUES ($1, $2, 1, $2, 'ocmw', 'active', now())`,
    [city, agency],
  );
  await db.query(
    `INSERT INTO participation (city, case_id, agency, status, coordinates, since) VALUES ($1, 'k0', $2, 'accepted', '[]', 0)`,
    [city, agency],
  );
  const event = JSON.stringify(asked(0));
  await db.query(
    `INSERT INTO feed_event (city, number, type, for_city, case_id, revision, slots, event)
     SELECT $1, n, $2::json ->> 'type', false, CASE WHEN n % 2 = 0 THEN 'k0' END, n, NULL, $2::json FROM generate_series(1, $3::bigint) n`,
    [city, event, entries],
  );
  await db.query(
    `INSERT INTO feed_entry (city, agency, sequence, digest, number, case_id, at)
     SELECT $1, $2, n, n * 7919, n, CASE WHEN n % 2 = 0 THEN 'k0' END, now() FROM generate_series(1, $3::bigint) n`,
    [city, agency, entries],
  );
  await db.query(
    `INSERT INTO feed (city, agency, last_sequence, last_digest, last_number, last_at) VALUES ($1, $2, $3::bigint, $3::bigint * 7919, $3::bigint, now())`,
    [city, agency, entries],
  );
  await db.query('VACUUM ANALYZE');
};
