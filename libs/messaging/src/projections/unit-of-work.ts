import type { EntityManager } from 'typeorm';
import { type EntityClass, TableStatements } from './table-statements.js';

/** Equality on some columns. It selects a row by its key, or the rows of a group such as one case. */
export type Where<Row> = Readonly<Partial<Row>>;

/** The rows of one table, as they are after the events of the page that were folded before. */
export interface Rows<Row> {
  /** Returns the rows of a group, in the order of their keys as JSON: a fold must not depend on the order of a table. Rows outside the changeable ones of the entity are left out. */
  find(where: Where<Row>): readonly Row[];
  /** Returns the last row of a group in the order of the key, of which the group has all columns but the last. */
  last(where: Where<Row>): Row | undefined;
  /** @throws {RowExists} for a key that is taken */
  insert(...rows: readonly Row[]): void;
  upsert(row: Row): void;
  /** Changes all rows of a group. The key of a row never changes. */
  update(where: Where<Row>, changes: Partial<Row> | ((row: Row) => Partial<Row>)): void;
  delete(where: Where<Row>): void;
  /** Replaces the rows of a group by others. */
  replace(where: Where<Row>, rows: readonly Row[]): void;
}

/** Gives access to the rows of an entity of the projection. */
export type Tables = <Row extends object>(entity: new () => Row) => Rows<Row>;

/** A row with this key is there already: an event was applied twice, or two events state one thing. */
export class RowExists extends Error {
  override readonly name = 'RowExists';
}

/**
 * Folds a page of events into rows in memory, and then writes the differences: a few statements for any number of events.
 * The fold is repeated until all rows that it asks for are loaded, so it must be pure.
 * Every row is written once. Tables are written in the order of `entities`; within a table, deleted rows come first, then changed rows, then new ones.
 */
export const foldPage = async (
  tx: EntityManager,
  entities: readonly EntityClass[],
  fold: (tables: Tables) => void,
): Promise<void> => {
  const loaded = new Map(entities.map((entity) => [entity, new LoadedTable(TableStatements.of(tx, entity))]));
  for (;;) {
    const work = new Map([...loaded].map(([entity, table]) => [entity, new WorkingTable(table)]));
    const tables = (<Row extends object>(entity: new () => Row) => {
      const table = work.get(entity);
      if (!table) throw new Error(`${entity.name} is not among the entities of the projection`);
      return table as unknown as Rows<Row>;
    }) as Tables;
    const failure = attempt(() => fold(tables));
    const missing = [...loaded.values()].filter((table) => table.needsRows);
    if (missing.length === 0) {
      if (failure) throw failure.error;
      for (const table of work.values()) await table.write(tx);
      return;
    }
    // The fold saw too few rows, so its result is worthless, and so is its error.
    for (const table of missing) await table.load(tx);
  }
};

const attempt = (work: () => void): Readonly<{ error: unknown }> | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
};

type Row = Readonly<Record<string, unknown>>;

/** A group of rows that the fold asks for: the names of its columns, and their values. */
type Group = Readonly<{ kind: 'all' | 'last'; columns: readonly string[]; values: readonly unknown[] }>;

const groupOf = (where: Row): Group => {
  const columns = Object.keys(where).toSorted();
  return { kind: 'all', columns, values: columns.map((column) => where[column]) };
};

const textOf = (values: readonly unknown[]): string => JSON.stringify(values);

/** The rows of a table that were read from the database, and the groups that are complete. */
class LoadedTable {
  readonly rows = new Map<string, Row>();
  readonly key: readonly string[];
  private readonly complete = new Set<string>();
  private readonly missing = new Map<string, Group>();

  constructor(readonly statements: TableStatements) {
    this.key = statements.key;
  }

  get needsRows(): boolean {
    return this.missing.size > 0;
  }

  /** True for the values of a whole key. */
  isKey(where: Row): boolean {
    return Object.keys(where).length === this.key.length && this.key.every((column) => column in where);
  }

  /** True when a row may be changed without being loaded. A row that can change no more is not changed at all. */
  get takesPatches(): boolean {
    return this.statements.changeable === undefined;
  }

  keyIn(row: Row): Row {
    return Object.fromEntries(this.key.map((column) => [column, row[column]]));
  }

  keyOf(row: Row): string {
    return textOf(this.key.map((column) => row[column]));
  }

  /** Asks for a group; it is loaded before the next fold. */
  need(group: Group): void {
    const name = textOf([group.kind, group.columns, group.values]);
    if (!this.complete.has(name)) this.missing.set(name, group);
  }

  /** Loads the missing groups, with one statement for each set of columns. */
  async load(tx: EntityManager): Promise<void> {
    const byColumns = Map.groupBy(this.missing.values(), ({ kind, columns }) => textOf([kind, columns]));
    for (const groups of byColumns.values()) {
      const { kind, columns } = groups[0]!;
      const wanted = groups.map(({ values }) =>
        Object.fromEntries(columns.map((column, nth) => [column, values[nth]])),
      );
      for (const row of await this.statements.read(tx, kind, columns, wanted)) this.rows.set(this.keyOf(row), row);
    }
    for (const name of this.missing.keys()) this.complete.add(name);
    this.missing.clear();
  }
}

/** The rows of a table while the events of a page are folded. */
class WorkingTable implements Rows<Row> {
  private readonly rows: Map<string, Row>;
  /** columns of rows that are not loaded, by key: nothing of the page depends on the rest of these rows */
  private readonly patches = new Map<string, Row>();
  /** the keys of rows that replace whatever is in the table, without a look at it */
  private readonly replaced = new Set<string>();
  /** the keys of the rows of each group, for each set of columns that was asked for */
  private readonly groups = new Map<string, Readonly<{ columns: readonly string[]; keys: Map<string, Set<string>> }>>();

  constructor(private readonly loaded: LoadedTable) {
    this.rows = new Map(loaded.rows);
  }

  find(where: Row): readonly Row[] {
    const group = groupOf(where);
    if (!this.loaded.isKey(where)) {
      this.loaded.need(group);
      return this.keysInMemory(group.columns, group.values)
        .toSorted()
        .map((key) => this.rows.get(key)!);
    }
    const row = this.rows.get(this.loaded.keyOf(where));
    if (!row) this.loaded.need(group);
    return row ? [row] : [];
  }

  last(where: Row): Row | undefined {
    const columns = this.loaded.key.slice(0, -1);
    const order = this.loaded.key.at(-1)!;
    const values = columns.map((column) => where[column]);
    this.loaded.need({ kind: 'last', columns, values });
    return this.keysInMemory(columns, values)
      .map((key) => this.rows.get(key)!)
      .reduce<Row | undefined>(
        (last, row) => (last === undefined || (row[order] as number) > (last[order] as number) ? row : last),
        undefined,
      );
  }

  insert(...rows: readonly Row[]): void {
    for (const row of rows) {
      const name = this.loaded.keyOf(row);
      if (this.rows.has(name)) throw new RowExists(`${this.loaded.statements.table} has a row ${name} already`);
      this.set(name, row);
    }
  }

  upsert(row: Row): void {
    const name = this.loaded.keyOf(row);
    if (!this.loaded.takesPatches) this.find(this.loaded.keyIn(row));
    else if (!this.loaded.rows.has(name)) this.replaced.add(name);
    this.patches.delete(name);
    this.set(name, row);
  }

  update(where: Row, changes: Partial<Row> | ((row: Row) => Partial<Row>)): void {
    if (typeof changes !== 'function' && this.loaded.isKey(where) && this.loaded.takesPatches) {
      const name = this.loaded.keyOf(where);
      if (!this.rows.has(name)) {
        this.patches.set(name, { ...this.patches.get(name), ...changes, ...where });
        return;
      }
    }
    for (const row of this.find(where))
      this.set(this.loaded.keyOf(row), { ...row, ...(typeof changes === 'function' ? changes(row) : changes) });
  }

  delete(where: Row): void {
    for (const row of this.find(where)) this.take(row);
  }

  replace(where: Row, rows: readonly Row[]): void {
    const after = new Map(rows.map((row) => [this.loaded.keyOf(row), row]));
    for (const row of this.find(where)) if (!after.has(this.loaded.keyOf(row))) this.take(row);
    for (const [name, row] of after) if (this.rows.get(name) !== row) this.set(name, row);
  }

  /** Writes the differences from the loaded rows. Rows are in the order of their keys, so that two writers lock them in one order. */
  async write(tx: EntityManager): Promise<void> {
    const { rows: before, statements } = this.loaded;
    const deleted = [...before].filter(([name]) => !this.rows.has(name));
    const touched = [...this.rows].filter(([name, row]) => before.get(name) !== row);
    const isThere = (name: string): boolean => before.has(name) || this.replaced.has(name);
    const changed = touched.filter(([name]) => isThere(name));
    const added = touched.filter(([name]) => !isThere(name));
    await statements.delete(tx, inOrder(deleted));
    const byColumns = Map.groupBy(inOrder([...this.patches]), (row) => Object.keys(row).toSorted().join(' '));
    for (const patches of byColumns.values()) await statements.patch(tx, Object.keys(patches[0]!).toSorted(), patches);
    await statements.update(tx, inOrder(changed));
    await statements.insert(tx, inOrder(added));
  }

  /** Deletes a row. The row that it replaced has to be deleted too. */
  private take(row: Row): void {
    const name = this.loaded.keyOf(row);
    if (this.replaced.has(name)) this.loaded.need(groupOf(this.loaded.keyIn(row)));
    this.remove(name);
  }

  /** Returns the keys of the rows of a group that are in memory. */
  private keysInMemory(columns: readonly string[], values: readonly unknown[]): readonly string[] {
    const name = columns.join(' ');
    let group = this.groups.get(name);
    if (!group) {
      group = { columns, keys: new Map() };
      this.groups.set(name, group);
      for (const [key, row] of this.rows) addTo(group, key, row);
    }
    return [...(group.keys.get(textOf(values)) ?? [])];
  }

  private set(name: string, row: Row): void {
    this.remove(name);
    const complete = this.loaded.statements.complete(row);
    this.rows.set(name, complete);
    for (const group of this.groups.values()) addTo(group, name, complete);
  }

  private remove(name: string): void {
    const row = this.rows.get(name);
    if (!row) return;
    this.rows.delete(name);
    for (const { columns, keys } of this.groups.values())
      keys.get(textOf(columns.map((column) => row[column])))?.delete(name);
  }
}

type KeysOfGroups = Readonly<{ columns: readonly string[]; keys: Map<string, Set<string>> }>;

const addTo = ({ columns, keys }: KeysOfGroups, name: string, row: Row): void => {
  const values = textOf(columns.map((column) => row[column]));
  const of = keys.get(values);
  if (of) of.add(name);
  else keys.set(values, new Set([name]));
};

const inOrder = (rows: readonly (readonly [key: string, row: Row])[]): readonly Row[] =>
  rows.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))).map(([, row]) => row);
