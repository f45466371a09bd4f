/** A page of a list, and behind what the next one begins; null when this is the last. */
export type Page<T, Place> = Readonly<{ page: readonly T[]; next: Place | null }>;

/** The page in what was found when one more than `limit` was asked for. */
export const pageOf = <T, Place>(found: readonly T[], limit: number, placeOf: (last: T) => Place): Page<T, Place> => {
  const page = found.slice(0, limit);
  return { page, next: found.length > limit ? placeOf(page.at(-1)!) : null };
};
