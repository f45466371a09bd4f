import { brusselsDate, type LocalDate } from '#kernel';
import { type Database, statement } from '#postgres';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { evolveMandate, type Mandate } from '../domain/mandate-history.js';

/** Functions that all views of the register as known at a moment share. */

/**
 * Returns the SQL of the instant of `knownAt`, from the parameters of {@link knownAtParameters}. A day becomes the end
 * of that day in Brussels; two nulls become `infinity`.
 */
export const instantIn = (instant: '$1' | '$5', day: '$2' | '$6'): string =>
  `coalesce(${instant}::timestamptz, (${day}::date + 1)::timestamp AT TIME ZONE 'Europe/Brussels' - interval '1 microsecond', 'infinity')`;

/**
 * The maximum age, in ms, of an instant that may mean "now": a client sends its present time, and the request takes
 * time to arrive.
 */
const LATELY_MS = 60_000;

/**
 * Selects whether a fact was recorded after the instant `$2`. Facts with a recorded time in the future are ignored,
 * because their real time is unknown.
 */
const RECORDED_SINCE = statement<{ found: boolean }>(
  'mandates.recorded-since',
  `
  SELECT coalesce(greatest((SELECT max(recorded_at) FROM mandate_fact WHERE city = $1 AND recorded_at <= now()),
                           (SELECT max(at) FROM case_coordination WHERE city = $1 AND at <= now())) > $2::timestamptz, false) AS found`,
);

/**
 * Splits `knownAt` into two parameters, an instant (ISO with offset) and a day, of which at least one is null. Both are
 * null when all recorded facts count: `knownAt` is absent, or means now or a later time. A recent instant after which
 * nothing was recorded means now as well. The query then also returns facts that a clock ahead of the real time has
 * dated in the future.
 */
export const knownAtParameters = async (
  db: Database,
  city: string,
  knownAt: string | undefined,
): Promise<readonly [instant: string | null, day: string | null]> => {
  const now = new Date();
  if (knownAt === undefined) return [null, null];
  if (!knownAt.includes('T')) return [null, knownAt < brusselsDate(now) ? knownAt : null];
  const age = now.getTime() - Date.parse(knownAt);
  if (age > LATELY_MS) return [knownAt, null];
  const [since] = age > 0 ? await RECORDED_SINCE.rows(db, [city, knownAt]) : [];
  return [since?.found ? knownAt : null, null];
};

/** Returns whether the query is about today as known now. Only such a response may include data that has no history. */
export const isAboutNow = ({ on, knownAt }: Readonly<{ on: LocalDate; knownAt?: string }>, today: LocalDate): boolean =>
  on === today && knownAt === undefined;

const INSTANT = statement<{ at: string }>('mandates.instant', `SELECT ${instantIn('$1', '$2')}::text AS at`);
const FACTS_AS_KNOWN = statement<{ mandateId: string } & RegisterEvent>(
  'mandates.facts-as-known',
  `SELECT mandate_id AS "mandateId", type, data FROM mandate_fact
    WHERE city = $1 AND mandate_id = ANY ($2) AND recorded_at <= $3::timestamptz ORDER BY mandate_id, number`,
);

/**
 * Returns the instant of `knownAt` as text for the database: an instant (ISO with offset) unchanged, and a day as its
 * end in Brussels. The text is `infinity` when all recorded facts count, see {@link knownAtParameters}.
 */
export const instantOf = async (db: Database, city: string, knownAt: string | undefined): Promise<string> => {
  const moment = await knownAtParameters(db, city, knownAt);
  const [row] = await INSTANT.rows(db, moment);
  return row!.at;
};

/** Folds these mandates from the facts recorded by the instant `known`. A mandate without such facts is left out. */
export const mandatesAsKnown = async (
  db: Database,
  city: string,
  ids: readonly string[],
  known: string,
): Promise<ReadonlyMap<string, Mandate>> => {
  const facts = await FACTS_AS_KNOWN.rows(db, [city, ids, known]);
  const mandates = new Map<string, Mandate>();
  for (const { mandateId, type, data } of facts)
    mandates.set(mandateId, evolveMandate(mandates.get(mandateId), { type, data } as RegisterEvent));
  return mandates;
};

const PAGE = 200;

const NEWEST_FACT = statement<{ at: string | null }>(
  'mandates.newest-fact',
  'SELECT least(max(recorded_at), $2::timestamptz)::text AS at FROM mandate_fact WHERE city = $1',
);
const PAGE_OF_IDS = statement<{ id: string }>(
  'mandates.page-of-ids',
  `SELECT id FROM mandate WHERE city = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`,
);

/**
 * Reads the whole register of a city as known at the instant `known`, in pages and in order of the ids. Drafts are left
 * out, because they are not in the register yet. Facts recorded after the first page was read are ignored, so that all
 * pages show the same state.
 */
export async function* registerAsKnown(db: Database, city: string, known: string): AsyncGenerator<Mandate> {
  const [newest] = await NEWEST_FACT.rows(db, [city, known]);
  const at = newest?.at ?? null;
  if (at === null) return;
  for (let after = ''; ;) {
    const page = await PAGE_OF_IDS.rows(db, [city, after]);
    const mandates = await mandatesAsKnown(
      db,
      city,
      page.map(({ id }) => id),
      at,
    );
    for (const { id } of page) {
      const mandate = mandates.get(id);
      if (mandate && mandate.status !== 'draft') yield mandate;
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
