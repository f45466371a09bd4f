import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describeEvents, PUBLIC_EVENTS, TOPICS, toPublicEvent } from './index.js';

/** A part of the document, without a type. */
type Json = Record<string, ReturnType<typeof JSON.parse>>;

const document = JSON.parse(JSON.stringify(describeEvents(PUBLIC_EVENTS.values()))) as Json;
const committed = join(import.meta.dirname, '../../../docs/asyncapi.json');

/** Resolves a `$ref` of the document. */
const at = (ref: string): unknown =>
  ref
    .replace('#/', '')
    .split('/')
    .reduce<Json | undefined>((part, step) => part?.[step], document);
const refsIn = (part: unknown): string[] =>
  typeof part !== 'object' || part === null
    ? []
    : Object.entries(part).flatMap(([key, value]) => (key === '$ref' ? [value as string] : refsIn(value)));

const messageOf = (type: string): Json =>
  Object.values<Json>(document.components.messages).find(({ name }) => name === type)!;

const ajv = new Ajv2020({ strictTypes: false, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary(['components']);
ajv.addSchema({ $id: 'asyncapi', components: { schemas: document.components.schemas } });
/** Lists the violations of a schema whose references are within the document. */
const problems = (schema: Json, value: unknown): unknown => {
  const { $id: _, ...anonymous } = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"asyncapi#/')) as Json;
  return ajv.validate(anonymous, value) ? [] : ajv.errors;
};

it('the description equals docs/asyncapi.json; after an intended change, run: npm run asyncapi', async () => {
  expect(JSON.parse(await readFile(committed, 'utf8'))).toEqual(document);
});

it('the description is valid AsyncAPI 3.0 without dangling references', () => {
  expect(document).toMatchObject({
    asyncapi: '3.0.0',
    info: { title: expect.any(String), version: expect.any(String) },
  });
  expect(refsIn(document).filter((ref) => at(ref) === undefined)).toEqual([]);
});

it('the description has a channel for every topic, with the context of that name as its sender', () => {
  expect(
    Object.fromEntries(Object.entries<Json>(document.channels).map(([name, { address }]) => [name, address])),
  ).toEqual(TOPICS);
  for (const [name, { address, messages, bindings }] of Object.entries<Json>(document.channels)) {
    expect(bindings.kafka).toEqual({ topic: address, bindingVersion: '0.5.0' });
    const operation = document.operations[`${name}.tell`];
    expect(operation).toMatchObject({ action: 'send', channel: { $ref: `#/channels/${name}` } });
    // An operation names the messages of its channel by their path.
    expect(operation.messages).toEqual(
      Object.keys(messages).map((message) => ({ $ref: `#/channels/${name}/messages/${message}` })),
    );
  }
});

describe.each([...PUBLIC_EVENTS.values()])('$type', ({ type, topic, schema, sample, subject, summary }) => {
  const message = messageOf(type);
  const origin = {
    id: 'e-1',
    stream: 'a-stream',
    revision: 7,
    recordedAt: '2026-02-01T10:00:00.000Z',
    metadata: { traceparent: '00-1-2-01' },
  };
  const { city, ...data } = sample as Json & { city: string };
  // In the CloudEvents binding for Kafka, attributes are ce_ headers, apart from the content type.
  const {
    datacontenttype,
    data: payload,
    ...attributes
  } = toPublicEvent({ type, topic, schema, subject, sample } as never, origin, city, data);
  const headers = {
    'content-type': datacontenttype,
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])),
  };

  it('is on the channel of its topic only', () => {
    const channels = Object.values<Json>(document.channels).filter(({ messages }) =>
      Object.values<Json>(messages).some(({ $ref }) => at($ref) === message),
    );
    expect(channels.map(({ address }) => address)).toEqual([topic]);
  });

  it('has a summary, and the schema by which the hub validates', () => {
    expect(message).toMatchObject({ name: type, summary, contentType: 'application/json' });
    expect(message.payload).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('has schemas that fit the headers and the payload of the hub', () => {
    expect(problems(message.headers, headers)).toEqual([]);
    expect(problems(message.payload, payload)).toEqual([]);
  });

  it('has an example that fits its schema', () => {
    const [example] = message.examples;
    expect(example.payload).toEqual(sample);
    expect(problems(message.headers, example.headers)).toEqual([]);
    expect(problems(message.payload, example.payload)).toEqual([]);
  });

  it('refuses the headers of another type, and those without an id', () => {
    expect(problems(message.headers, { ...headers, ce_type: 'be.regie.something.else.v1' })).not.toEqual([]);
    expect(problems(message.headers, { ...headers, ce_id: undefined })).not.toEqual([]);
  });

  it('is keyed by its stream', () => {
    expect(message.bindings.kafka.key).toMatchObject({ type: 'string' });
  });
});
