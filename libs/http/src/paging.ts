/** A page of a list. `next`: the key after which the next page starts; null on the last page. */
export type Page<T, Key = string> = Readonly<{ items: readonly T[]; next: Key | null }>;

/** Reads a page of at most `limit` items. `read` gets a limit of one row more, which shows whether there is a next page. */
export const readPage = async <T, Key>(
  limit: number,
  read: (rows: number) => Promise<readonly T[]>,
  keyOf: (last: T) => Key,
): Promise<Page<T, Key>> => {
  const rows = await read(limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? keyOf(items.at(-1)!) : null };
};
