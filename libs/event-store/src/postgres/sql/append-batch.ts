import { ANSWER, firstAnswer, moment, positionOf, takeTurn } from './append.js';

/**
 * The function `append_batch` appends a batch of items, at most one per stream, in one round trip and one transaction.
 * Each item has its own outcome, in the order of the items.
 * JSON values arrive as the lines of one text: JSON.stringify writes no line breaks, and splitting is cheap.
 */
export const appendBatch = (schema: string): string => `
  create or replace function ${schema}.append_batch(
    streams text[], expected bigint[], commands text[], sizes int[], item_metadata text,
    items int[], nths int[], types text[], event_data text, event_ids uuid[]
  ) ${ANSWER} set enable_hashjoin = off set enable_mergejoin = off as $$
  declare
    -- parsed before the lock is taken, while others write
    metadata_of json[] := string_to_array(item_metadata, E'\\n');
    data_of json[] := string_to_array(event_data, E'\\n');
    last_position bigint;
    tips int[];
    moments timestamptz[];
    earlier bigint;
    position_before bigint[];
  begin
    ${takeTurn(schema)}
    last_position := coalesce((select e.position from ${schema}.events e order by e.position desc limit 1), 0);

    select array_agg(coalesce(tip.revision, -1) order by i.nth), array_agg(${moment('tip.recorded_at')} order by i.nth) into tips, moments
      from unnest(streams) with ordinality i (stream, nth)
      left join lateral (select e.revision, e.recorded_at from ${schema}.events e where e.stream = i.stream order by e.revision desc limit 1) tip on true;

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
      case when nth = sizes[item] then commands[item] end, moments[item]
    from unnest(items, nths, types, data_of, event_ids) e (item, nth, type, data, id)
    where position_before[item] >= 0;
  end
  $$;
`;
