import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

type Client = Readonly<{
  query(config: Readonly<{ name: string; text: string; values: readonly unknown[] }>): Promise<{ rows: unknown[] }>;
}>;

/**
 * Runs a query as a prepared statement, which each connection plans once. `name` must always come with the same `text`.
 * Use it for queries that run thousands of times a second and spend most of their time on planning. TypeORM has no prepared statements, so the
 * query runs directly on a connection of its pool.
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
