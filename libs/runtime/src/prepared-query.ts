import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

type Client = Readonly<{
  query(config: Readonly<{ name: string; text: string; values: readonly unknown[] }>): Promise<{ rows: unknown[] }>;
}>;

/**
 * The rows of a query that each connection plans once, under its name: for those that are asked thousands of times a second, of which planning is the
 * larger part. TypeORM knows no prepared statements; the connection is one of its pool. `text` must be the same each time.
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
