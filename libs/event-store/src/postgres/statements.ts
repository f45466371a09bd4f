import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';
import { isRetryable } from '#postgres';
import { retryTransient } from '../port/retry-transient.js';

/**
 * Runs statements of the event store on a pool, whose connections limit their time. If an append was written
 * nevertheless, the retry finds it by its command id.
 */
export class Statements {
  constructor(
    private readonly pool: Pool,
    private readonly retryForMs: number,
  ) {
    // The pool drops a connection that breaks while idle; without a listener, its error would end the process.
    if (!pool.listeners('error').includes(ignore)) pool.on('error', ignore);
  }

  /** Runs a statement on any connection. */
  async query<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    return (await this.pool.query<Row>(query)).rows;
  }

  /**
   * Takes a connection from the pool; the caller releases it. An error of the connection fails only the statement that
   * runs on it.
   */
  async connection(): Promise<PoolClient> {
    const client = await this.pool.connect();
    if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
    return client;
  }

  /**
   * Repeats work while its error is transient.
   * @throws {StoreBusy} when the time limit of the store is over
   */
  retryTransient<T>(work: () => Promise<T>): Promise<T> {
    return retryTransient(work, {
      retryForMs: this.retryForMs,
      isTransient: (error) => this.isTransient(error),
      message: 'the database does not answer',
    });
  }

  /** True for an error after which a retry can succeed. A pool that ends hands out no more connections. */
  isTransient(error: unknown): boolean {
    return !this.pool.ending && isRetryable(error);
  }
}

const ignore = (): void => undefined;
