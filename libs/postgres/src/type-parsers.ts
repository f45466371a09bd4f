import type { CustomTypesConfig } from 'pg';
// @ts-expect-error pg-types has declarations for its index only
import textParsers from 'pg-types/lib/textParsers.js';

type Parse = (text: string) => unknown;

const parsers = new Map<number, Parse>();
(textParsers as { init(register: (oid: number, parse: Parse) => void): void }).init((oid, parse) => {
  parsers.set(oid, parse);
});

/**
 * The `types` of every connection to PostgreSQL: the parsers that pg has by default, in a table that nobody else can change. `pg.types` is one for
 * the whole process, and a library that replaces a parser there (a bigint becomes a BigInt) changes the rows of every pool without its own `types`.
 */
export const typeParsers: CustomTypesConfig = { getTypeParser: (oid) => parsers.get(oid) ?? String };
