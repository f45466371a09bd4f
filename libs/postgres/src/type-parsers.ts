import type { CustomTypesConfig } from 'pg';
// @ts-expect-error pg-types has declarations for its index only
import textParsers from 'pg-types/lib/textParsers.js';

type Parse = (text: string) => unknown;

const parsers = new Map<number, Parse>();
(textParsers as { init(register: (oid: number, parse: Parse) => void): void }).init((oid, parse) => {
  parsers.set(oid, parse);
});

/**
 * The `types` of every connection to PostgreSQL: the default parsers of pg, in a table of our own.
 * `pg.types` is shared by the whole process: a library that replaces a parser there changes the rows of other pools.
 */
export const typeParsers: CustomTypesConfig = { getTypeParser: (oid) => parsers.get(oid) ?? String };
