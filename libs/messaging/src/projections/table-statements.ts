import { hash } from 'node:crypto';
import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';
import { type Statement, statement } from '#postgres';

/**
 * A class with `@Entity('<table>')`. Its static property `changeable` is the SQL condition of rows that can still change;
 * without it, all can.
 */
export type EntityClass = (new () => object) & Readonly<{ changeable?: string }>;

type Row = Readonly<Record<string, unknown>>;
type Column = Readonly<{ property: string; name: string; type: string; primary: boolean }>;

/** The size of the rows of one statement, in characters of JSON. PostgreSQL takes 256 MB, and both sides hold the text several times. */
const LARGEST_STATEMENT = 4_000_000;

/**
 * The statements on the table of an entity, for any number of rows each: the rows are one parameter, as JSON.
 * Each statement is prepared under a name, so it is planned once a connection. Its only plan looks up each row by an index, also in a table
 * whose size PostgreSQL does not know yet: a subquery with `OFFSET 0` is not joined in another way, and `ON CONFLICT` uses the key.
 */
export class TableStatements {
  readonly table: string;
  /** the properties of the primary key, in its order */
  readonly key: readonly string[];
  private readonly columns: readonly Column[];
  /** the SQL condition of rows that can still change; others are not read */
  readonly changeable: string | undefined;

  /** the statements of each entity, made once for each data source */
  private static readonly made = new WeakMap<DataSource, Map<EntityClass, TableStatements>>();
  /** the statements that were used, by their purpose */
  private readonly used = new Map<string, Statement<Row>>();

  static of({ dataSource }: EntityManager, entity: EntityClass): TableStatements {
    let ofSource = this.made.get(dataSource);
    if (!ofSource) this.made.set(dataSource, (ofSource = new Map<EntityClass, TableStatements>()));
    let statements = ofSource.get(entity);
    if (!statements) ofSource.set(entity, (statements = new TableStatements(dataSource.getMetadata(entity))));
    return statements;
  }

  private constructor({ tableName, columns, target }: EntityMetadata) {
    this.table = tableName;
    this.columns = columns.map(({ propertyName, databaseName, type, isArray, isPrimary }) => ({
      property: propertyName,
      name: `"${databaseName}"`,
      type: `${String(type)}${isArray ? '[]' : ''}`,
      primary: isPrimary,
    }));
    this.key = this.columns.filter(({ primary }) => primary).map(({ property }) => property);
    this.changeable = (target as { changeable?: string }).changeable;
  }

  /** Returns the row with every column; a column that was left out is null. */
  complete(row: Row): Row {
    return Object.fromEntries(this.columns.map(({ property }) => [property, row[property] ?? null]));
  }

  /** Reads the rows of groups: `all` of each, or the `last` one in the order of the key. */
  async read(
    tx: EntityManager,
    kind: 'all' | 'last',
    by: readonly string[],
    groups: readonly Row[],
  ): Promise<readonly Row[]> {
    const wanted = by.map((property) => this.columnOf(property));
    const conditions = wanted.map(({ name }) => `row.${name} = wanted.${name}`);
    if (this.changeable) conditions.push(this.changeable);
    const order = kind === 'last' ? `ORDER BY ${this.columnOf(this.key.at(-1)!).name} DESC LIMIT 1` : 'OFFSET 0';
    const text =
      (): string => `SELECT ${this.columns.map(({ property, name, type }) => `row.${name}${type === 'date' ? '::text' : ''} AS "${property}"`).join(', ')}
       FROM ${recordset('wanted', wanted)}
      CROSS JOIN LATERAL (SELECT row.* FROM ${this.table} row WHERE ${conditions.join(' AND ')} ${order}) row`;
    return this.run(tx, `${kind} by ${by.join(' ')}`, text, wanted, groups);
  }

  /** Adds rows. A row that is there already is an error. */
  async insert(tx: EntityManager, rows: readonly Row[]): Promise<void> {
    await this.run(tx, 'insert', () => this.inserting, this.columns, rows);
  }

  /** Writes rows that are in the table. */
  async update(tx: EntityManager, rows: readonly Row[]): Promise<void> {
    const key = this.columns.filter(({ primary }) => primary).map(({ name }) => name);
    const rest = this.columns.filter(({ primary }) => !primary).map(({ name }) => `${name} = excluded.${name}`);
    const text = (): string => `${this.inserting} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${rest.join(', ')}`;
    await this.run(tx, 'update', text, this.columns, rows);
  }

  /** Writes some columns of rows, found by their key; a row that is not there is left out. `columns` has the key too. */
  async patch(tx: EntityManager, columns: readonly string[], rows: readonly Row[]): Promise<void> {
    const given = columns.map((property) => this.columnOf(property));
    const key = given.filter(({ primary }) => primary);
    const rest = given.filter(({ primary }) => !primary);
    const text = (): string => `UPDATE ${this.table} SET ${rest.map(({ name }) => `${name} = patch.${name}`).join(', ')}
       FROM (SELECT patch.*, row.id AS row_id FROM ${recordset('patch', given)}
              CROSS JOIN LATERAL (SELECT ctid AS id FROM ${this.table} row WHERE ${key.map(({ name }) => `row.${name} = patch.${name}`).join(' AND ')} OFFSET 0) row) patch
      WHERE ${this.table}.ctid = patch.row_id`;
    await this.run(tx, `patch ${columns.join(' ')}`, text, given, rows);
  }

  async delete(tx: EntityManager, rows: readonly Row[]): Promise<void> {
    const key = this.columns.filter(({ primary }) => primary);
    const text =
      (): string => `DELETE FROM ${this.table} WHERE ctid = ANY (ARRAY (SELECT row.id FROM ${recordset('gone', key)}
       CROSS JOIN LATERAL (SELECT ctid AS id FROM ${this.table} row WHERE ${key.map(({ name }) => `row.${name} = gone.${name}`).join(' AND ')} OFFSET 0) row))`;
    await this.run(tx, 'delete', text, key, rows);
  }

  /** Two contexts may have tables of one name, and a name has a limited length: a digest of the text keeps names apart. */
  private prepare(purpose: string, text: string): Statement<Row> {
    const added = statement<Row>(`${this.table.slice(0, 40)} ${hash('sha256', text).slice(0, 16)}`, text);
    this.used.set(purpose, added);
    return added;
  }

  private get inserting(): string {
    const names = this.columns.map(({ name }) => name).join(', ');
    return `INSERT INTO ${this.table} (${names}) SELECT ${names} FROM ${recordset('row', this.columns)}`;
  }

  private columnOf(property: string): Column {
    const column = this.columns.find((each) => each.property === property);
    if (!column) throw new Error(`${this.table} has no column for ${property}`);
    return column;
  }

  /** Runs a statement over the rows, in parts of a bounded size. */
  private async run(
    tx: EntityManager,
    purpose: string,
    write: () => string,
    columns: readonly Column[],
    rows: readonly Row[],
  ): Promise<Row[]> {
    if (rows.length === 0) return [];
    const named = this.used.get(purpose) ?? this.prepare(purpose, write());
    const found: Row[] = [];
    for (const part of inParts(rows, columns)) found.push(...(await named.rows(tx, [part])));
    return found;
  }
}

/** A row source of SQL: the columns of the JSON array in the first parameter. */
const recordset = (alias: string, columns: readonly Column[]): string =>
  `jsonb_to_recordset($1::jsonb) AS ${alias} (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`;

/** Divides rows into JSON arrays of a bounded size. A row that is larger has an array of its own. */
const inParts = (rows: readonly Row[], columns: readonly Column[]): readonly string[] => {
  const parts: string[] = [];
  let part: string[] = [];
  let size = 0;
  for (const row of rows) {
    const text = `{${columns.map(({ property, name }) => `${name}:${JSON.stringify(row[property] ?? null)}`).join(',')}}`;
    if (size > 0 && size + text.length > LARGEST_STATEMENT) {
      parts.push(`[${part.join(',')}]`);
      part = [];
      size = 0;
    }
    part.push(text);
    size += text.length;
  }
  return [...parts, `[${part.join(',')}]`];
};
