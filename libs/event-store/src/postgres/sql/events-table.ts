/** The index rejects a command that is repeated at the revision it expects. */
export const COMMAND_INDEX = 'events_command';

/**
 * The log in PostgreSQL. Every append takes the same advisory lock first, so there is one writer at a time (docs/adr/0003). Positions follow the
 * order of the commits, without gaps. A reader at position P finds every later commit after P. A commit is visible before its lock passes to the next
 * writer.
 *
 * The counter is the last position in the log itself. A counter row that every append updates leaves a dead row version each time. A backup or
 * another long transaction keeps those from being cleared, and every append walks past them.
 *
 * `data` and `metadata` are json, not jsonb: the log keeps the text exactly as written, and neither writing nor reading parses it.
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
