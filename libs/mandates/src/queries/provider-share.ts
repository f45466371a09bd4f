import type { DataSource } from 'typeorm';

/**
 * Whether who coordinates is also the main provider. Regisseur and provider are to be kept apart: who directs and does most of the work judges its
 * own work. What is counted is what cases tell others: of the commitments in the open cases of a slot that were accepted, kept or not yet, how many
 * the holder of the slot owns itself. It is the main provider when it owns more than half of three or more.
 */

/** `owned` of `commitments` fall to the holder. */
export type ProviderShare = Readonly<{ owned: number; commitments: number; main: boolean }>;

/** Fewer say nothing of who does the work. */
const ENOUGH = 3;

/** By neighbourhood, theme and owner; an owner of nothing has no entry. */
export const providerShares = async (
  db: Pick<DataSource, 'query'>,
  city: string,
  neighbourhoods: readonly string[],
): Promise<ReadonlyMap<string, ProviderShare>> => {
  const rows = await db.query<
    { neighbourhood: string; theme: string; owner: string; owned: number; commitments: number }[]
  >(
    `SELECT neighbourhood, theme, owner, count(*)::int AS owned, (sum(count(*)) OVER (PARTITION BY neighbourhood, theme))::int AS commitments
       FROM handover_case "case" JOIN handover_commitment USING (city, case_id)
      WHERE "case".city = $1 AND neighbourhood = ANY ($2) AND "case".open AND status IN ('accepted', 'done')
      GROUP BY neighbourhood, theme, owner`,
    [city, neighbourhoods],
  );
  return new Map(
    rows.map(({ neighbourhood, theme, owner, owned, commitments }) => [
      `${neighbourhood} ${theme} ${owner}`,
      { owned, commitments, main: commitments >= ENOUGH && owned * 2 > commitments },
    ]),
  );
};
