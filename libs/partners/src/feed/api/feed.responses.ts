import { PUBLIC_EVENTS, type PublicEventType } from '#contracts';
import { type AnswerSchema, anyOf, listOf, moment, named, oneOf, record, text, yesOrNo } from '#http';
import { TYPES_IN_FEED } from './feed.dto.js';

/** What the routes of the feed answer: the public events, each with the schema that the hub itself checks its data with. */

const CloudEvent = named(
  'CloudEvent',
  record(
    {
      specversion: { const: '1.0' },
      id: text('the same again when it comes again'),
      source: text('the city by its NIS code, and the context, such as `urn:be:nis:44021:regie:cases`'),
      subject: text('the id of the thing that it happened to'),
      time: moment('when it was recorded'),
      datacontenttype: { const: 'application/json' },
      dataschema: text('the name of the schema of the data'),
      partitionkey: text('events with the same key are in order; its form says nothing'),
      sequence: text('the place among the events with this key, a whole number; others may be missing in between'),
    },
    { traceparent: text('W3C trace context of what caused it') },
  ),
);

/** `MandateGrantedEvent` for `be.regie.mandate.granted.v1`; from the second version on with its number. */
const nameOf = (type: string): string => {
  const [, , thing, happened, number] = type.split('.') as [string, string, string, string, string];
  const words = [thing, ...happened.split('-')].map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `${words.join('')}Event${number === 'v1' ? '' : number.toUpperCase()}`;
};

const eventOf = ({ type, summary, schema }: PublicEventType): AnswerSchema => {
  // as JSON, without the name by which others refer to it
  const { $id: _, ...data } = JSON.parse(JSON.stringify(schema)) as AnswerSchema;
  return named(nameOf(type), { allOf: [CloudEvent, record({ type: { const: type }, data })], description: summary });
};

/** The types of the events in a feed. */
export const EventType = named('EventType', oneOf(TYPES_IN_FEED));

const FeedEvent = named('FeedEvent', {
  ...anyOf(...TYPES_IN_FEED.map((type) => eventOf(PUBLIC_EVENTS.get(type)!))),
  description:
    'A CloudEvent 1.0; `type` says which of these it is. There may be other types tomorrow: leave aside what you do not know.',
});

export const FeedPageAnswer = named(
  'FeedPage',
  record({
    events: listOf(FeedEvent),
    next: text('the cursor: always there, also after an empty page'),
    more: yesOrNo('reading on at once may find something'),
  }),
);
export const STREAM = 'Server-Sent Events: `data` is a FeedEvent as JSON, `id` the cursor after it.';
