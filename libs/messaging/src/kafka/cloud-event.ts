import { PUBLIC_EVENTS, type PublicEvent, type Topic } from '#contracts';
import { traceparentOf } from '#tracing';
import type { UnreadableMessage } from '../inbox/failed-messages.js';
import type { HeaderValue, ReceivedMessage, SentMessage } from './library.js';

/** The largest value of a message, in bytes: the limit of the event store on the data of an event. */
export const MAX_MESSAGE_BYTES = 1_048_576;

const REQUIRED = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'dataschema',
  'partitionkey',
  'sequence',
] as const;
type Attributes = Readonly<Record<(typeof REQUIRED)[number], string>>;
type Rejection = Readonly<Pick<UnreadableMessage, 'unreadable' | 'detail'>>;

const CONTENT_TYPE = 'application/json';
/** The form of `sequence`, which CloudEvents leaves open: a decimal number without leading zeros, so that `comparePositions` can order it. */
const SEQUENCE = /^(0|[1-9]\d{0,17})$/;

/** Matches the same characters as `\p{Cc}`, ten times as fast. */
// eslint-disable-next-line no-control-regex -- the pattern finds control characters
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Writes a public event by the CloudEvents binding for Kafka in binary mode.
 * Attributes are `ce_` headers, data is the value, the stream is the key.
 */
export const toMessage = (event: PublicEvent): SentMessage => ({
  key: event.partitionkey,
  value: JSON.stringify(event.data),
  // Written out, because this runs for every event and a loop takes twice as long.
  headers: {
    'content-type': event.datacontenttype,
    ce_specversion: event.specversion,
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_dataschema: event.dataschema,
    ce_partitionkey: event.partitionkey,
    ce_sequence: event.sequence,
    ...(event.traceparent && { ce_traceparent: event.traceparent }),
  } satisfies Record<
    'content-type' | `ce_${keyof Omit<PublicEvent, 'datacontenttype' | 'data' | 'traceparent'>}`,
    string
  >,
});

/** Reads a message of a topic as a public event of that topic, or as unreadable with the reason. */
export const fromMessage = (
  topic: Topic,
  partition: number,
  { key, value, headers = {}, offset }: ReceivedMessage,
): PublicEvent | UnreadableMessage => {
  const text: Record<string, string> = {};
  for (const name in headers) text[name] = textOf(headers[name]);
  const keyText = key?.toString('utf8');
  const parsed = parse(topic, keyText, value, text);
  if (!('unreadable' in parsed)) return parsed;
  const id = `${topic}/${partition}/${offset}`;
  // A message without a key gets its id as key, so that it blocks no other message.
  return { id, key: keyText || id, ...parsed, headers: text, value: value?.toString('base64') ?? '' };
};

/** Reads an unreadable message again: a newer version may know its type. Its id names its topic. */
export const parseAgain = (message: UnreadableMessage): PublicEvent | UnreadableMessage => {
  // A message without value never becomes an event; it can also stand for events that the topic has lost.
  if (message.value === '') return message;
  const [topic, partition, offset] = message.id.split('/') as [Topic, string, string];
  const key = message.key === message.id ? null : Buffer.from(message.key);
  const received = { key, value: Buffer.from(message.value, 'base64'), headers: { ...message.headers }, offset };
  return fromMessage(topic, Number(partition), received);
};

const parse = (
  topic: Topic,
  key: string | undefined,
  value: Buffer | null,
  headers: Readonly<Record<string, string>>,
): PublicEvent | Rejection => {
  if (!value?.length) return rejected('message.empty', 'it has no value');
  if (value.length > MAX_MESSAGE_BYTES)
    return rejected('message.too-large', `${value.length} bytes are more than ${MAX_MESSAGE_BYTES}`);
  const attributes = attributesOf(headers);
  if ('unreadable' in attributes) return attributes;
  if (key !== attributes.partitionkey)
    return rejected(
      'message.wrong-key',
      `the key is not the partitionkey ${attributes.partitionkey}: its order is not that of the stream`,
    );
  const data = dataOf(topic, attributes.type, value);
  if ('unreadable' in data) return data;
  const traceparent = traceparentOf(headers.ce_traceparent);
  return {
    ...(attributes as Attributes & { specversion: '1.0' }),
    datacontenttype: CONTENT_TYPE,
    ...(traceparent && { traceparent }),
    data: data.valid,
  };
};

const attributesOf = (headers: Readonly<Record<string, string>>): Attributes | Rejection => {
  const missing = REQUIRED.filter((name) => !headers[`ce_${name}`]);
  if (missing.length > 0) return notAnEvent(`the CloudEvents attributes ${missing.join(', ')} are missing`);
  const attributes = Object.fromEntries(REQUIRED.map((name) => [name, headers[`ce_${name}`]!])) as Attributes;
  const withControls = REQUIRED.filter((name) => CONTROL.test(attributes[name]));
  if (withControls.length > 0)
    return notAnEvent(`the CloudEvents attributes ${withControls.join(', ')} hold control characters`);
  if (attributes.specversion !== '1.0') return notAnEvent(`specversion is ${attributes.specversion}, not 1.0`);
  if (!SEQUENCE.test(attributes.sequence)) return notAnEvent(`sequence is not a revision: ${attributes.sequence}`);
  const contentType = headers['content-type'];
  if (contentType?.split(';')[0]!.trim() !== CONTENT_TYPE)
    return notAnEvent(`the content type is ${contentType ?? 'not said'}, not ${CONTENT_TYPE}`);
  return attributes;
};

/** Parses the value, and validates it against the schema of its type. */
const dataOf = (topic: Topic, type: string, value: Buffer): Readonly<{ valid: PublicEvent['data'] }> | Rejection => {
  const eventType = PUBLIC_EVENTS.get(type);
  if (!eventType) return rejected('message.unknown-type', `${type} is not known to this version`);
  if (eventType.topic !== topic) return rejected('message.wrong-topic', `${type} belongs to ${eventType.topic}`);
  let data: unknown;
  try {
    data = JSON.parse(UTF8.decode(value));
  } catch (error) {
    return rejected('message.not-json', (error as Error).message);
  }
  const problems = eventType.problems(data);
  if (problems.length > 0) return rejected('message.wrong-schema', problems.join('; '));
  return { valid: data as PublicEvent['data'] };
};

const rejected = (reason: string, detail: string): Rejection => ({ unreadable: reason, detail });

const notAnEvent = (detail: string): Rejection => rejected('message.not-an-event', detail);

const UTF8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (header: HeaderValue): string => {
  const first = typeof header === 'string' || Buffer.isBuffer(header) ? header : header?.[0];
  return first === undefined ? '' : first.toString();
};
