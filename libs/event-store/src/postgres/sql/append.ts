/**
 * What both ways to append have in common. Their answer is a row for each item: 'appended' or 'duplicate' with the place of the last event,
 * 'refused' with the revision of the stream. A revision of -1 is a stream without events; an expected revision of -2 is none in particular.
 *
 * Whether the command was applied before is looked up when the stream is not where the writer thought it was, as it is after every lost answer. A
 * repeat that expects the very revision that the stream is at fails on the unique index, and its writer asks what became of the command.
 *
 * Each statement behind the lock sees what was committed before the lock was given, which needs READ COMMITTED, the default of PostgreSQL. Plans
 * are made while the log is short and kept: the settings and the subqueries leave them no way but the right index, for a log of any length.
 */
export const ANSWER =
  'returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan';

/** The lock of who writes, until its transaction ends. The first number sets it apart from the advisory locks of others in the database. */
export const turn = (schema: string): string => `pg_advisory_xact_lock(727003, hashtext('${schema}'))`;

/** In one expression, because that is evaluated without a query: LOCK TABLE costs several times as much. */
export const takeTurn = (schema: string): string => `
  if current_setting('transaction_isolation') <> 'read committed' or ${turn(schema)} is null then
    raise exception 'the event store appends in READ COMMITTED only; default_transaction_isolation is set to something else';
  end if;`;
export const tipOf = (schema: string, stream: string): string =>
  `coalesce((select e.revision from ${schema}.events e where e.stream = ${stream} order by e.revision desc limit 1), -1)`;
export const positionOf = (schema: string, stream: string, command: string): string =>
  `coalesce((select e.position from ${schema}.events e where e.stream = ${stream} and e.command_id = ${command}), 0)`;
export const firstAnswer = (schema: string, position: string): string => `
  select 'duplicate', e.revision, e.position, e.metadata ->> 'fingerprint' into outcome, at_revision, at_position, fingerprint
    from ${schema}.events e where e.position = ${position};`;
