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
const tables = (schema: string): string => `
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

/** What an append runs into that repeats a command at the revision that it expects: see {@link ANSWER}. */
export const COMMAND_INDEX = 'events_command';

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
const ANSWER =
  'returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan';

/** The lock of who writes, until its transaction ends. The first number sets it apart from the advisory locks of others in the database. */
export const turn = (schema: string): string => `pg_advisory_xact_lock(727003, hashtext('${schema}'))`;

/** In one expression, because that is evaluated without a query: LOCK TABLE costs several times as much. */
const takeTurn = (schema: string): string => `
  if current_setting('transaction_isolation') <> 'read committed' or ${turn(schema)} is null then
    raise exception 'the event store appends in READ COMMITTED only; default_transaction_isolation is set to something else';
  end if;`;
const tipOf = (schema: string, stream: string): string =>
  `coalesce((select e.revision from ${schema}.events e where e.stream = ${stream} order by e.revision desc limit 1), -1)`;
const positionOf = (schema: string, stream: string, command: string): string =>
  `coalesce((select e.position from ${schema}.events e where e.stream = ${stream} and e.command_id = ${command}), 0)`;
const firstAnswer = (schema: string, position: string): string => `
  select 'duplicate', e.revision, e.position, e.metadata ->> 'fingerprint' into outcome, at_revision, at_position, fingerprint
    from ${schema}.events e where e.position = ${position};`;

/** The cheap way for an append of one event that travels alone: one lookup and one row, without arrays. */
const appendOne = (schema: string): string => `
  create or replace function ${schema}.append_one(
    to_stream text, expected bigint, command text, event_type text, event_data json, event_metadata json, id uuid
  ) ${ANSWER} as $$
  declare
    last_position bigint;
    moment timestamptz;
    tip int;
    earlier bigint := 0;
  begin
    ${takeTurn(schema)}
    select e.position, e.recorded_at, ${tipOf(schema, 'to_stream')} into last_position, moment, tip from ${schema}.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    tip := coalesce(tip, -1);
    if expected <> tip then
      earlier := ${positionOf(schema, 'to_stream', 'command')};
    end if;

    if earlier > 0 then
      ${firstAnswer(schema, 'earlier')}
    elsif expected = tip or expected = -2 then
      outcome := 'appended';
      at_revision := tip + 1;
      at_position := last_position + 1;
      insert into ${schema}.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
        values (last_position + 1, to_stream, tip + 1, event_type, event_data, event_metadata, id, command, greatest(moment, date_trunc('milliseconds', clock_timestamp())));
    else
      outcome := 'refused';
      at_revision := tip;
    end if;
    return next;
  end
  $$;
`;

/**
 * Appends a batch of items, at most one per stream, in one round trip and one transaction, each with its own outcome, in the order of the items.
 * Lines carry JSON, because JSON text holds no line break of its own and splitting costs nothing.
 */
const appendBatch = (schema: string): string => `
  create or replace function ${schema}.append_batch(
    streams text[], expected bigint[], commands text[], sizes int[], item_metadata text,
    items int[], nths int[], types text[], event_data text, event_ids uuid[]
  ) ${ANSWER} set enable_hashjoin = off set enable_mergejoin = off as $$
  declare
    -- parsed before the lock is taken, while others write
    metadata_of json[] := string_to_array(item_metadata, E'\\n');
    data_of json[] := string_to_array(event_data, E'\\n');
    last_position bigint;
    moment timestamptz;
    tips int[];
    earlier bigint;
    position_before bigint[];
  begin
    ${takeTurn(schema)}
    select e.position, e.recorded_at into last_position, moment from ${schema}.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    moment := greatest(moment, date_trunc('milliseconds', clock_timestamp()));

    select array_agg(${tipOf(schema, 'i.stream')} order by i.nth) into tips from unnest(streams) with ordinality i (stream, nth);

    for i in 1 .. cardinality(streams) loop
      fingerprint := null;
      position_before[i] := -1;
      earlier := 0;
      if expected[i] <> tips[i] then
        earlier := ${positionOf(schema, 'streams[i]', 'commands[i]')};
      end if;
      if earlier > 0 then
        ${firstAnswer(schema, 'earlier')}
      elsif expected[i] = tips[i] or expected[i] = -2 then
        position_before[i] := last_position;
        last_position := last_position + sizes[i];
        outcome := 'appended';
        at_revision := tips[i] + sizes[i];
        at_position := last_position;
      else
        outcome := 'refused';
        at_revision := tips[i];
        at_position := null;
      end if;
      return next;
    end loop;

    insert into ${schema}.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
    select position_before[item] + nth, streams[item], tips[item] + nth, e.type, e.data, metadata_of[item], e.id,
      case when nth = sizes[item] then commands[item] end, moment
    from unnest(items, nths, types, data_of, event_ids) e (item, nth, type, data, id)
    where position_before[item] >= 0;
  end
  $$;
`;

/** What makes the schema, in order and never edited once released: version n is the nth. */
export const migrations = (schema: string): readonly string[] => [
  tables(schema) + appendOne(schema) + appendBatch(schema),
];
