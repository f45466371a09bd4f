import type { KafkaMessage, Message } from 'kafkajs';
import {
  caseClosed,
  mandateEnded,
  PUBLIC_EVENTS,
  type PublicEvent,
  type Topic,
  TOPICS,
  toPublicEvent,
} from '#contracts';
import { fromMessage, MAX_MESSAGE_BYTES, parseAgain, toMessage } from './cloud-event.js';

const origin = {
  id: 'e-1',
  stream: 'mandates-44021',
  revision: 7,
  recordedAt: '2026-02-01T10:00:00.000Z',
  metadata: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
};
const event = toPublicEvent(mandateEnded, origin, '44021', mandateEnded.sample);

/** Converts a message to the form in which a broker delivers it: all parts are bytes. */
const received = ({ key, value, headers }: Message): KafkaMessage =>
  ({
    key: key === null || key === undefined ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, header]) => [name, Buffer.from(header as string)]),
    ),
    offset: '41',
  }) as unknown as KafkaMessage;

const read = (message: Message, topic: Topic = TOPICS.mandates) => fromMessage(topic, 2, received(message));
const reason = (message: Message, topic?: Topic) => (read(message, topic) as { unreadable?: string }).unreadable;

it.each([...PUBLIC_EVENTS.values()])(
  'an event $type is the same after its way through a message of Kafka',
  (eventType) => {
    const published: PublicEvent = toPublicEvent(eventType, origin, '44021', eventType.sample);
    expect(read(toMessage(published), eventType.topic)).toEqual(published);
  },
);

it('a message follows the binary mode of CloudEvents for Kafka, with the stream as its key', () => {
  expect(toMessage(event)).toEqual({
    key: 'mandates-44021',
    value: JSON.stringify(event.data),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_source: 'urn:be:nis:44021:regie:mandates',
      ce_type: 'be.regie.mandate.ended.v1',
      ce_subject: event.subject,
      ce_time: '2026-02-01T10:00:00.000Z',
      ce_dataschema: 'urn:be:regie:schema:be.regie.mandate.ended.v1',
      ce_partitionkey: 'mandates-44021',
      ce_sequence: '7',
      ce_traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    },
  });
});

const message = toMessage(event);
const withHeader = (name: string, header: string | undefined): Message => {
  const { [name]: _, ...headers } = message.headers;
  return { ...message, headers: header === undefined ? headers : { ...headers, [name]: header } };
};

it.each<[string, Message, string]>([
  ['nothing', { ...message, value: '' }, 'message.empty'],
  ['a tombstone', { ...message, value: null }, 'message.empty'],
  ['no JSON', { ...message, value: '{"mandateId":' }, 'message.not-json'],
  ['no UTF-8', { ...message, value: Buffer.from([0x22, 0xff, 0x22]) }, 'message.not-json'],
  ['JSON of another shape', { ...message, value: '{"mandateId":1}' }, 'message.wrong-schema'],
  ['a field too many', { ...message, value: JSON.stringify({ ...event.data, name: 'An' }) }, 'message.wrong-schema'],
  ['more than fits', { ...message, value: 'x'.repeat(MAX_MESSAGE_BYTES + 1) }, 'message.too-large'],
  ['a type of a later version', withHeader('ce_type', 'be.regie.mandate.ended.v2'), 'message.unknown-type'],
  ['a type of its own', withHeader('ce_type', 'com.example.hello'), 'message.unknown-type'],
  [
    'an event of another topic',
    { ...toMessage(toPublicEvent(caseClosed, origin, '44021', caseClosed.sample)) },
    'message.wrong-topic',
  ],
  ['no type', withHeader('ce_type', undefined), 'message.not-an-event'],
  ['no id', withHeader('ce_id', undefined), 'message.not-an-event'],
  ['an id that no database keeps', withHeader('ce_id', 'e\u00001'), 'message.not-an-event'],
  ['CloudEvents of another version', withHeader('ce_specversion', '0.3'), 'message.not-an-event'],
  ['a sequence that is no number', withHeader('ce_sequence', '007'), 'message.not-an-event'],
  ['another format', withHeader('content-type', 'application/avro'), 'message.not-an-event'],
  ['no headers at all', { ...message, headers: {} }, 'message.not-an-event'],
  ['the key of another stream', { ...message, key: 'mandates-11002' }, 'message.wrong-key'],
  ['no key', { ...message, key: null }, 'message.wrong-key'],
])('a message with %s is unreadable, with a reason', (_, broken, expected) => {
  expect(reason(broken)).toBe(expected);
});

it.each(['00-1-2-01', 'Jan Peeters', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'x'.repeat(100_000)])(
  'an invalid trace is left out of the event: %.40s',
  (trace) => {
    expect(read(withHeader('ce_traceparent', trace))).toEqual({ ...event, traceparent: undefined });
  },
);

it('an unreadable message keeps its offset, its key and all its bytes', () => {
  expect(read({ ...message, value: 'oops' })).toMatchObject({
    id: 'regie.mandates.v1/2/41',
    key: 'mandates-44021',
    headers: { ce_type: 'be.regie.mandate.ended.v1' },
    value: Buffer.from('oops').toString('base64'),
  });
  expect(read({ ...message, value: 'oops', key: null })).toMatchObject({ key: 'regie.mandates.v1/2/41' });
});

it('an unreadable message is parsed as soon as it can be read', () => {
  const broken = read({ ...message, key: 'mandates-11002' });
  expect(parseAgain(broken as never)).toEqual(broken);
  const mended = { ...(broken as object), key: 'mandates-44021' };
  expect(parseAgain(mended as never)).toEqual(event);
});
