/**
 * SQL of released versions of the schema, written out because it never changes. append-one.ts and append-batch.ts have
 * the current functions.
 */

const APPEND_ONE_V1 = `
  create or replace function $schema.append_one(
    to_stream text, expected bigint, command text, event_type text, event_data json, event_metadata json, id uuid
  ) returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
  declare
    last_position bigint;
    moment timestamptz;
    tip int;
    earlier bigint := 0;
  begin
    
  if current_setting('transaction_isolation') <> 'read committed' or pg_advisory_xact_lock(727003, hashtext('$schema')) is null then
    raise exception 'the event store appends in READ COMMITTED only; default_transaction_isolation is set to something else';
  end if;
    select e.position, e.recorded_at, coalesce((select e.revision from $schema.events e where e.stream = to_stream order by e.revision desc limit 1), -1) into last_position, moment, tip from $schema.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    tip := coalesce(tip, -1);
    if expected <> tip then
      earlier := coalesce((select e.position from $schema.events e where e.stream = to_stream and e.command_id = command), 0);
    end if;

    if earlier > 0 then
      
  select 'duplicate', e.revision, e.position, e.metadata ->> 'fingerprint' into outcome, at_revision, at_position, fingerprint
    from $schema.events e where e.position = earlier;
    elsif expected = tip or expected = -2 then
      outcome := 'appended';
      at_revision := tip + 1;
      at_position := last_position + 1;
      insert into $schema.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
        values (last_position + 1, to_stream, tip + 1, event_type, event_data, event_metadata, id, command, greatest(moment, date_trunc('milliseconds', clock_timestamp())));
    else
      outcome := 'refused';
      at_revision := tip;
    end if;
    return next;
  end
  $$;
`;

const APPEND_BATCH_V1 = `
  create or replace function $schema.append_batch(
    streams text[], expected bigint[], commands text[], sizes int[], item_metadata text,
    items int[], nths int[], types text[], event_data text, event_ids uuid[]
  ) returns table (outcome text, at_revision int, at_position text, fingerprint text) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off as $$
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
    
  if current_setting('transaction_isolation') <> 'read committed' or pg_advisory_xact_lock(727003, hashtext('$schema')) is null then
    raise exception 'the event store appends in READ COMMITTED only; default_transaction_isolation is set to something else';
  end if;
    select e.position, e.recorded_at into last_position, moment from $schema.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    moment := greatest(moment, date_trunc('milliseconds', clock_timestamp()));

    select array_agg(coalesce((select e.revision from $schema.events e where e.stream = i.stream order by e.revision desc limit 1), -1) order by i.nth) into tips from unnest(streams) with ordinality i (stream, nth);

    for i in 1 .. cardinality(streams) loop
      fingerprint := null;
      position_before[i] := -1;
      earlier := 0;
      if expected[i] <> tips[i] then
        earlier := coalesce((select e.position from $schema.events e where e.stream = streams[i] and e.command_id = commands[i]), 0);
      end if;
      if earlier > 0 then
        
  select 'duplicate', e.revision, e.position, e.metadata ->> 'fingerprint' into outcome, at_revision, at_position, fingerprint
    from $schema.events e where e.position = earlier;
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

    insert into $schema.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
    select position_before[item] + nth, streams[item], tips[item] + nth, e.type, e.data, metadata_of[item], e.id,
      case when nth = sizes[item] then commands[item] end, moment
    from unnest(items, nths, types, data_of, event_ids) e (item, nth, type, data, id)
    where position_before[item] >= 0;
  end
  $$;
`;

/** The functions `append_one` and `append_batch` of version 1 of the schema. */
export const appendV1 = (schema: string): string =>
  [APPEND_ONE_V1, APPEND_BATCH_V1].map((sql) => sql.replaceAll('$schema', schema)).join('');
