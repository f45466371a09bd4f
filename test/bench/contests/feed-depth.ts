import type { DataSource } from 'typeorm';
import { brusselsDate } from '#kernel';
import { cursorOf } from '../../../libs/partners/src/feed/queries/feed-cursor.js';
import { readFeed } from '../../../libs/partners/src/feed/queries/read-feed.js';
import { type Contest, medianLatency, type OpenSide } from '../contest.js';
import { CITY, commitment, openPartnersDatabase } from './partners-database.js';

const FEED = { city: CITY, agency: 'ocmw-gent' };
const PAGES_TIMED = 200;
const READ_PAGE = 100;

/**
 * Shows that the time to read a page does not depend on its depth in the feed. Before that, our side reads the whole
 * feed page by page, and fails when an entry is missing.
 */
export const feedDepth = (entries: number): Contest => ({
  name: 'feed-depth',
  question: `a page of ${READ_PAGE} near the end of a feed with ${entries} entries, against one near its beginning`,
  unit: 'ms',
  goal: 1.5,
  ours: reading(entries, { from: entries - 10_000, to: entries - READ_PAGE, checked: true }),
  peer: reading(entries, { from: 1, to: 10_000, checked: false }),
});

const reading =
  (entries: number, { from, to, checked }: Readonly<{ from: number; to: number; checked: boolean }>): OpenSide =>
  async ({ createDatabase, onProgress }) => {
    const db = await openPartnersDatabase(await createDatabase());
    onProgress(`writing ${entries} entries`);
    await grow(db, entries);
    const today = brusselsDate(new Date());
    if (checked) await readAll(db, entries, today, onProgress);
    return {
      run: async (measure) => {
        const rows = await db.query<{ sequence: string; digest: string }[]>(
          'SELECT sequence, digest FROM feed_entry WHERE city = $1 AND agency = $2 AND sequence BETWEEN $3 AND $4 ORDER BY random() LIMIT $5',
          [FEED.city, FEED.agency, from, to, PAGES_TIMED],
        );
        return medianLatency(measure, rows.length, (nth) => {
          const { sequence, digest } = rows[nth]!;
          const cursor = cursorOf(FEED, { sequence: Number(sequence), digest: BigInt(digest) });
          return readFeed(db, FEED, cursor, READ_PAGE, {}, today);
        });
      },
      close: () => db.destroy(),
    };
  };

const readAll = async (
  db: DataSource,
  entries: number,
  today: string,
  onProgress: (line: string) => void,
): Promise<void> => {
  const start = performance.now();
  let read = 0;
  for (let [after, more] = [undefined as string | undefined, true]; more;) {
    const page = await readFeed(db, FEED, after, 500, {}, today);
    for (const { position } of page.entries)
      if (position.sequence !== ++read) throw new Error(`entry ${read} is missing`);
    [after, more] = [page.next, page.more];
  }
  if (read !== entries) throw new Error(`${read} entries were read of ${entries}`);
  const [perSecond, heap] = [(read / (performance.now() - start)) * 1_000, process.memoryUsage().heapUsed / 2 ** 20];
  onProgress(`read all of it in pages: ${perSecond.toFixed(0)} entries/s, ${heap.toFixed(0)} MiB of heap`);
};

/** Writes a feed like that of the service, in which every second event belongs to a case. */
const grow = async (db: DataSource, entries: number): Promise<void> => {
  const { city, agency } = FEED;
  await db.query(
    `INSERT INTO agency (city, code, version, name, kind, status, enrolled_at) VALUES ($1, $2, 1, $2, 'ocmw', 'active', now())`,
    [city, agency],
  );
  await db.query(
    `INSERT INTO participation (city, case_id, agency, status, coordinates, since) VALUES ($1, 'k0', $2, 'accepted', '[]', 0)`,
    [city, agency],
  );
  await db.query(
    `INSERT INTO feed_event (city, number, type, for_city, case_id, revision, slots, event)
     SELECT $1, n, $2::json ->> 'type', false, CASE WHEN n % 2 = 0 THEN 'k0' END, n, NULL, $2::json FROM generate_series(1, $3::bigint) n`,
    [city, JSON.stringify(commitment(0)), entries],
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
