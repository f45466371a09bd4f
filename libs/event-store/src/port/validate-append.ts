import type { Message } from '#kernel';
import { eventId } from './event-id.js';
import {
  type EventMetadata,
  type ExpectedRevision,
  InvalidAppend,
  MAX_APPEND_BYTES,
  MAX_COMMAND_ID,
  MAX_EVENT_BYTES,
  MAX_STREAM_NAME,
} from './event-store.js';

/**
 * An append that can be stored: texts without NUL, `data` and `metadata` as JSON, and the ids of its events. All is made
 * before the append is queued, so that this work runs while earlier appends are written. `bytes` is its size in a queue.
 */
export type ValidAppend = Readonly<{
  stream: string;
  expected: ExpectedRevision;
  commandId: string;
  events: readonly Readonly<{ id: string; type: string; data: string }>[];
  metadata: string;
  bytes: number;
}>;

/** The largest depth of nesting: enough for every real event, and a limit for a value that contains itself. */
const MAX_DEPTH = 100;

/**
 * Checks an append before it is queued, the same way for every store, so that one bad append cannot fail the rest of its batch.
 * @throws {InvalidAppend}
 */
export const validateAppend = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly Message[],
  metadata: EventMetadata,
): ValidAppend => {
  checkName(stream, 'the stream name', MAX_STREAM_NAME);
  checkName(metadata.commandId, 'the command id', MAX_COMMAND_ID);
  if (
    typeof expected === 'number'
      ? !Number.isSafeInteger(expected) || expected < 0
      : expected !== 'none' && expected !== 'any'
  ) {
    throw new InvalidAppend(
      `the expected revision is ${String(expected)}; give a whole number from 0 on, 'none' or 'any'`,
    );
  }
  if (events.length === 0) throw new InvalidAppend('there are no events to append');

  let bytes = 0;
  const serialised = (value: unknown, what: string): string => {
    const { json, bytes: own } = toJson(value, what);
    bytes += own;
    return json;
  };
  const valid = events.map(({ type, data }, index) => {
    checkName(type, `the type of event ${index}`, MAX_STREAM_NAME);
    return {
      id: eventId(stream, metadata.commandId, index),
      type,
      data: serialised(data, `event ${index} (${type}): data`),
    };
  });
  const known = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
  const metadataJson = serialised(known, 'metadata');
  if (bytes > MAX_APPEND_BYTES)
    throw new InvalidAppend(`the append is ${bytes} bytes of JSON, more than ${MAX_APPEND_BYTES}`);
  return { stream, expected, commandId: metadata.commandId, events: valid, metadata: metadataJson, bytes };
};

/** False for a name under which nothing can have been stored, so that a reader need not query. */
export const isStorable = (name: string): boolean => name.length > 0 && !name.includes('\0') && name.isWellFormed();

const checkName = (name: unknown, what: string, limit: number): void => {
  if (typeof name !== 'string') throw new InvalidAppend(`${what} is not a text`);
  if (name.length < 1 || name.length > limit)
    throw new InvalidAppend(`${what} has ${name.length} characters; give 1 to ${limit}`);
  checkText(name, what);
};

const checkText = (text: string, what: string): void => {
  const problem = textProblem(text);
  if (problem) throw new InvalidAppend(`${what} ${problem}`);
};

const textProblem = (text: string): string | undefined => {
  if (text.includes('\0')) return 'holds the character U+0000, which cannot be stored';
  return text.isWellFormed() ? undefined : 'holds half a character (a lone surrogate), which cannot be stored';
};

const toJson = (value: unknown, what: string): { json: string; bytes: number } => {
  const problem = jsonProblem(value, 0);
  if (problem) throw new InvalidAppend(`${what}${problem.path} ${problem.says}`);
  const json = JSON.stringify(value);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_EVENT_BYTES)
    throw new InvalidAppend(`${what} is ${bytes} bytes of JSON, more than ${MAX_EVENT_BYTES}`);
  return { json, bytes };
};

type JsonProblem = Readonly<{ path: string; says: string }>;

/**
 * Returns the path and kind of the first value that JSON would silently drop or change, so that it would read
 * differently later.
 * The path is built only when there is a problem, while the recursion returns.
 */
const jsonProblem = (value: unknown, depth: number): JsonProblem | undefined => {
  if (typeof value === 'string') return here(textProblem(value));
  if (typeof value === 'boolean' || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return undefined;
  if (typeof value !== 'object')
    return here(`is ${typeof value === 'number' ? value : typeof value}, which is not JSON`);
  if (depth === MAX_DEPTH) return here(`is nested deeper than ${MAX_DEPTH} levels, or refers to itself`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const problem = jsonProblem(value[index], depth + 1);
      if (problem) return { ...problem, path: `[${index}]${problem.path}` };
    }
    return undefined;
  }
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (kind !== 'Object' || 'toJSON' in value) return here(`is not a plain object but a ${kind}`);
  for (const key of Object.keys(value)) {
    const keyProblem = textProblem(key);
    if (keyProblem) return here(`has a key that ${keyProblem}`);
    const problem = jsonProblem((value as Record<string, unknown>)[key], depth + 1);
    if (problem) return { ...problem, path: `.${key}${problem.path}` };
  }
  return undefined;
};

const here = (says: string | undefined): JsonProblem | undefined =>
  says === undefined ? undefined : { path: '', says };
