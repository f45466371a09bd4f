import { type TSchema, Type } from 'typebox';
import { PUBLIC_EVENTS, type PublicEventType } from '#contracts';
import { constant, dateTime, enumOf, page } from '#http';
import type { FeedEvent } from '../domain/audience.js';
import { TYPES_IN_FEED } from './feed.dto.js';

/** Responses of the feed: the public events, each with the schema that validates its data. */

const CloudEvent = Type.Object(
  {
    specversion: constant('1.0'),
    id: Type.String({ description: 'Id of the event; a repeat has the same one.' }),
    source: Type.String({
      description: 'City by its NIS code, and context, such as `urn:be:nis:44021:regie:cases`.',
    }),
    subject: Type.String({ description: 'Id of the thing that the event is about.' }),
    time: dateTime({ description: 'Moment of recording.' }),
    datacontenttype: constant('application/json'),
    dataschema: Type.String({ description: 'Name of the schema of the data.' }),
    partitionkey: Type.String({ description: 'Opaque key. Events with the same key are in order.' }),
    sequence: Type.String({
      description: 'Position among the events with this key, a whole number. Positions may be missing in between.',
    }),
    traceparent: Type.Optional(Type.String({ description: 'W3C trace context of the cause.' })),
  },
  { title: 'CloudEvent' },
);

/**
 * Returns the name of the OpenAPI component: `MandateGrantedEvent` for `be.regie.mandate.granted.v1`. From the second
 * version on, the version follows the name.
 */
const nameOf = (type: string): string => {
  const [, , thing, happened, number] = type.split('.') as [string, string, string, string, string];
  const words = [thing, ...happened.split('-')].map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `${words.join('')}Event${number === 'v1' ? '' : number.toUpperCase()}`;
};

const eventOf = ({ type, summary, schema }: PublicEventType): TSchema => {
  // the schema as JSON, without the `$id` by which other schemas refer to it
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
    'A CloudEvent 1.0; `type` names its schema. Ignore types that you do not know, because new ones may come.',
});

export const FeedPageResponse = Type.Object(
  {
    events: page(AnyEvent, { maxItems: 500 }),
    next: Type.String({ description: 'Cursor after this page; every page has it, also an empty one.' }),
    more: Type.Boolean({ description: 'True: reading on at once may find events.' }),
  },
  { title: 'FeedPage' },
);
export const STREAM = 'Server-Sent Events: `data` is a FeedEvent as JSON, `id` the cursor after it.';
