import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import type { ConnectionPools } from '../connection-pools.js';
import { type MakeGauge, setOrRemove } from './gauges.js';
import { reusedReading } from './reused-reading.js';

/** The time for which the size is reused, in ms: PostgreSQL looks at every file of the database for it. */
const SIZE_REUSED_MS = 10_000;

const DATABASE_STATE = statement<{ bytes: string; transactions: number }>(
  'runtime.database-state',
  `SELECT pg_database_size(current_database()) AS bytes, age(datfrozenxid) AS transactions
     FROM pg_database WHERE datname = current_database()`,
);

/** The connections of this process to PostgreSQL, and the state of its database. */
export class DatabaseGauges {
  private readonly connections;
  private readonly waiting;
  private readonly connectionAge;
  private readonly size;
  private readonly transactionAge;
  private readonly state;

  constructor(
    gauge: MakeGauge,
    private readonly pools: ConnectionPools,
  ) {
    this.connections = gauge(
      'regie_postgres_connections',
      'Open connections to PostgreSQL, by pool and state: used or idle.',
      'pool',
      'state',
    );
    this.waiting = gauge('regie_postgres_waiting', 'Calls that wait for a connection.', 'pool');
    this.connectionAge = gauge(
      'regie_postgres_connection_age_seconds',
      'The age of the oldest connection of a pool.',
      'pool',
    );
    this.size = gauge('regie_postgres_size_bytes', 'The size of the database on disk.');
    this.transactionAge = gauge(
      'regie_postgres_transaction_age',
      'Transactions since the oldest row that is not frozen; PostgreSQL stops taking writes near 2 billion.',
    );
    this.state = reusedReading({ freshMs: SIZE_REUSED_MS }, () => stateOf(pools.database));
  }

  /** Reads the pools. Call it before other updates: their own calls would count as waiting until the next tick. */
  updateConnections(): void {
    for (const { name: pool, open, idle, waiting, oldestSeconds } of this.pools.readings()) {
      this.connections.set({ pool, state: 'used' }, open - idle);
      this.connections.set({ pool, state: 'idle' }, idle);
      this.waiting.set({ pool }, waiting);
      this.connectionAge.set({ pool }, oldestSeconds);
    }
  }

  async update(): Promise<void> {
    const state = await this.state();
    setOrRemove(this.size, state && Number(state.bytes));
    setOrRemove(this.transactionAge, state?.transactions);
  }
}

const stateOf = async (db: DataSource | undefined) => (db ? (await DATABASE_STATE.rows(db))[0] : undefined);
