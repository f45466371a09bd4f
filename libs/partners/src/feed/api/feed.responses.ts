import { type TSchema, Type } from 'typebox';
import { PUBLIC_EVENTS, type PublicEventType } from '#contracts';
import { constant, dateTime, enumOf, list } from '#http';
import type { FeedEvent } from '../audience.js';
import { TYPES_IN_FEED } from './feed.dto.js';

/** Responses of the feed: the public events, each with the schema that the hub checks its data with. */

const CloudEvent = Type.Object(
  {
    specversion: constant('1.0'),
    id: Type.String({ description: 'the same again when it comes again' }),
    source: Type.String({
      description: 'the city by its NIS code, and the context, such as `urn:be:nis:44021:regie:cases`',
    }),
    subject: Type.String({ description: 'the id of the thing that it happened to' }),
    time: dateTime({ description: 'when it was recorded' }),
    datacontenttype: constant('application/json'),
    dataschema: Type.String({ description: 'the name of the schema of the data' }),
    partitionkey: Type.String({ description: 'events with the same key are in order; its form says nothing' }),
    sequence: Type.String({
      description: 'the place among the events with this key, a whole number; others may be missing in between',
    }),
    traceparent: Type.Optional(Type.String({ description: 'W3C trace context of what caused it' })),
  },
  { title: 'CloudEvent' },
);

/** Returns the name of the component: `MandateGrantedEvent` for `be.regie.mandate.granted.v1`, with the number from the second version on. */
const nameOf = (type: string): string => {
  const [, , thing, happened, number] = type.split('.') as [string, string, string, string, string];
  const words = [thing, ...happened.split('-')].map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `${words.join('')}Event${number === 'v1' ? '' : number.toUpperCase()}`;
};

const eventOf = ({ type, summary, schema }: PublicEventType): TSchema => {
  // as JSON, without the name by which other schemas refer to it
  const { $id: _, ...data } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  return {
    title: nameOf(type),
    allOf: [CloudEvent, Type.Object({ type: constant(type), data })],
    description: summary,
  };
};

/** The types of the events in a feed. */
export const EventType = enumOf<string>(TYPES_IN_FEED, { title: 'EventType' });

const AnyEvent = Type.Unsafe<FeedEvent>({
  title: 'FeedEvent',
  anyOf: TYPES_IN_FEED.map((type) => eventOf(PUBLIC_EVENTS.get(type)!)),
  description:
    'A CloudEvent 1.0; `type` says which of these it is. There may be other types tomorrow: leave aside what you do not know.',
});

export const FeedPageResponse = Type.Object(
  {
    events: list(AnyEvent),
    next: Type.String({ description: 'the cursor: always there, also after an empty page' }),
    more: Type.Boolean({ description: 'reading on at once may find something' }),
  },
  { title: 'FeedPage' },
);
export const STREAM = 'Server-Sent Events: `data` is a FeedEvent as JSON, `id` the cursor after it.';
