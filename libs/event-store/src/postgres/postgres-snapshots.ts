import type { ClientBase, Pool } from 'pg';
import { type SchemaState, type Statement, statement } from '#postgres';
import type { Snapshot, Snapshots } from '../state/snapshots.js';

/**
 * The days for which snapshots of other versions are kept: two versions of the hub may run side by side during an
 * update or a rollback.
 */
const OTHER_VERSIONS_KEPT_DAYS = 7;

export const SNAPSHOTS_SCHEMA = 'event_store_snapshots';

/** Compares the table of snapshots with the one that this release uses. */
export const snapshotsState = async (client: ClientBase, schema = SNAPSHOTS_SCHEMA): Promise<SchemaState> => {
  const { rowCount: usable } = await client.query(
    `select from pg_attribute join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
      where nspname = $1 and relname = 'snapshots' and attname = 'state' and atttypid = 'bytea'::regtype`,
    [schema],
  );
  return { schema, missing: usable ? [] : ['the table of snapshots'], newer: [] };
};

/** Stores snapshots in a table of PostgreSQL, for a log in any store. The caller owns the pool. */
export class PostgresSnapshots implements Snapshots {
  readonly #load: Statement<Snapshot>;
  readonly #save: Statement;

  constructor(
    private readonly pool: Pool,
    private readonly schema = SNAPSHOTS_SCHEMA,
  ) {
    if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) throw new RangeError(`not a schema name: ${JSON.stringify(schema)}`);
    this.#load = statement(
      `${schema}.load`,
      `select revision, event_id as "eventId", state from ${schema}.snapshots where stream = $1 and version = $2`,
    );
    // An existing snapshot is older, damaged or of another log, so it is replaced. Snapshots of versions that no
    // process has saved for a week are deleted.
    this.#save = statement(
      `${schema}.save`,
      `with gone as (delete from ${schema}.snapshots where stream = $1 and version <> $2 and taken_at < now() - $6 * interval '1 day')
       insert into ${schema}.snapshots (stream, version, revision, event_id, state) values ($1, $2, $3, $4, $5)
       on conflict (stream, version) do update set revision = excluded.revision, event_id = excluded.event_id, state = excluded.state, taken_at = now()`,
    );
  }

  /** Creates the missing parts of the schema; any number of processes may call this at once. */
  async migrate(): Promise<void> {
    // A query with several statements is one transaction. The lock makes a second process wait until the first one has
    // created everything.
    await this.pool.query(`
      select pg_advisory_xact_lock(hashtextextended('migrate ${this.schema}', 0));
      create schema if not exists ${this.schema};
      do $$ begin
        -- an older version of the hub stored json: dropped snapshots are made again
        if exists (select from information_schema.columns where table_schema = '${this.schema}' and table_name = 'snapshots' and data_type = 'json') then
          drop table ${this.schema}.snapshots;
        end if;
      end $$;
      create table if not exists ${this.schema}.snapshots (
        stream text collate "C", version int, revision int not null, event_id uuid not null, state bytea not null, taken_at timestamptz not null default now(),
        primary key (stream, version)
      )`);
  }

  async load(stream: string, version: number): Promise<Snapshot | undefined> {
    const { name, text } = this.#load;
    const { rows } = await this.pool.query<Snapshot>({ name, text, values: [stream, version] });
    return rows[0];
  }

  async save(stream: string, version: number, { revision, eventId, state }: Snapshot): Promise<void> {
    const { name, text } = this.#save;
    const values = [stream, version, revision, eventId, state, OTHER_VERSIONS_KEPT_DAYS];
    await this.pool.query({ name, text, values });
  }
}
