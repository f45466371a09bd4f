import type { Message } from '#decider';
import {
  type EventMetadata, type ExpectedRevision, InvalidAppend, MAX_APPEND_BYTES, MAX_COMMAND_ID, MAX_EVENT_BYTES, MAX_STREAM_NAME,
} from './event-store.js';

/** An append that can be stored: texts without NUL, `data` and `metadata` as JSON. `bytes` is what it weighs in a queue. */
export type ValidAppend = Readonly<{
  stream: string;
  expected: ExpectedRevision;
  commandId: string;
  events: readonly Readonly<{ type: string; data: string }>[];
  metadata: string;
  bytes: number;
}>;

/** Deep enough for every honest event, and the end of a value that refers to itself. */
const MAX_DEPTH = 100;

/**
 * Checks an append before it is queued, the same way for every store, so that one bad append cannot spoil the batch it would travel in.
 * @throws {InvalidAppend}
 */
export const validateAppend = (stream: string, expected: ExpectedRevision, events: readonly Message[], metadata: EventMetadata): ValidAppend => {
  checkName(stream, 'the stream name', MAX_STREAM_NAME);
  checkName(metadata.commandId, 'the command id', MAX_COMMAND_ID);
  if (typeof expected === 'number' ? !Number.isSafeInteger(expected) || expected < 0 : expected !== 'none' && expected !== 'any') {
    throw new InvalidAppend(`the expected revision is ${String(expected)}; give a whole number from 0 on, 'none' or 'any'`);
  }
  if (events.length === 0) throw new InvalidAppend('there are no events to append');

  const valid = events.map(({ type, data }, index) => {
    checkName(type, `the type of event ${index}`, MAX_STREAM_NAME);
    return { type, data: toJson(data, `event ${index} (${type}): data`) };
  });
  const known = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
  const serialised = toJson(known, 'metadata');
  const bytes = valid.reduce((sum, { data }) => sum + Buffer.byteLength(data), Buffer.byteLength(serialised));
  if (bytes > MAX_APPEND_BYTES) throw new InvalidAppend(`the append is ${bytes} bytes of JSON, more than ${MAX_APPEND_BYTES}`);
  return { stream, expected, commandId: metadata.commandId, events: valid, metadata: serialised, bytes };
};

/** False for a name under which nothing can have been stored, so that a reader need not ask. */
export const isStorable = (name: string): boolean => name.length > 0 && !name.includes('\0') && name.isWellFormed();

const checkName = (name: unknown, what: string, limit: number): void => {
  if (typeof name !== 'string') throw new InvalidAppend(`${what} is not a text`);
  if (name.length < 1 || name.length > limit) throw new InvalidAppend(`${what} has ${name.length} characters; give 1 to ${limit}`);
  checkText(name, what);
};

const checkText = (text: string, what: string): void => {
  if (text.includes('\0')) throw new InvalidAppend(`${what} holds the character U+0000, which cannot be stored`);
  if (!text.isWellFormed()) throw new InvalidAppend(`${what} holds half a character (a lone surrogate), which cannot be stored`);
};

const toJson = (value: unknown, what: string): string => {
  checkJson(value, what, 0);
  const json = JSON.stringify(value);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_EVENT_BYTES) throw new InvalidAppend(`${what} is ${bytes} bytes of JSON, more than ${MAX_EVENT_BYTES}`);
  return json;
};

/** What JSON would drop or change in silence would read differently tomorrow: it is refused, and the message says where it is. */
const checkJson = (value: unknown, path: string, depth: number): void => {
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw new InvalidAppend(`${path} is ${typeof value === 'number' ? value : typeof value}, which is not JSON`);
  if (depth === MAX_DEPTH) throw new InvalidAppend(`${path} is nested deeper than ${MAX_DEPTH} levels, or refers to itself`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) checkJson(value[index], `${path}[${index}]`, depth + 1);
    return;
  }
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (kind !== 'Object' || 'toJSON' in value) throw new InvalidAppend(`${path} is not a plain object but a ${kind}`);
  for (const [key, member] of Object.entries(value)) {
    checkText(key, `a key in ${path}`);
    checkJson(member, `${path}.${key}`, depth + 1);
  }
};
