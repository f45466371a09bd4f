import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { PUBLIC_EVENTS, type PublicEvent, type Topic } from '#contracts';
import type { UnreadableMessage } from '../inbox/failed-messages.js';
import { traceparentOf } from '../traceparent.js';

/** The largest message that is taken, bytes of its value: as large as the data of an event may be in the store. */
export const MAX_MESSAGE_BYTES = 1_048_576;

const NEEDED = [
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
const CONTENT_TYPE = 'application/json';
/** Decimal without leading zeros, so that it compares like a position; CloudEvents leaves its form open. */
const SEQUENCE = /^(0|[1-9]\d{0,17})$/;

/** `\p{Cc}`, of which the test takes ten times as long. */
// eslint-disable-next-line no-control-regex -- these are looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** A public event as a message: the CloudEvents binding for Kafka in binary mode, attributes in `ce_` headers, data as the value, keyed by stream. */
export const toMessage = (event: PublicEvent): Message => ({
  key: event.partitionkey,
  value: JSON.stringify(event.data),
  // One by one: this is done for every event, and in a loop it takes twice as long.
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

/** What a message of a topic says: a public event of that topic, or why it is none. */
export const fromMessage = (
  topic: Topic,
  partition: number,
  { key, value, headers = {}, offset }: KafkaMessage,
): PublicEvent | UnreadableMessage => {
  const text: Record<string, string> = {};
  for (const name in headers) text[name] = textOf(headers[name]);
  const unreadable = (reason: string, detail: string): UnreadableMessage => ({
    id: `${topic}/${partition}/${offset}`,
    // without a key it stands alone: nothing has to wait behind it
    key: key?.toString('utf8') || `${topic}/${partition}/${offset}`,
    unreadable: reason,
    detail,
    headers: text,
    value: value?.toString('base64') ?? '',
  });
  if (!value?.length) return unreadable('message.empty', 'it has no value');
  if (value.length > MAX_MESSAGE_BYTES)
    return unreadable('message.too-large', `${value.length} bytes are more than ${MAX_MESSAGE_BYTES}`);
  const missing = NEEDED.filter((name) => !text[`ce_${name}`]);
  if (missing.length > 0)
    return unreadable('message.not-an-event', `the CloudEvents attributes ${missing.join(', ')} are missing`);
  const attributes = Object.fromEntries(NEEDED.map((name) => [name, text[`ce_${name}`]!])) as Record<
    (typeof NEEDED)[number],
    string
  >;
  const odd = NEEDED.filter((name) => CONTROL.test(attributes[name]));
  if (odd.length > 0)
    return unreadable('message.not-an-event', `the CloudEvents attributes ${odd.join(', ')} hold control characters`);
  if (attributes.specversion !== '1.0')
    return unreadable('message.not-an-event', `specversion is ${attributes.specversion}, not 1.0`);
  if (!SEQUENCE.test(attributes.sequence))
    return unreadable('message.not-an-event', `sequence is not a revision: ${attributes.sequence}`);
  if (text['content-type']?.split(';')[0]!.trim() !== CONTENT_TYPE) {
    return unreadable(
      'message.not-an-event',
      `the content type is ${text['content-type'] ?? 'not said'}, not ${CONTENT_TYPE}`,
    );
  }
  if (key?.toString('utf8') !== attributes.partitionkey) {
    return unreadable(
      'message.wrong-key',
      `the key is not the partitionkey ${attributes.partitionkey}: its order is not that of the stream`,
    );
  }
  const eventType = PUBLIC_EVENTS.get(attributes.type);
  if (!eventType) return unreadable('message.unknown-type', `${attributes.type} is not known to this version`);
  if (eventType.topic !== topic)
    return unreadable('message.wrong-topic', `${attributes.type} belongs to ${eventType.topic}`);
  let data: unknown;
  try {
    data = JSON.parse(UTF8.decode(value));
  } catch (error) {
    return unreadable('message.not-json', (error as Error).message);
  }
  const problems = eventType.problems(data);
  if (problems.length > 0) return unreadable('message.wrong-schema', problems.join('; '));
  const traceparent = traceparentOf(text.ce_traceparent);
  return {
    ...(attributes as typeof attributes & { specversion: '1.0' }),
    datacontenttype: CONTENT_TYPE,
    ...(traceparent && { traceparent }),
    data: data as PublicEvent['data'],
  };
};

/** The same message again, after a time in which it may have become readable. Its topic is in its id. */
export const parseAgain = (letter: UnreadableMessage): PublicEvent | UnreadableMessage => {
  // it stands for events that are gone, or for nothing
  if (letter.value === '') return letter;
  const [topic, partition, offset] = letter.id.split('/') as [Topic, string, string];
  const key = letter.key === letter.id ? null : Buffer.from(letter.key);
  const message = { key, value: Buffer.from(letter.value, 'base64'), headers: { ...letter.headers }, offset };
  return fromMessage(topic, Number(partition), message as unknown as KafkaMessage);
};

const UTF8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (header: IHeaders[string]): string => {
  const first = Array.isArray(header) ? header[0] : header;
  return first === undefined ? '' : Buffer.isBuffer(first) ? first.toString('utf8') : first;
};
