import type { QueryResult, QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { mustBeInTime } from './time-limit.js';

/** A data source, whose pool lends a connection for one statement, or the entity manager of a transaction. */
export type Database = DataSource | EntityManager;

type Client = Readonly<{ query(statement: object): Promise<QueryResult> }>;

/** PostgreSQL cuts a longer name, and could then take one statement for another. */
const LONGEST_NAME = 63;

const registered = new Map<string, Statement>();

/**
 * A constant SQL text with a name. Each connection parses it once, and PostgreSQL keeps its plan (docs/adr/0091).
 * TypeORM has no named statements, so it runs directly on a connection of TypeORM.
 */
export class Statement<Row extends QueryResultRow = QueryResultRow> {
  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** Returns the rows that the statement selects, or returns from a write. */
  async rows(db: Database, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.run(db, values)).rows as Row[];
  }

  /** Returns the number of rows that the statement has written. */
  async count(db: Database, values: readonly unknown[] = []): Promise<number> {
    return (await this.run(db, values)).rowCount ?? 0;
  }

  private async run(db: Database, values: readonly unknown[]): Promise<QueryResult> {
    const { name, text } = this;
    mustBeInTime();
    if ('queryRunner' in db && db.queryRunner)
      return ((await db.queryRunner.connect()) as Client).query({ name, text, values });
    const { driver } = 'dataSource' in db ? db.dataSource : db;
    const [client, release] = (await (driver as PostgresDriver).obtainMasterConnection()) as [Client, () => void];
    try {
      // The wait for a connection may have taken the rest of the time.
      mustBeInTime();
      return await client.query({ name, text, values });
    } finally {
      release();
    }
  }
}

/**
 * Adds a statement to the closed list of named statements. `name`: `<library>.<purpose>`.
 * @throws {RangeError} for a name that is too long, or that another text has already
 */
export const statement = <Row extends QueryResultRow = QueryResultRow>(name: string, text: string): Statement<Row> => {
  if (name.length > LONGEST_NAME) throw new RangeError(`the name of a statement is too long: ${name}`);
  const known = registered.get(name) ?? new Statement(name, text);
  if (known.text !== text) throw new RangeError(`two statements have the name ${name}`);
  registered.set(name, known);
  return known as Statement<Row>;
};

/**
 * Adds a statement for each combination of optional filters, because one text for all could not use an index for each.
 * `write` returns the text for the filters that are given, in the order of `filters`.
 */
export const statementByFilters = <Row extends QueryResultRow, Filter extends string>(
  name: string,
  filters: readonly Filter[],
  write: (given: readonly Filter[]) => string,
): ((given: readonly Filter[]) => Statement<Row>) => {
  const nameOf = (given: readonly Filter[]): string => [name, ...given].join(' ');
  const combinations = filters.reduce<readonly (readonly Filter[])[]>(
    (before, filter) => [...before, ...before.map((given) => [...given, filter])],
    [[]],
  );
  const byName = new Map(combinations.map((given) => [nameOf(given), statement<Row>(nameOf(given), write(given))]));
  return (given) => byName.get(nameOf(given))!;
};

/** The closed list: the statements of all modules that are loaded, by name. */
export const namedStatements = (): ReadonlyMap<string, Statement> => registered;
