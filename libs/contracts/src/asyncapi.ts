import type { PublicEventType } from './public-event.js';

/** An AsyncAPI document as plain JSON; asyncapi.spec.ts checks it against the specification. */
export type AsyncApi = Readonly<Record<string, unknown>>;

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string, facets: Schema = {}): Schema => ({ type: 'string', ...facets, description });

/** The headers of every message: the CloudEvents binding for Kafka in binary mode, attributes as `ce_<name>`. */
const HEADERS: Readonly<Record<string, Schema>> = {
  'content-type': text('the value is JSON', { const: 'application/json' }),
  ce_specversion: text('the version of CloudEvents', { const: '1.0' }),
  ce_id: text('the same again when an event is sent again: keep it to tell repeats'),
  ce_source: text('the city by its NIS code, and the context', { pattern: '^urn:be:nis:[0-9]{5}:regie:[a-z]+$' }),
  ce_type: text('what happened, with the version of its shape'),
  ce_subject: text('the id of the thing that it happened to'),
  ce_time: text('when it was recorded', { format: 'date-time' }),
  ce_dataschema: text('the name of the schema of the value'),
  ce_partitionkey: text(
    'the stream, and the key of the message: events with the same key are in order; its form says nothing',
  ),
  ce_sequence: text('the place in the stream, a whole number; others may be missing in between', {
    pattern: '^(0|[1-9][0-9]{0,17})$',
  }),
  ce_traceparent: text('W3C trace context of what caused it'),
};
const OPTIONAL = ['ce_traceparent'];

const SAMPLE_TIME = '2026-02-01T10:00:00.000Z';

const INFO = {
  title: 'Regie hub: public events',
  version: '1',
  description:
    'What happens in joint neighbourhood cases and to the mandates they run under. Events are thin: references and codes, no content. An event may come more ' +
    'than once, with the same id; events with the same key come in order. Shapes are added to and never changed: what changes its meaning gets a new version ' +
    'in its type. Agencies outside the hub get the same events, as CloudEvents in JSON, from `/v1/feed`; see `/openapi.json`.',
  license: { name: 'EUPL-1.2', url: 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12' },
};

/**
 * Describes the public events in AsyncAPI 3.0: a channel for each topic, a message for each event type.
 * Equal types give an equal document, so that a review of docs/asyncapi.json shows each change for readers.
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
  summary: `The public events of the context ${context}.`,
  messages: Object.fromEntries(types.map(nameOf).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  bindings: { kafka: { topic: types[0]!.topic, bindingVersion: '0.5.0' } },
});

const operationOf = (context: string, types: readonly PublicEventType[]) => ({
  action: 'send',
  channel: { $ref: `#/channels/${context}` },
  summary: `The context ${context} tells what happened.`,
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
  bindings: { kafka: { key: text('the stream, as `ce_partitionkey` says'), bindingVersion: '0.5.0' } },
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

/** Names `be.regie.mandate.transfer-proposed.v1` `MandateTransferProposed`; later versions get their number at the end. */
const nameOf = ({ type }: PublicEventType): string => {
  const [, , thing, happened, version] = type.split('.') as [string, string, string, string, string];
  const words = [thing, ...happened.split('-')].map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.join('') + (version === 'v1' ? '' : version.toUpperCase());
};
