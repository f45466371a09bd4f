import type { DataSource, EntityManager } from 'typeorm';
import type { LocalDate } from '#kernel';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { evolveMandate, type Mandate } from '../domain/mandate-history.js';

/** Functions that all views of the register as known at a moment share. */

/**
 * The instant of `knownAt` in SQL, from the parameters of {@link knownAtParameters}. A day means its end in Brussels; two nulls mean an instant later
 * than everything.
 */
export const instantIn = (instant: '$1' | '$5', day: '$2' | '$6'): string =>
  `coalesce(${instant}::timestamptz, (${day}::date + 1)::timestamp AT TIME ZONE 'Europe/Brussels' - interval '1 microsecond', 'infinity')`;

/** Returns `knownAt` as parameters for {@link instantIn}: an instant (ISO with offset) or a day. Both are null without `knownAt`. */
export const knownAtParameters = (
  knownAt: string | undefined,
): readonly [instant: string | null, day: string | null] =>
  knownAt?.includes('T') ? [knownAt, null] : [null, knownAt ?? null];

/** Returns whether the query is about today as known now. Only such a response may include data that has no history. */
export const isAboutNow = ({ on, knownAt }: Readonly<{ on: LocalDate; knownAt?: string }>, today: LocalDate): boolean =>
  on === today && knownAt === undefined;

type Queryable = Pick<DataSource | EntityManager, 'query'>;

/**
 * The instant of `knownAt`, as text for the database. An instant (ISO with offset) stays itself, a day means its end in Brussels, and no value means
 * an instant later than everything.
 */
export const instantOf = async (db: Queryable, knownAt: string | undefined): Promise<string> => {
  const [row] = await db.query<[{ at: string }]>(`SELECT ${instantIn('$1', '$2')}::text AS at`, [
    ...knownAtParameters(knownAt),
  ]);
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
