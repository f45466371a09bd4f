/** The unique index that rejects a repeated command whose stream is at the expected revision. */
export const COMMAND_INDEX = 'events_command';

/**
 * The log in PostgreSQL. Every append takes the same advisory lock first, so there is one writer at a time
 * (docs/adr/0003).
 * A commit is visible before the next writer gets the lock. So positions follow the order of the commits, without gaps,
 * and a reader never misses an event with an earlier position.
 *
 * The last position in the log is the counter. A counter row would leave a dead row version with every append.
 * During a backup or another long transaction, VACUUM could not remove these, and every append would walk past them.
 *
 * `data` and `metadata` are json, not jsonb: the log keeps the text exactly as written, and neither writing nor reading
 * parses it.
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
