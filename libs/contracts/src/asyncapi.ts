import type { PublicEventType } from './public-event.js';

/** An AsyncAPI document as plain JSON; asyncapi.spec.ts checks it against the specification. */
export type AsyncApi = Readonly<Record<string, unknown>>;

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string, facets: Schema = {}): Schema => ({ type: 'string', ...facets, description });

/** The headers of every message: the CloudEvents binding for Kafka in binary mode, attributes as `ce_<name>`. */
const HEADERS: Readonly<Record<string, Schema>> = {
  'content-type': text('Content type of the value: JSON.', { const: 'application/json' }),
  ce_specversion: text('Version of CloudEvents.', { const: '1.0' }),
  ce_id: text('Id of the event; a repeat has the same one.'),
  ce_source: text('City by its NIS code, and context.', { pattern: '^urn:be:nis:[0-9]{5}:regie:[a-z]+$' }),
  ce_type: text('Type of the event, with the version of its schema.'),
  ce_subject: text('Id of the thing that the event is about.'),
  ce_time: text('Moment of recording.', { format: 'date-time' }),
  ce_dataschema: text('Name of the schema of the value.'),
  ce_partitionkey: text(
    'Stream of the event, and key of the message. Events with the same key are in order; its form is opaque.',
  ),
  ce_sequence: text('Position in the stream, a whole number. Positions may be missing in between.', {
    pattern: '^(0|[1-9][0-9]{0,17})$',
  }),
  ce_traceparent: text('W3C trace context of the cause.'),
};
const OPTIONAL = ['ce_traceparent'];

const SAMPLE_TIME = '2026-02-01T10:00:00.000Z';

const INFO = {
  title: 'Regie hub: public events',
  version: '1',
  description:
    'Events of joint neighbourhood cases and of the mandates that they run under. Events are thin: references and codes, no content. An event may come more than once, with the same id; events with the same key come in order. Schemas only gain fields: a change of meaning gets a new version in the type. Agencies outside the hub read the same events, as CloudEvents in JSON, from `/v1/feed`, or get them by webhook. A subscription chooses its `signatures`; see `/openapi.json`.',
  license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
};

/**
 * Describes the public events in AsyncAPI 3.0: a channel for each topic, a message for each event type. The document
 * depends on the types only, so that a diff of docs/asyncapi.json shows every change for readers.
 */
export const describeEvents = (eventTypes: Iterable<PublicEventType>): AsyncApi => {
  const types = [...eventTypes];
  const contexts = [...Map.groupBy(types, contextOf)];
  return {
    asyncapi: '3.0.0',
    info: INFO,
    defaultContentType: 'application/json',
    channels: Object.fromEntries(contexts.map(([context, types]) => [context, channelOf(context, types)])),
    operations: Object.fromEntries(
      contexts.map(([context, types]) => [`${context}.tell`, operationOf(context, types)]),
    ),
    components: {
      messages: Object.fromEntries(types.map((eventType) => [nameOf(eventType), messageOf(eventType)])),
      schemas: {
        cloudEventHeaders: {
          type: 'object',
          properties: HEADERS,
          required: Object.keys(HEADERS).filter((name) => !OPTIONAL.includes(name)),
        },
      },
    },
  };
};

const channelOf = (context: string, types: readonly PublicEventType[]) => ({
  address: types[0]!.topic,
  summary: `Public events of the context ${context}.`,
  messages: Object.fromEntries(types.map(nameOf).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  bindings: { kafka: { topic: types[0]!.topic, bindingVersion: '0.5.0' } },
});

const operationOf = (context: string, types: readonly PublicEventType[]) => ({
  action: 'send',
  channel: { $ref: `#/channels/${context}` },
  summary: `The context ${context} publishes its events.`,
  messages: types.map((eventType) => ({ $ref: `#/channels/${context}/messages/${nameOf(eventType)}` })),
});

const messageOf = (eventType: PublicEventType) => ({
  name: eventType.type,
  title: nameOf(eventType),
  summary: eventType.summary,
  contentType: 'application/json',
  headers: {
    allOf: [
      { $ref: '#/components/schemas/cloudEventHeaders' },
      {
        type: 'object',
        properties: { ce_type: { const: eventType.type }, ce_dataschema: { const: schemaId(eventType.schema) } },
      },
    ],
  },
  payload: eventType.schema,
  bindings: { kafka: { key: text('Stream of the event, as in `ce_partitionkey`.'), bindingVersion: '0.5.0' } },
  examples: [{ headers: exampleHeaders(eventType), payload: eventType.sample }],
});

const exampleHeaders = (eventType: PublicEventType) => {
  const { type, sample, schema } = eventType;
  const subject = String((sample as Record<string, unknown>)[eventType.subject]);
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: '0198c0de-0000-7000-8000-0000000000ff',
    ce_source: `urn:be:nis:${sample.city}:regie:${contextOf(eventType)}`,
    ce_type: type,
    ce_subject: subject,
    ce_time: SAMPLE_TIME,
    ce_dataschema: schemaId(schema),
    ce_partitionkey: `${type.split('.')[2]}-${sample.city}-${subject}`,
    ce_sequence: '7',
  };
};

const schemaId = (schema: object): string => (schema as { $id: string }).$id;

const contextOf = ({ topic }: PublicEventType): string => topic.split('.')[1]!;

/**
 * Returns the name of a message: `MandateTransferProposed` for `be.regie.mandate.transfer-proposed.v1`. From the second
 * version on, the name ends with the version.
 */
const nameOf = ({ type }: PublicEventType): string => {
  const [, , thing, happened, version] = type.split('.') as [string, string, string, string, string];
  const words = [thing, ...happened.split('-')].map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.join('') + (version === 'v1' ? '' : version.toUpperCase());
};
