import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

type Client = Readonly<{
  query(config: Readonly<{ name: string; text: string; values: readonly unknown[] }>): Promise<{ rows: unknown[] }>;
}>;

/**
 * Returns the rows of a prepared statement, which each connection plans once under its name. It is for queries that run thousands of times a second
 * and cost mostly planning. TypeORM has no prepared statements; the connection is one of its pool. `text` must be the same each time.
 */
export const preparedQuery = async <Row>(
  db: DataSource,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> => {
  const [client, release] = (await (db.driver as PostgresDriver).obtainMasterConnection()) as [Client, () => void];
  try {
    return (await client.query({ name, text, values })).rows as Row[];
  } finally {
    release();
  }
};
