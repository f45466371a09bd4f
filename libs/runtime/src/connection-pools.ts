import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** The state of a pool at one moment. `waiting`: the calls that wait for a connection. `oldestSeconds`: the age of the oldest connection. */
export type PoolReading = Readonly<{
  name: string;
  open: number;
  idle: number;
  waiting: number;
  oldestSeconds: number;
}>;

/** The pools of connections to PostgreSQL in this process, for the metrics. */
@Injectable()
export class ConnectionPools {
  /** a data source of the database of this process; undefined when no context has one */
  database: DataSource | undefined;
  private readonly pools: Readonly<{ name: string; pool: Pool }>[] = [];

  add(name: string, pool: Pool): void {
    this.pools.push({ name, pool });
  }

  addDataSource(name: string, db: DataSource): void {
    this.database ??= db;
    this.add(name, (db.driver as unknown as { master: Pool }).master);
  }

  readings(): readonly PoolReading[] {
    return this.pools.map(({ name, pool }) => {
      // pg-pool has no public list of its connections.
      const clients = (pool as unknown as { _clients: readonly { openedAt?: number }[] })._clients;
      const ages = clients.map(({ openedAt = performance.now() }) => performance.now() - openedAt);
      return {
        name,
        open: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
        oldestSeconds: Math.max(0, ...ages) / 1_000,
      };
    });
  }
}
