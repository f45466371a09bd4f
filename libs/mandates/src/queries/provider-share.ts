import { type Database, statement } from '#postgres';

/**
 * The share of a holder in the agreed commitments of its slots. The agency that coordinates (regisseur) should not also
 * be the main provider, because that agency would judge its own work. The counts are of accepted and completed
 * commitments in open cases, and come from the public events of cases. The holder is the main provider when it owns
 * more than half of at least three commitments.
 */

/** The share of the holder in the commitments of a slot: it owns `owned` of `commitments`. */
export type ProviderShare = Readonly<{ owned: number; commitments: number; main: boolean }>;

/** The minimum number of commitments of a slot with a main provider. A smaller number is no evidence. */
const ENOUGH = 3;

const SHARES = statement<{ neighbourhood: string; theme: string; owner: string; owned: number; commitments: number }>(
  'mandates.provider-shares',
  `SELECT neighbourhood, theme, owner, count(*)::int AS owned, (sum(count(*)) OVER (PARTITION BY neighbourhood, theme))::int AS commitments
     FROM handover_case "case" JOIN handover_commitment USING (city, case_id)
    WHERE "case".city = $1 AND neighbourhood = ANY ($2) AND "case".open AND status IN ('accepted', 'done')
    GROUP BY neighbourhood, theme, owner`,
);

/** Counts the shares by neighbourhood, theme and owner. An agency without commitments has no entry. */
export const providerShares = async (
  db: Database,
  city: string,
  neighbourhoods: readonly string[],
): Promise<ReadonlyMap<string, ProviderShare>> => {
  const rows = await SHARES.rows(db, [city, neighbourhoods]);
  return new Map(
    rows.map(({ neighbourhood, theme, owner, owned, commitments }) => [
      `${neighbourhood} ${theme} ${owner}`,
      { owned, commitments, main: commitments >= ENOUGH && owned * 2 > commitments },
    ]),
  );
};
