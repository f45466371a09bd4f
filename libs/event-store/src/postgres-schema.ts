/**
 * The log in PostgreSQL. `head` is one row that every append locks first: who holds it is the only writer, so positions are handed out in the
 * order of the commits, without gaps, and a reader that has seen position P finds all that is committed later behind P (docs/adr/0003).
 *
 * The row is locked and never updated: the counter is the last position in the log itself. A counter that is updated with every append leaves
 * a dead row version each time, which cannot be cleared while a backup or any other long transaction runs, and every append walks past them.
 */
const tables = (schema: string): string => `
  create table ${schema}.head (only_row boolean primary key default true check (only_row));
  insert into ${schema}.head default values;

  create table ${schema}.events (
    position bigint primary key,
    stream text collate "C" not null,
    revision int not null,
    type text not null,
    data jsonb not null,
    metadata jsonb not null,
    event_id uuid not null,
    -- on the last event of its command only: that row tells where the command ended
    command_id text collate "C",
    recorded_at timestamptz not null,
    unique (stream, revision)
  );
  create unique index events_command on ${schema}.events (stream, command_id) where command_id is not null;
`;

/**
 * Appends a batch of items, at most one per stream, in one round trip and one transaction. Each item has its own outcome, in the order of the
 * items: 'appended' or 'duplicate' with the place of its last event, 'refused' with the revision of the stream. A revision of -1 is a stream
 * without events; an expected revision of -2 is none in particular.
 *
 * Each item is looked up on its own, which costs less than a join that is planned for a batch of unknown size; all rows are written by one
 * INSERT. Every statement sees what was committed before the lock was given, which needs READ COMMITTED, the default of PostgreSQL.
 */
const append = (schema: string): string => `
  create or replace function ${schema}.append(
    streams text[], expected bigint[], command_ids text[], sizes int[], item_metadata text,
    items int[], nths int[], types text[], event_data text, event_ids uuid[]
  ) returns table (outcome text, at_revision int, at_position text, fingerprint text)
  language plpgsql
  -- a plan made while the log is short must not go on to scan a long one
  set enable_seqscan = off
  as $$
  declare
    metadata_lines text[] := string_to_array(item_metadata, E'\\n');
    data_lines text[] := string_to_array(event_data, E'\\n');
    last_position bigint;
    moment timestamptz;
    actual int;
    revision_before int[];
    position_before bigint[];
  begin
    perform from ${schema}.head for update;

    select e.position, e.recorded_at into last_position, moment from ${schema}.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    moment := greatest(moment, date_trunc('milliseconds', clock_timestamp()));

    for i in 1 .. cardinality(streams) loop
      fingerprint := null;
      select e.revision into actual from ${schema}.events e where e.stream = streams[i] order by e.revision desc limit 1;
      if found then
        select 'duplicate', e.revision, e.position, e.metadata ->> 'fingerprint' into outcome, at_revision, at_position, fingerprint
          from ${schema}.events e where e.stream = streams[i] and e.command_id = command_ids[i];
        if found then
          return next;
          continue;
        end if;
      else
        actual := -1;
      end if;

      if expected[i] <> actual and expected[i] <> -2 then
        outcome := 'refused';
        at_revision := actual;
        at_position := null;
      else
        revision_before[i] := actual;
        position_before[i] := last_position;
        last_position := last_position + sizes[i];
        outcome := 'appended';
        at_revision := actual + sizes[i];
        at_position := last_position;
      end if;
      return next;
    end loop;

    insert into ${schema}.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
    select position_before[items[k]] + nths[k], streams[items[k]], revision_before[items[k]] + nths[k], types[k], data_lines[k]::jsonb,
      metadata_lines[items[k]]::jsonb, event_ids[k], case when nths[k] = sizes[items[k]] then command_ids[items[k]] end, moment
    from generate_subscripts(items, 1) k
    where position_before[items[k]] is not null;
  end
  $$;
`;

/** What makes the schema, in order and never edited once released: version n is the nth. */
export const migrations = (schema: string): readonly string[] => [tables(schema) + append(schema)];
