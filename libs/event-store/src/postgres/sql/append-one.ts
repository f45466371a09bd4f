import { ANSWER, firstAnswer, moment, positionOf, takeTurn } from './append.js';

/** The function `append_one` appends one event: one lookup and one row, without arrays. */
export const appendOne = (schema: string): string => `
  create or replace function ${schema}.append_one(
    to_stream text, expected bigint, command text, event_type text, event_data json, event_metadata json, id uuid
  ) ${ANSWER} as $$
  declare
    last_position bigint;
    tip int;
    tip_recorded_at timestamptz;
    earlier bigint := 0;
  begin
    ${takeTurn(schema)}
    last_position := coalesce((select e.position from ${schema}.events e order by e.position desc limit 1), 0);
    select e.revision, e.recorded_at into tip, tip_recorded_at from ${schema}.events e where e.stream = to_stream order by e.revision desc limit 1;
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
        values (last_position + 1, to_stream, tip + 1, event_type, event_data, event_metadata, id, command, ${moment('tip_recorded_at')});
    else
      outcome := 'refused';
      at_revision := tip;
    end if;
    return next;
  end
  $$;
`;
