import { turn } from './append.js';

/** The functions through which a process appends, with the types of their parameters. */
const APPENDING = [
  'append_one(text, bigint, text, text, json, json, uuid)',
  'append_batch(text[], bigint[], text[], int[], text, int[], int[], text[], text, uuid[])',
  'check_append()',
];

/**
 * Makes the functions the only way to append. They run with the rights of their owner, and only roles with a grant may
 * execute them; nobody else needs a right to write events (docs/adr/0095).
 * The fixed search path keeps a caller from replacing what the functions call, as PostgreSQL advises in "Writing
 * SECURITY DEFINER Functions Safely".
 */
export const appendRights = (schema: string): string =>
  checkAppend(schema) +
  APPENDING.map(
    (signature) => `
  alter function ${schema}.${signature} security definer set search_path = pg_catalog, pg_temp;
  revoke all on function ${schema}.${signature} from public;`,
  ).join('');

/** The function `check_append` takes the locks of an append and writes nothing. A role that may not write cannot take them. */
const checkAppend = (schema: string): string => `
  create or replace function ${schema}.check_append() returns void language plpgsql as $$
  begin
    perform ${turn(schema)};
    lock table ${schema}.events in row exclusive mode;
  end
  $$;`;
