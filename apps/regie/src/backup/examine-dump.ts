import type { DecryptionKeys } from '#partners';
import { DumpDamaged, type DumpFile, readDump } from './dump-file.js';
import { linesOf } from './dump-lines.js';
import { DumpSections } from './dump-sections.js';
import { type DatabaseInDump, ExaminedDatabase } from './examined-database.js';

/** The content of a dump. */
export type DumpContent = Readonly<{
  /** the versions of PostgreSQL and of pg_dump; undefined when the dump does not name them */
  server?: string;
  tool?: string;
  /** true when the mark is there that pg_dump writes last */
  complete: boolean;
  /** the table in whose rows the dump ends early */
  endsIn?: string;
  /** the reason why the file could not be read to its end */
  damage?: string;
  /** false for a file that does not begin as a dump does */
  isDump: boolean;
  databases: readonly DatabaseInDump[];
}>;

/** The first line of a dump of a whole server, by pg_dumpall, and of one database, and the last one of both. */
const CLUSTER = 'PostgreSQL database cluster dump';
const DATABASE = 'PostgreSQL database dump';
const complete = (title: string): string => `${title} complete`;

/** Reads a dump once, from its begin to its end, in a memory that does not grow with it. */
export const examineDump = async (
  file: DumpFile,
  { keys, now, onRead }: Readonly<{ keys: DecryptionKeys | undefined; now: Date; onRead(bytes: number): void }>,
): Promise<DumpContent> => {
  let [server, tool, last]: (string | undefined)[] = [];
  const titles = new Set<string>();
  let current = new ExaminedDatabase(undefined, keys, now);
  const databases = [current];
  const sections = new DumpSections({
    comment: (text) => {
      if (text.startsWith('PostgreSQL database')) titles.add((last = text));
      server ??= /^Dumped from database version (\S+)/.exec(text)?.[1];
      tool ??= /^Dumped by pg_dump version (\S+)/.exec(text)?.[1];
    },
    database: (name) => databases.push((current = new ExaminedDatabase(name, keys, now))),
    table: (name) => current.table(name),
    copy: (table) => current.copy(table),
    insert: () => current.insert(),
  });
  let damage: string | undefined;
  try {
    for await (const lines of linesOf(readDump(file, onRead))) for (const line of lines) sections.take(line);
  } catch (error) {
    if (!(error instanceof DumpDamaged)) throw error;
    damage = error.message;
  }
  const title = titles.has(CLUSTER) ? CLUSTER : DATABASE;
  return {
    ...(server !== undefined && { server }),
    ...(tool !== undefined && { tool }),
    complete: last === complete(title) && damage === undefined,
    ...(sections.openTable !== undefined && { endsIn: sections.openTable }),
    ...(damage !== undefined && { damage }),
    isDump: titles.size > 0,
    databases: databases.filter(({ isOfHub }) => isOfHub).map(({ result }) => result),
  };
};
