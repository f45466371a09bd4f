/** A table of a dump, as `schema.table`, with its columns in the order of the rows. */
export type CopiedTable = Readonly<{ table: string; columns: ReadonlyMap<string, number> }>;

/** The callbacks for the parts of a dump, in the order of the file. */
export type DumpVisitor = Readonly<{
  /** a line before which other programs and versions are named, without its dashes */
  comment(text: string): void;
  database(name: string): void;
  table(name: string): void;
  copy(table: CopiedTable): ((line: Buffer) => void) | undefined;
  insert(table: string): void;
}>;

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$]+)`;
const CREATE_TABLE = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (${NAME}\\.${NAME}) \\(`);
const COPY = new RegExp(`^COPY (${NAME}\\.${NAME}) \\((.*)\\) FROM stdin;$`);
const INSERT = new RegExp(`^INSERT INTO (${NAME}\\.${NAME}) `);
const CONNECT = /^\\connect (?:-reuse-previous=on )?(?:"dbname='(.*)'"|"((?:[^"]|"")+)"|(\S+))$/;
/** Longer lines outside of data are bodies of functions and the like. */
const LONGEST_STATEMENT = 65_536;

/** Recognises the parts of a dump in plain SQL, line by line, without a copy of the data. */
export class DumpSections {
  private copying: Readonly<{ table: string; row: ((line: Buffer) => void) | undefined }> | undefined;

  constructor(private readonly visitor: DumpVisitor) {}

  /** The table whose rows have begun and not ended; undefined between tables. */
  get openTable(): string | undefined {
    return this.copying?.table;
  }

  take(line: Buffer): void {
    if (this.copying) {
      if (line.length === 2 && line[0] === 92 && line[1] === 46) this.copying = undefined;
      else this.copying.row?.(line);
    } else if (line.length > 0 && line.length < LONGEST_STATEMENT) this.takeStatement(line.toString('utf8'));
  }

  private takeStatement(line: string): void {
    if (line.startsWith('-- ')) return this.visitor.comment(line.slice(3));
    const copied = COPY.exec(line);
    if (copied) {
      const table = plain(copied[1]!);
      const names = copied[2]!.split(', ').map(plain);
      const columns = new Map(names.map((name, nth) => [name, nth]));
      this.copying = { table, row: this.visitor.copy({ table, columns }) };
      return;
    }
    const created = CREATE_TABLE.exec(line);
    if (created) return this.visitor.table(plain(created[1]!));
    const inserted = INSERT.exec(line);
    if (inserted) return this.visitor.insert(plain(inserted[1]!));
    const connected = CONNECT.exec(line);
    if (connected) this.visitor.database(connected[1] ?? connected[2] ?? connected[3]!);
  }
}

/** Removes the quotes of a name, as in `cases."case"`. */
const plain = (name: string): string => name.replaceAll('"', '');
