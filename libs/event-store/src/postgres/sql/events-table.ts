/** The index on which a command fails that is repeated at the revision it expects. */
export const COMMAND_INDEX = 'events_command';

/**
 * The log in PostgreSQL. Every append takes the same advisory lock first: who holds it is the only writer, so positions are handed out in the order
 * of the commits, without gaps, and a reader that has seen position P finds all that is committed later behind P (docs/adr/0003). A commit is visible
 * before its lock is given to the next.
 *
 * The counter is the last position in the log itself. One that is updated with every append leaves a dead row version each time, which cannot be
 * cleared while a backup or any other long transaction runs, and every append walks past them.
 *
 * `data` and `metadata` are json, not jsonb: the log keeps what was written to the letter, and neither writing nor reading takes it apart.
 */
export const eventsTable = (schema: string): string => `
  create table ${schema}.events (
    position bigint primary key,
    stream text collate "C" not null,
    revision int not null,
    type text not null,
    data json not null,
    metadata json not null,
    event_id uuid not null,
    -- on the last event of its command only: that row tells where the command ended
    command_id text collate "C",
    recorded_at timestamptz not null,
    unique (stream, revision)
  );
  create unique index ${COMMAND_INDEX} on ${schema}.events (stream, command_id) where command_id is not null;
`;
