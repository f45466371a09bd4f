/**
 * The parts that both append functions share. They return a row for each item: 'appended' or 'duplicate' with the position of the last event,
 * 'refused' with the revision of the stream. A revision of -1 is a stream without events; an expected revision of -2 accepts any.
 *
 * An append looks up an earlier run of its command when the stream is not at the expected revision, as after every lost response. A repeat that
 * expects the current revision fails on the unique index, and its writer then reads the outcome of the command.
 *
 * Each statement after the lock sees every earlier commit, which needs READ COMMITTED, the default of PostgreSQL. Plans are made while the log is
 * short and kept. The settings and the subqueries force the right index, for a log of any length.
 */
export const ANSWER =
  'returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan';

/** The lock of the writer, until its transaction ends. The first number keeps it apart from the advisory locks of others in the database. */
export const turn = (schema: string): string => `pg_advisory_xact_lock(727003, hashtext('${schema}'))`;

/** Takes the lock in one expression, which is evaluated without a query: LOCK TABLE costs several times as much. */
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
 * The recorded time of an append: that of the clock, or of the event before it in the stream when that is later. Only streams with an event that was
 * stamped ahead stay ahead (docs/adr/0082). `greatest` ignores null, for a stream without events.
 */
export const moment = (before: string): string => `greatest(${before}, date_trunc('milliseconds', clock_timestamp()))`;
