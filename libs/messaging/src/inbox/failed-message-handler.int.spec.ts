import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { mandateEnded, type PublicEvent, toPublicEvent } from '#contracts';
import { START, StoreBusy } from '#event-store';
import { until } from '#testing/until';
import {
  applyPage,
  checkpointOf,
  countFailedMessages,
  dropFailedMessage,
  type FailedMessage,
  FailedMessageHandler,
  type FailedMessageHandlerOptions,
  hasApplied,
  type IncomingMessage,
  listFailedMessages,
  replayFailedMessage,
  showFailedMessage,
  streamDigest,
  type UnreadableMessage,
} from '../index.js';
import { type NoteFixture, openNoteFixture } from '../testing/note-projection.js';
import { forgetProcessed } from './processed-messages.js';

const SOURCE = 'regie.mandates.v1/0';
const READER = 'cases.directory';

let fixture: NoteFixture;
let db: DataSource;
/** the names of events that cannot be applied, such as `a2` */
const poison = new Set<string>();
let applied: string[];

const begun = Date.now();

/** Creates an event by its name: `a2` is number 2 of stream a. */
const event = (name: string, daysAgo = 0): PublicEvent => {
  const recordedAt = new Date(begun - daysAgo * 86_400_000).toISOString();
  const origin = { id: `id-${name}`, stream: name[0]!, revision: Number(name.slice(1)), recordedAt, metadata: {} };
  return toPublicEvent(mandateEnded, origin, '44021', { ...mandateEnded.sample, mandateId: name });
};
const unreadable = (name: string, key = name[0]!): UnreadableMessage => ({
  id: `${SOURCE}/${name}`,
  key,
  unreadable: 'message.unknown-type',
  detail: 'it is not known to this version',
  headers: { ce_type: 'later' },
  value: Buffer.from(name).toString('base64'),
});

const apply = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
  for (const { subject } of events) {
    // The row is written before the failure, which must leave no trace of it.
    await tx.query('INSERT INTO note (text) VALUES ($1)', [subject]);
    applied.push(subject);
    if (poison.has(subject)) await tx.query('SELECT 1 / 0');
  }
};

const reading = (options: Partial<FailedMessageHandlerOptions> = {}) =>
  new FailedMessageHandler({
    processor: READER,
    db,
    apply,
    pauses: [0, 0],
    log: { error: () => undefined, warn: () => undefined },
    ...options,
  });

let position: string;
const page = async (
  handler: FailedMessageHandler,
  ...arrivals: readonly (string | IncomingMessage)[]
): Promise<void> => {
  const events = arrivals.map((arrival) => (typeof arrival === 'string' ? event(arrival) : arrival));
  const upTo = String(Number(position) + events.length);
  await applyPage<IncomingMessage>(
    db,
    READER,
    position,
    { source: SOURCE, events, upTo, mayRepeat: true },
    handler.apply,
  );
  position = upTo;
};
const failedMessages = async (): Promise<string[]> =>
  (await listFailedMessages(db)).map(
    ({ eventId, state }) => `${eventId.split('/').at(-1)!.replace('id-', '')} ${state}`,
  );
const firstFailedMessage = async (): Promise<FailedMessage> => (await listFailedMessages(db))[0]!;

beforeAll(async () => {
  fixture = await openNoteFixture();
  db = fixture.db;
});
afterAll(() => fixture.close());
beforeEach(async () => {
  await db.query('TRUNCATE note, checkpoints, processed_messages, failed_messages, stream_positions');
  poison.clear();
  applied = [];
  position = '0';
});

it('a page without failures is applied as a whole', async () => {
  await page(reading(), 'a1', 'b1', 'a2');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2']);
  expect(applied).toEqual(['a1', 'b1', 'a2']);
  expect(await failedMessages()).toEqual([]);
});

it('an event that cannot be applied is retried and blocks later ones of its stream, while other streams continue', async () => {
  poison.add('a2');
  const handler = reading();
  await page(handler, 'a1', 'a2', 'b1', 'a3', 'b2');
  await page(handler, 'a4', 'b3');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'b2', 'b3']);
  expect(await failedMessages()).toEqual(['a2 retrying', 'a3 blocked', 'a4 blocked']);
  expect(await firstFailedMessage()).toMatchObject({
    reason: 'apply.failed',
    detail: expect.stringContaining('division by zero'),
    attempts: 1,
    message: event('a2'),
  });
  expect(await checkpointOf(db, READER, SOURCE)).toBe('7');
});

it('a successful retry applies the blocked events in order', async () => {
  poison.add('a2');
  const handler = reading();
  await page(handler, 'a1', 'a2', 'a3', 'b1', 'a4');
  poison.clear();
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
  expect(await failedMessages()).toEqual([]);
  await page(handler, 'a5');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4', 'a5']);
});

it('a message is dead-lettered and published once after its last attempt, and a replay applies it', async () => {
  poison.add('a1');
  const published: FailedMessage[] = [];
  const handler = reading({ publishDeadLetter: async (failed) => void published.push(failed) });
  await page(handler, 'a1', 'a2');
  await handler.retries.retryDue();
  expect(applied.filter((name) => name === 'a1')).toHaveLength(1 + 1 + 2);
  expect(await failedMessages()).toEqual(['a1 dead-lettered', 'a2 blocked']);
  await handler.retries.retryDue();
  await handler.retries.publishDeadLetters();
  await handler.retries.publishDeadLetters();
  expect(published).toMatchObject([
    { eventId: 'id-a1', state: 'dead-lettered', reason: 'apply.failed', attempts: 3, message: event('a1') },
  ]);

  const { id } = await firstFailedMessage();
  poison.clear();
  expect(await replayFailedMessage(db, id)).toBe('replayed');
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
  expect(await failedMessages()).toEqual([]);
});

it('each attempt is followed by a longer pause', async () => {
  poison.add('a1');
  const handler = reading({ pauses: [60_000, 3_600_000] });
  const dueIn = async (): Promise<number> =>
    Math.round(((await firstFailedMessage()).due!.getTime() - Date.now()) / 60_000);
  await page(handler, 'a1');
  expect(await dueIn()).toBe(1);
  await handler.retries.retryDue();
  expect(await firstFailedMessage()).toMatchObject({ attempts: 1 });
  await db.query('UPDATE failed_messages SET due = now()');
  await handler.retries.retryDue();
  expect(await firstFailedMessage()).toMatchObject({ attempts: 2, state: 'retrying' });
  expect(await dueIn()).toBe(60);
});

it('the replay of a blocked message is refused with the id of the earlier one', async () => {
  poison.add('a1');
  await page(reading({ pauses: [] }), 'a1', 'a2');
  const [first, second] = await listFailedMessages(db);
  expect(await replayFailedMessage(db, second!.id)).toEqual({ blockedBy: first!.id });
  expect(await failedMessages()).toEqual(['a1 dead-lettered', 'a2 blocked']);
});

it('dropping a failed message applies the later ones of its stream without it', async () => {
  poison.add('a1');
  const handler = reading({ pauses: [] });
  await page(handler, 'a1', 'a2', 'a3');
  expect(await dropFailedMessage(db, (await firstFailedMessage()).id)).toMatchObject({ eventId: 'id-a1' });
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['a2', 'a3']);
  expect(await failedMessages()).toEqual([]);
});

it('showing, replaying and dropping report an unknown id', async () => {
  expect(await showFailedMessage(db, '4711')).toBeUndefined();
  expect(await replayFailedMessage(db, '4711')).toBe('unknown');
  expect(await dropFailedMessage(db, '4711')).toBeUndefined();
});

it('an unreadable message is kept with its bytes, and is not retried by itself', async () => {
  const handler = reading();
  await page(handler, 'b1', unreadable('a1'), 'a2', 'b2');
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['b1', 'b2']);
  expect(await failedMessages()).toEqual(['a1 dead-lettered', 'a2 blocked']);
  expect(await firstFailedMessage()).toMatchObject({
    reason: 'message.unknown-type',
    message: { value: Buffer.from('a1').toString('base64'), headers: { ce_type: 'later' } },
  });
});

it('the replay of an unreadable message applies it when this version can read it', async () => {
  await page(reading(), unreadable('a1'), 'a2');
  const { id } = await firstFailedMessage();
  await replayFailedMessage(db, id);
  await reading().retries.retryDue();
  expect(await showFailedMessage(db, id)).toMatchObject({ state: 'dead-lettered', reason: 'message.unknown-type' });
  await replayFailedMessage(db, id);
  await reading({ parseAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()) }).retries.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
});

describe('an unreadable message that a newer version can read', () => {
  /** A version that parses the value of an unreadable message as the event of that name. */
  const newer = (options: Partial<FailedMessageHandlerOptions> = {}) =>
    reading({ parseAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()), ...options });
  /** The same event at another offset of the topic. */
  const again = (name: string): UnreadableMessage => ({ ...unreadable(name), id: `${SOURCE}/${name} again` });
  /** Runs a reader without new messages, and returns the function that stops it. */
  const readNothing = (handler: FailedMessageHandler): (() => Promise<void>) => {
    const stopping = new AbortController();
    const reading = handler.withRetries((_, signal) => once(signal, 'abort').then(() => undefined));
    const running = reading({ after: async () => START, handle: async () => undefined }, stopping.signal);
    return () => {
      stopping.abort();
      return running;
    };
  };
  const replayFirst = async (handler: FailedMessageHandler): Promise<void> => {
    await replayFailedMessage(db, (await firstFailedMessage()).id);
    await handler.retries.retryDue();
  };

  it('is applied once when it came twice', async () => {
    await page(reading(), unreadable('a1'), again('a1'), 'a2');
    await replayFirst(newer());
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await failedMessages()).toEqual([]);
  });

  it('is recognised by its id when it comes again, and its stream position counts as applied', async () => {
    await page(reading(), unreadable('a1'));
    await replayFirst(newer());
    expect(await hasApplied(db, READER, streamDigest('a'), 1)).toBe(true);
    await page(newer(), 'a1', 'a2');
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await failedMessages()).toEqual([]);
  });

  it('is applied at its own position, and not at that of its readable repeat', async () => {
    await page(reading(), unreadable('a1'), 'a2', 'a1');
    expect(await failedMessages()).toEqual(['a1 dead-lettered', 'a2 blocked', 'a1 blocked']);
    await replayFirst(newer());
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await failedMessages()).toEqual([]);
  });

  it('is requeued by the newer version, and applied with the messages that it blocks', async () => {
    await page(reading(), unreadable('a1'), unreadable('a2'), 'a3');
    await newer().retries.requeue();
    expect(await firstFailedMessage()).toMatchObject({ state: 'retrying', attempts: 0 });
    await newer().retries.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
    expect(await failedMessages()).toEqual([]);
  });

  it('is requeued again after an older process has dead-lettered it once more', async () => {
    const older = reading();
    const handler = newer();
    await page(older, unreadable('a1'));
    await handler.retries.requeue();
    await older.retries.retryDue();
    expect(await firstFailedMessage()).toMatchObject({ state: 'dead-lettered', reason: 'message.unknown-type' });
    await page(older, unreadable('b1'));
    await handler.retries.requeue();
    await handler.retries.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'b1']);
  });

  it('is neither retried nor published again by a version that cannot read it', async () => {
    const published: string[] = [];
    const handler = reading({ publishDeadLetter: async ({ eventId }) => void published.push(eventId) });
    await page(handler, unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.wrong-schema' });
    const stop = readNothing(handler);
    await until(() => published.length === 2);
    const before = await listFailedMessages(db);
    await pause(1_200);
    await stop();
    expect(published).toHaveLength(2);
    expect(await listFailedMessages(db)).toEqual(before);
    expect(before).toMatchObject([
      { state: 'dead-lettered', attempts: 1 },
      { state: 'dead-lettered', attempts: 1 },
    ]);
  });

  it('is requeued while the reader runs, unlike a message that no version can read', async () => {
    await page(reading(), unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.not-json' });
    // both were published long ago
    await db.query('UPDATE failed_messages SET published = true');
    const stop = readNothing(newer());
    await until(async () => (await fixture.notes()).length > 0);
    await stop();
    expect(await fixture.notes()).toEqual(['a1']);
    expect(await failedMessages()).toEqual(['b1 dead-lettered']);
  });

  it('is not marked as processed while it cannot be applied', async () => {
    poison.add('a1');
    const handler = newer();
    await page(handler, unreadable('a1'));
    await replayFirst(handler);
    expect(await firstFailedMessage()).toMatchObject({ state: 'dead-lettered', reason: 'apply.failed' });
    poison.clear();
    await replayFirst(handler);
    expect(await fixture.notes()).toEqual(['a1']);
  });
});

it('an event that was overtaken in its stream is kept, and is not applied by itself', async () => {
  const handler = reading();
  await page(handler, 'a1', 'a3');
  await page(handler, 'a2', 'a4', 'b1');
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a3', 'b1']);
  expect(await failedMessages()).toEqual(['a2 dead-lettered', 'a4 blocked']);
  expect(await firstFailedMessage()).toMatchObject({
    reason: 'order.overtaken',
    detail: 'number 2 of its stream arrived after number 3',
  });
  await replayFailedMessage(db, (await firstFailedMessage()).id);
  await handler.retries.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a3', 'b1', 'a2', 'a4']);
});

it('a repeated event counts as a repeat and not as overtaken, also when it is a failed message', async () => {
  poison.add('b1');
  const handler = reading({ pauses: [60_000] });
  await page(handler, 'a1', 'a2', 'b1');
  await page(handler, 'a1', 'a2', 'b1', 'a3');
  expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
  expect(await failedMessages()).toEqual(['b1 retrying']);
});

describe('an event that comes again after its mark was removed', () => {
  const forget = async (): Promise<void> => {
    await db.query("UPDATE processed_messages SET at = at - interval '8 days'");
    expect(await forgetProcessed(db, READER)).toBe(true);
  };
  const marks = async (): Promise<string[]> =>
    (await db.query<{ event_id: string }[]>('SELECT event_id FROM processed_messages ORDER BY event_id')).map(
      ({ event_id }) => event_id.replace('id-', ''),
    );
  const old = (name: string): PublicEvent => event(name, 8);

  it('is recognised by its number in the stream, and logged', async () => {
    const warnings: object[] = [];
    const handler = reading({ log: { error: () => undefined, warn: (details) => void warnings.push(details) } });
    await page(handler, old('a1'), old('a2'), old('b1'));
    await forget();
    expect(await marks()).toEqual([]);
    await page(handler, old('a1'), old('a2'), 'a3', old('b1'));
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'b1', 'a3']);
    expect(await failedMessages()).toEqual([]);
    expect(warnings).toEqual([{ processor: READER, repeats: 3 }]);
  });

  it('is recognised also when the page is applied one by one', async () => {
    await page(reading(), old('a1'));
    await forget();
    poison.add('b1');
    await page(reading(), old('a1'), 'b1', 'a2');
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await failedMessages()).toEqual(['b1 retrying']);
  });

  it('keeps its mark while it is a failed message, and does not block earlier ones', async () => {
    poison.add('a2');
    const handler = reading({ pauses: [] });
    await page(handler, old('a1'), old('a2'), old('a3'));
    await forget();
    expect(await marks()).toEqual(['a2', 'a3']);
    await page(handler, old('a1'), old('a2'), old('a3'));
    expect(await failedMessages()).toEqual(['a2 dead-lettered', 'a3 blocked']);
    poison.clear();
    await replayFailedMessage(db, (await firstFailedMessage()).id);
    await handler.retries.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
  });

  it('leaves recent marks and the marks of other readers', async () => {
    await page(reading(), 'a1');
    await forget();
    await page(reading(), 'a2');
    await db.query("INSERT INTO processed_messages VALUES ('cases.other', 'id-a1', now() - interval '8 days')");
    await forgetProcessed(db, READER);
    expect(await db.query('SELECT processor, event_id FROM processed_messages ORDER BY 1')).toEqual([
      { processor: READER, event_id: 'id-a2' },
      { processor: 'cases.other', event_id: 'id-a1' },
    ]);
  });
});

describe('a stream', () => {
  it('counts as applied up to a revision that the reader has reached without failed messages before it', async () => {
    const applied = async (): Promise<boolean[]> => [
      await hasApplied(db, READER, streamDigest('a'), 1),
      await hasApplied(db, READER, streamDigest('a'), 2),
      await hasApplied(db, READER, streamDigest('a'), 3),
    ];
    expect(await applied()).toEqual([false, false, false]);
    poison.add('a2');
    const handler = reading({ pauses: [0] });
    await page(handler, 'a1', 'a2', 'a3');
    expect(await applied()).toEqual([true, false, false]);
    await handler.retries.retryDue();
    expect(await failedMessages()).toEqual(['a2 dead-lettered', 'a3 blocked']);
    expect(await applied()).toEqual([true, false, false]);
    poison.clear();
    await replayFailedMessage(db, (await firstFailedMessage()).id);
    await handler.retries.retryDue();
    expect(await applied()).toEqual([true, true, true]);
  });

  it('does not count as applied while one of its messages is unreadable', async () => {
    await page(reading(), unreadable('x', 'a'), 'a2');
    expect(await hasApplied(db, READER, streamDigest('a'), 2)).toBe(false);
  });
});

it('an outage of the database fails the page, and makes no event a failed message', async () => {
  for (const code of ['57P01', '25006', '55P03', '57014', '58030', '28P01', 'EHOSTUNREACH']) {
    const refusing = reading({
      apply: async () => {
        throw Object.assign(new Error(`refused with ${code}`), { code });
      },
    });
    await expect(page(refusing, 'a1')).rejects.toThrow(`refused with ${code}`);
  }
  const busy = reading({
    apply: async () => {
      throw new StoreBusy('too many appends wait', 1);
    },
  });
  await expect(page(busy, 'a1')).rejects.toThrow('too many appends');
  const cutOff = reading({
    apply: async (_, tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    },
  });
  await expect(page(cutOff, 'a1')).rejects.toThrow();
  expect(await failedMessages()).toEqual([]);
  expect(await checkpointOf(db, READER, SOURCE)).toBe('0');
});

it('a message that PostgreSQL could not store as jsonb is kept', async () => {
  const odd = {
    ...event('a1'),
    data: { ...event('a1').data, mandateId: 'nul \u0000 and half a pair \ud800' },
  } as PublicEvent;
  const handler = reading({
    apply: async ([{ data } = odd], tx) =>
      void (await tx.query('INSERT INTO note (text) VALUES ($1)', [
        (data as unknown as { mandateId: string }).mandateId,
      ])),
  });
  await page(handler, odd);
  expect(await firstFailedMessage()).toMatchObject({ state: 'retrying', message: odd });
});

it('a failed message that is being applied at the moment blocks no new event', async () => {
  poison.add('a1');
  const handler = reading({ pauses: [0, 60_000] });
  await page(handler, 'a1');
  poison.clear();
  const release = Promise.withResolvers<void>();
  const trying = Promise.withResolvers<void>();
  const slow = reading({
    apply: async (events, tx) => {
      trying.resolve();
      await release.promise;
      await apply(events, tx);
    },
  });
  const retried = slow.retries.retryDue();
  await trying.promise;
  const arriving = page(handler, 'a2');
  await until(async () => {
    const [waiting] = await db.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return waiting!.count > 0;
  });
  release.resolve();
  await Promise.all([retried, arriving]);
  expect(await failedMessages()).toEqual([]);
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
});

it('the failed messages of each reader are counted by state', async () => {
  poison.add('a1').add('b1');
  await page(reading({ pauses: [] }), 'a1', 'b1', 'b2');
  expect(await countFailedMessages(db)).toMatchObject([
    { processor: READER, state: 'blocked', count: 1 },
    { processor: READER, state: 'dead-lettered', count: 2 },
  ]);
  expect((await listFailedMessages(db, { key: 'b' })).map(({ eventId }) => eventId)).toEqual(['id-b1', 'id-b2']);
  expect((await listFailedMessages(db, { state: 'dead-lettered', limit: 1 })).map(({ eventId }) => eventId)).toEqual([
    'id-a1',
  ]);
});
