import type { ContextName } from '#contracts';
import { EVENT_STORE_SCHEMA, SNAPSHOTS_SCHEMA } from '#event-store';
import { READ, type Rights, type SchemaRights } from '#postgres';
import type { Settings } from '../settings/settings.js';
import { MIGRATIONS_TABLE } from './upgrade.js';

/** Events are appended by functions only; no process changes or deletes one. */
const APPEND: Rights = { tables: ['SELECT'], functions: true };
const WRITE: Rights = {
  tables: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  except: { [MIGRATIONS_TABLE]: ['SELECT'] },
  functions: true,
};

/**
 * The rights of the database roles, for `regie migrate`, which grants them, and for the checks at the start and of
 * `regie doctor` (docs/adr/0095).
 */
export const databaseRights = (
  contexts: readonly ContextName[],
  eventStore: Settings['eventStore'],
): readonly SchemaRights[] => [
  ...(eventStore === 'postgres' ? [{ schema: EVENT_STORE_SCHEMA, runtime: APPEND, reader: READ }] : []),
  { schema: SNAPSHOTS_SCHEMA, runtime: WRITE, reader: READ },
  ...contexts.map((schema) => ({ schema, runtime: WRITE, reader: READ })),
];
