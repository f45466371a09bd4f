import type { DataSource, EntityManager } from 'typeorm';
import type { LocalDate } from '#kernel';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { type Mandate, recorded } from '../domain/mandate-history.js';

/** The register as it was known at some moment: what the views of it have in common. */

/** The instant that `knownAt` means, in SQL: of a day its end in Brussels, and when both parameters, those of {@link momentOf}, are null later than everything. */
export const instantIn = (instant: '$1' | '$5', day: '$2' | '$6'): string =>
  `coalesce(${instant}::timestamptz, (${day}::date + 1)::timestamp AT TIME ZONE 'Europe/Brussels' - interval '1 microsecond', 'infinity')`;

/** `knownAt` as an instant (ISO with offset) or as a day; both null when it is left out. */
export const momentOf = (knownAt: string | undefined): readonly [instant: string | null, day: string | null] =>
  knownAt?.includes('T') ? [knownAt, null] : [null, knownAt ?? null];

/** The question is about today, as it is known now: what is known of now only fits to it. */
export const isAboutNow = ({ on, knownAt }: Readonly<{ on: LocalDate; knownAt?: string }>, today: LocalDate): boolean =>
  on === today && knownAt === undefined;

type Asked = Pick<DataSource | EntityManager, 'query'>;

/**
 * The instant that `knownAt` means, as text for the database: itself when it is one (ISO with offset), of a day its end in Brussels, and when it is
 * left out later than everything.
 */
export const instantOf = async (db: Asked, knownAt: string | undefined): Promise<string> => {
  const [row] = await db.query<[{ at: string }]>(`SELECT ${instantIn('$1', '$2')}::text AS at`, [...momentOf(knownAt)]);
  return row.at;
};

/** These mandates by their facts that were recorded by the instant `known`; one that nothing was known of is left out. */
export const mandatesAsKnown = async (
  db: Asked,
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
    mandates.set(mandateId, recorded(mandates.get(mandateId), { type, data } as RegisterEvent));
  return mandates;
};

const PAGE = 200;

/**
 * The whole register of a city as known at the instant `known`, in order of the ids, without drafts: these are in no register yet. Read in pages, and
 * what is recorded meanwhile is in none of them.
 */
export async function* registerAsKnown(db: Asked, city: string, known: string): AsyncGenerator<Mandate> {
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
