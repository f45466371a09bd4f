const [TAB, BACKSLASH] = [9, 92];
const NULL = '\\N';

/** The escapes of COPY in text format (PostgreSQL documentation, COPY). */
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A row of COPY in text format, of which only the requested columns are decoded. */
export class CopiedRow {
  /** `columns`: the position of each column by its name */
  constructor(
    private readonly line: Buffer,
    private readonly columns: ReadonlyMap<string, number>,
  ) {}

  /** Returns the text of a column; null for a null, undefined when the table has no such column. */
  text(column: string): string | null | undefined {
    const nth = this.columns.get(column);
    const field = nth === undefined ? undefined : this.field(nth);
    if (field === undefined) return undefined;
    const text = field.toString('utf8');
    if (text === NULL) return null;
    return field.includes(BACKSLASH)
      ? text.replaceAll(/\\(.)/gs, (_, escape: string) => ESCAPES[escape] ?? escape)
      : text;
  }

  /** Returns the bytes of a column of type bytea in hexadecimal format. */
  bytes(column: string): Buffer | undefined {
    const text = this.text(column);
    return text?.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : undefined;
  }

  private field(nth: number): Buffer | undefined {
    let from = 0;
    for (let skip = 0; skip < nth; skip++) {
      const tab = this.line.indexOf(TAB, from);
      if (tab < 0) return undefined;
      from = tab + 1;
    }
    const tab = this.line.indexOf(TAB, from);
    return this.line.subarray(from, tab < 0 ? this.line.length : tab);
  }
}
