/**
 * The parts that both append functions share. These return a row for each item: 'appended' or 'duplicate' with the
 * position of the last event, or 'refused' with the revision of the stream.
 * A revision of -1 is a stream without events; an expected revision of -2 accepts any.
 *
 * If the stream is not at the expected revision, as after every lost response, the function looks for the command in
 * the log.
 * If the stream is at the expected revision, a repeat fails on the unique index instead, and its writer then looks up
 * the command.
 *
 * Each statement after the lock must see every earlier commit, which requires READ COMMITTED, the default of
 * PostgreSQL.
 * PostgreSQL plans the statements while the log is short, and keeps these plans. The settings and the subqueries force
 * the right index, so that the plans also suit a long log.
 */
export const ANSWER =
  'returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan';

/**
 * Takes the advisory lock of appends until the transaction ends. The first number separates it from other advisory
 * locks in the database.
 */
export const turn = (schema: string): string => `pg_advisory_xact_lock(727003, hashtext('${schema}'))`;

/**
 * Checks the isolation level and takes the lock in one expression, which is evaluated without a query. LOCK TABLE costs
 * several times as much.
 */
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
/**
 * The recorded time of an append: the current time, or that of the previous event of the stream when that is later.
 * So an event that was stamped ahead affects the times of its own stream only (docs/adr/0082). `greatest` ignores the
 * null of a stream without events.
 */
export const moment = (before: string): string => `greatest(${before}, date_trunc('milliseconds', clock_timestamp()))`;
