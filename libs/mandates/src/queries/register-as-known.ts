import type { DataSource, EntityManager } from 'typeorm';
import { brusselsDate, type LocalDate } from '#kernel';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { evolveMandate, type Mandate } from '../domain/mandate-history.js';

/** Functions that all views of the register as known at a moment share. */

type Queryable = Pick<DataSource | EntityManager, 'query'>;

/**
 * The instant of `knownAt` in SQL, from the parameters of {@link knownAtParameters}. A day means its end in Brussels; two nulls mean an instant later
 * than everything.
 */
export const instantIn = (instant: '$1' | '$5', day: '$2' | '$6'): string =>
  `coalesce(${instant}::timestamptz, (${day}::date + 1)::timestamp AT TIME ZONE 'Europe/Brussels' - interval '1 microsecond', 'infinity')`;

/** The age up to which an instant may be a "now" that took its time to arrive, in ms. */
const LATELY_MS = 60_000;

/** True when a fact was recorded after the instant `$2`. A fact that was recorded ahead of the clock is none: its real time is not known. */
const RECORDED_SINCE = `
  SELECT EXISTS (SELECT FROM mandate_fact WHERE city = $1 AND recorded_at > $2::timestamptz AND recorded_at <= now())
      OR EXISTS (SELECT FROM case_coordination WHERE city = $1 AND at > $2::timestamptz AND at <= now()) AS found`;

/**
 * `knownAt` as an instant (ISO with offset) or as a day, the other null. Both are null when all that is recorded is known by then: without `knownAt`,
 * for now and later, and for an instant since which nothing was recorded. So "known now" is the state of now, also after facts that were recorded
 * ahead of the clock.
 */
export const knownAtParameters = async (
  db: Queryable,
  city: string,
  knownAt: string | undefined,
): Promise<readonly [instant: string | null, day: string | null]> => {
  const now = new Date();
  if (knownAt === undefined) return [null, null];
  if (!knownAt.includes('T')) return [null, knownAt < brusselsDate(now) ? knownAt : null];
  const age = now.getTime() - Date.parse(knownAt);
  if (age > LATELY_MS) return [knownAt, null];
  const [since] = age > 0 ? await db.query<[{ found: boolean }]>(RECORDED_SINCE, [city, knownAt]) : [];
  return [since?.found ? knownAt : null, null];
};

/** Returns whether the query is about today as known now. Only such a response may include data that has no history. */
export const isAboutNow = ({ on, knownAt }: Readonly<{ on: LocalDate; knownAt?: string }>, today: LocalDate): boolean =>
  on === today && knownAt === undefined;

/**
 * The instant of `knownAt`, as text for the database. An instant (ISO with offset) stays itself, and a day means its end in Brussels. No value, now
 * and later mean an instant later than everything.
 */
export const instantOf = async (db: Queryable, city: string, knownAt: string | undefined): Promise<string> => {
  const moment = await knownAtParameters(db, city, knownAt);
  const [row] = await db.query<[{ at: string }]>(`SELECT ${instantIn('$1', '$2')}::text AS at`, [...moment]);
  return row.at;
};

/** Folds these mandates from the facts recorded by the instant `known`. A mandate without such facts is left out. */
export const mandatesAsKnown = async (
  db: Queryable,
  city: string,
  ids: readonly string[],
  known: string,
): Promise<ReadonlyMap<string, Mandate>> => {
  const facts = await db.query<({ mandateId: string } & RegisterEvent)[]>(
    `SELECT mandate_id AS "mandateId", type, data FROM mandate_fact
      WHERE city = $1 AND mandate_id = ANY ($2) AND recorded_at <= $3::timestamptz ORDER BY mandate_id, number`,
    [city, ids, known],
  );
  const mandates = new Map<string, Mandate>();
  for (const { mandateId, type, data } of facts)
    mandates.set(mandateId, evolveMandate(mandates.get(mandateId), { type, data } as RegisterEvent));
  return mandates;
};

const PAGE = 200;

/**
 * The whole register of a city as known at the instant `known`, in order of the ids. Drafts are left out, because they are not in the register yet.
 * It is read in pages, and no page has facts recorded after the first one was read.
 */
export async function* registerAsKnown(db: Queryable, city: string, known: string): AsyncGenerator<Mandate> {
  const [newest] = await db.query<[{ at: string | null }]>(
    'SELECT least(max(recorded_at), $2::timestamptz)::text AS at FROM mandate_fact WHERE city = $1',
    [city, known],
  );
  if (newest.at === null) return;
  for (let after = ''; ;) {
    const page = await db.query<{ id: string }[]>(
      `SELECT id FROM mandate WHERE city = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`,
      [city, after],
    );
    const mandates = await mandatesAsKnown(
      db,
      city,
      page.map(({ id }) => id),
      newest.at,
    );
    for (const { id } of page) {
      const mandate = mandates.get(id);
      if (mandate && mandate.status !== 'draft') yield mandate;
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
