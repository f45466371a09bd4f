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
/** what the reader cannot apply: keys as `a2` */
const poison = new Set<string>();
let applied: string[];

const begun = Date.now();

/** Event `a2` is number 2 of stream a. */
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
    // first something is written: what fails later must leave no trace of it
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
const page = async (aside: FailedMessageHandler, ...arrivals: readonly (string | IncomingMessage)[]): Promise<void> => {
  const events = arrivals.map((arrival) => (typeof arrival === 'string' ? event(arrival) : arrival));
  const upTo = String(Number(position) + events.length);
  await applyPage<IncomingMessage>(
    db,
    READER,
    position,
    { source: SOURCE, events, upTo, mayRepeat: true },
    aside.apply,
  );
  position = upTo;
};
const letters = async (): Promise<string[]> =>
  (await listFailedMessages(db)).map(
    ({ eventId, state }) => `${eventId.split('/').at(-1)!.replace('id-', '')} ${state}`,
  );
const firstLetter = async (): Promise<FailedMessage> => (await listFailedMessages(db))[0]!;

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

it('applies a page as a whole when nothing is wrong with it', async () => {
  await page(reading(), 'a1', 'b1', 'a2');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2']);
  expect(applied).toEqual(['a1', 'b1', 'a2']);
  expect(await letters()).toEqual([]);
});

it('sets aside what cannot be applied, parks what follows in the same stream, and lets the other streams flow', async () => {
  poison.add('a2');
  const aside = reading();
  await page(aside, 'a1', 'a2', 'b1', 'a3', 'b2');
  await page(aside, 'a4', 'b3');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'b2', 'b3']);
  expect(await letters()).toEqual(['a2 retrying', 'a3 blocked', 'a4 blocked']);
  expect(await firstLetter()).toMatchObject({
    reason: 'apply.failed',
    detail: expect.stringContaining('division by zero'),
    attempts: 1,
    message: event('a2'),
  });
  expect(await checkpointOf(db, READER, SOURCE)).toBe('7');
});

it('tries again, and goes on with what was parked, in order', async () => {
  poison.add('a2');
  const aside = reading();
  await page(aside, 'a1', 'a2', 'a3', 'b1', 'a4');
  poison.clear();
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
  expect(await letters()).toEqual([]);
  await page(aside, 'a5');
  expect(await fixture.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4', 'a5']);
});

it('gives up after the last try, tells of it once, and goes on when it is replayed', async () => {
  poison.add('a1');
  const published: FailedMessage[] = [];
  const aside = reading({ publishDeadLetter: async (letter) => void published.push(letter) });
  await page(aside, 'a1', 'a2');
  await aside.letters.retryDue();
  expect(applied.filter((name) => name === 'a1')).toHaveLength(1 + 1 + 2);
  expect(await letters()).toEqual(['a1 dead-lettered', 'a2 blocked']);
  await aside.letters.retryDue();
  await aside.letters.publishDeadLetters();
  await aside.letters.publishDeadLetters();
  expect(published).toMatchObject([
    { eventId: 'id-a1', state: 'dead-lettered', reason: 'apply.failed', attempts: 3, message: event('a1') },
  ]);

  const { id } = await firstLetter();
  poison.clear();
  expect(await replayFailedMessage(db, id)).toBe('replayed');
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
  expect(await letters()).toEqual([]);
});

it('waits longer from try to try', async () => {
  poison.add('a1');
  const aside = reading({ pauses: [60_000, 3_600_000] });
  const dueIn = async (): Promise<number> => Math.round(((await firstLetter()).due!.getTime() - Date.now()) / 60_000);
  await page(aside, 'a1');
  expect(await dueIn()).toBe(1);
  await aside.letters.retryDue();
  expect(await firstLetter()).toMatchObject({ attempts: 1 });
  await db.query('UPDATE failed_messages SET due = now()');
  await aside.letters.retryDue();
  expect(await firstLetter()).toMatchObject({ attempts: 2, state: 'retrying' });
  expect(await dueIn()).toBe(60);
});

it('does not replay what is parked: the one in front has to go first', async () => {
  poison.add('a1');
  await page(reading({ pauses: [] }), 'a1', 'a2');
  const [first, second] = await listFailedMessages(db);
  expect(await replayFailedMessage(db, second!.id)).toEqual({ blockedBy: first!.id });
  expect(await letters()).toEqual(['a1 dead-lettered', 'a2 blocked']);
});

it('goes on behind a letter that is dropped, without it', async () => {
  poison.add('a1');
  const aside = reading({ pauses: [] });
  await page(aside, 'a1', 'a2', 'a3');
  expect(await dropFailedMessage(db, (await firstLetter()).id)).toMatchObject({ eventId: 'id-a1' });
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['a2', 'a3']);
  expect(await letters()).toEqual([]);
});

it('says of an unknown letter that it is unknown', async () => {
  expect(await showFailedMessage(db, '4711')).toBeUndefined();
  expect(await replayFailedMessage(db, '4711')).toBe('unknown');
  expect(await dropFailedMessage(db, '4711')).toBeUndefined();
});

it('keeps a message that it cannot read, bytes and all, and does not try it by itself', async () => {
  const aside = reading();
  await page(aside, 'b1', unreadable('a1'), 'a2', 'b2');
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['b1', 'b2']);
  expect(await letters()).toEqual(['a1 dead-lettered', 'a2 blocked']);
  expect(await firstLetter()).toMatchObject({
    reason: 'message.unknown-type',
    message: { value: Buffer.from('a1').toString('base64'), headers: { ce_type: 'later' } },
  });
});

it('applies it when a newer version can read it and it is replayed', async () => {
  await page(reading(), unreadable('a1'), 'a2');
  const { id } = await firstLetter();
  await replayFailedMessage(db, id);
  await reading().letters.retryDue();
  expect(await showFailedMessage(db, id)).toMatchObject({ state: 'dead-lettered', reason: 'message.unknown-type' });
  await replayFailedMessage(db, id);
  await reading({ parseAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()) }).letters.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
});

describe('a message that can be read after all', () => {
  /** A version that knows what `unreadable` holds: the event that it is called after, whatever its place. */
  const newer = (options: Partial<FailedMessageHandlerOptions> = {}) =>
    reading({ parseAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()), ...options });
  /** The same event at another place of the topic. */
  const again = (name: string): UnreadableMessage => ({ ...unreadable(name), id: `${SOURCE}/${name} again` });
  /** Runs a reader to whom nothing comes; stops it. */
  const readNothing = (aside: FailedMessageHandler): (() => Promise<void>) => {
    const stopping = new AbortController();
    const reading = aside.withRetries((_, signal) => once(signal, 'abort').then(() => undefined));
    const running = reading({ after: async () => START, handle: async () => undefined }, stopping.signal);
    return () => {
      stopping.abort();
      return running;
    };
  };
  const replayFirst = async (aside: FailedMessageHandler): Promise<void> => {
    await replayFailedMessage(db, (await firstLetter()).id);
    await aside.letters.retryDue();
  };

  it('is applied once when it came twice', async () => {
    await page(reading(), unreadable('a1'), again('a1'), 'a2');
    await replayFirst(newer());
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is known by its id when it comes again, and by its number to whoever waits for it', async () => {
    await page(reading(), unreadable('a1'));
    await replayFirst(newer());
    expect(await hasApplied(db, READER, streamDigest('a'), 1)).toBe(true);
    await page(newer(), 'a1', 'a2');
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is applied in its place, and not in that of its repeat, which could be read at once', async () => {
    await page(reading(), unreadable('a1'), 'a2', 'a1');
    expect(await letters()).toEqual(['a1 dead-lettered', 'a2 blocked', 'a1 blocked']);
    await replayFirst(newer());
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is taken up by a newer version, by itself, with all that waits behind it', async () => {
    await page(reading(), unreadable('a1'), unreadable('a2'), 'a3');
    await newer().letters.requeue();
    expect(await firstLetter()).toMatchObject({ state: 'retrying', attempts: 0 });
    await newer().letters.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
    expect(await letters()).toEqual([]);
  });

  it('is taken up while an older process runs beside, and gives it up again', async () => {
    const older = reading();
    const aside = newer();
    await page(older, unreadable('a1'));
    await aside.letters.requeue();
    await older.letters.retryDue();
    expect(await firstLetter()).toMatchObject({ state: 'dead-lettered', reason: 'message.unknown-type' });
    await page(older, unreadable('b1'));
    await aside.letters.requeue();
    await aside.letters.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'b1']);
  });

  it('is left alone by a version that cannot read it either: not tried, and not told of again', async () => {
    const told: string[] = [];
    const aside = reading({ publishDeadLetter: async ({ eventId }) => void told.push(eventId) });
    await page(aside, unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.wrong-schema' });
    const stop = readNothing(aside);
    await until(() => told.length === 2);
    const before = await listFailedMessages(db);
    await pause(1_200);
    await stop();
    expect(told).toHaveLength(2);
    expect(await listFailedMessages(db)).toEqual(before);
    expect(before).toMatchObject([
      { state: 'dead-lettered', attempts: 1 },
      { state: 'dead-lettered', attempts: 1 },
    ]);
  });

  it('is taken up alongside what a newer version reads; what no version reads is not', async () => {
    await page(reading(), unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.not-json' });
    // the world has heard of them long ago
    await db.query('UPDATE failed_messages SET published = true');
    const stop = readNothing(newer());
    await until(async () => (await fixture.notes()).length > 0);
    await stop();
    expect(await fixture.notes()).toEqual(['a1']);
    expect(await letters()).toEqual(['b1 dead-lettered']);
  });

  it('is not marked while it cannot be applied', async () => {
    poison.add('a1');
    const aside = newer();
    await page(aside, unreadable('a1'));
    await replayFirst(aside);
    expect(await firstLetter()).toMatchObject({ state: 'dead-lettered', reason: 'apply.failed' });
    poison.clear();
    await replayFirst(aside);
    expect(await fixture.notes()).toEqual(['a1']);
  });
});

it('holds back an event that was overtaken in its stream, and does not apply it by itself', async () => {
  const aside = reading();
  await page(aside, 'a1', 'a3');
  await page(aside, 'a2', 'a4', 'b1');
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a3', 'b1']);
  expect(await letters()).toEqual(['a2 dead-lettered', 'a4 blocked']);
  expect(await firstLetter()).toMatchObject({
    reason: 'order.overtaken',
    detail: 'number 2 of its stream arrived after number 3',
  });
  await replayFailedMessage(db, (await firstLetter()).id);
  await aside.letters.retryDue();
  expect(await fixture.notes()).toEqual(['a1', 'a3', 'b1', 'a2', 'a4']);
});

it('takes a repeat for a repeat, and not for an event that was overtaken; also of a letter', async () => {
  poison.add('b1');
  const aside = reading({ pauses: [60_000] });
  await page(aside, 'a1', 'a2', 'b1');
  await page(aside, 'a1', 'a2', 'b1', 'a3');
  expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
  expect(await letters()).toEqual(['b1 retrying']);
});

describe('an event that comes again when its mark is gone', () => {
  const forget = async (): Promise<void> => {
    await db.query("UPDATE processed_messages SET at = at - interval '8 days'");
    expect(await forgetProcessed(db, READER)).toBe(true);
  };
  const marks = async (): Promise<string[]> =>
    (await db.query<{ event_id: string }[]>('SELECT event_id FROM processed_messages ORDER BY event_id')).map(
      ({ event_id }) => event_id.replace('id-', ''),
    );
  const old = (name: string): PublicEvent => event(name, 8);

  it('is known by its number in the stream, and told', async () => {
    const said: object[] = [];
    const aside = reading({ log: { error: () => undefined, warn: (details) => void said.push(details) } });
    await page(aside, old('a1'), old('a2'), old('b1'));
    await forget();
    expect(await marks()).toEqual([]);
    await page(aside, old('a1'), old('a2'), 'a3', old('b1'));
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'b1', 'a3']);
    expect(await letters()).toEqual([]);
    expect(said).toEqual([{ processor: READER, repeats: 3 }]);
  });

  it('is known also when the page is taken apart', async () => {
    await page(reading(), old('a1'));
    await forget();
    poison.add('b1');
    await page(reading(), old('a1'), 'b1', 'a2');
    expect(await fixture.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual(['b1 retrying']);
  });

  it('keeps its mark while it is in a letter, and those before it are not parked behind', async () => {
    poison.add('a2');
    const aside = reading({ pauses: [] });
    await page(aside, old('a1'), old('a2'), old('a3'));
    await forget();
    expect(await marks()).toEqual(['a2', 'a3']);
    await page(aside, old('a1'), old('a2'), old('a3'));
    expect(await letters()).toEqual(['a2 dead-lettered', 'a3 blocked']);
    poison.clear();
    await replayFailedMessage(db, (await firstLetter()).id);
    await aside.letters.retryDue();
    expect(await fixture.notes()).toEqual(['a1', 'a2', 'a3']);
  });

  it('keeps the marks of what is young, and of other readers', async () => {
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

describe('a stream is applied up to a revision', () => {
  it('when the reader has got there, and no letter holds what lies before', async () => {
    const applied = async (): Promise<boolean[]> => [
      await hasApplied(db, READER, streamDigest('a'), 1),
      await hasApplied(db, READER, streamDigest('a'), 2),
      await hasApplied(db, READER, streamDigest('a'), 3),
    ];
    expect(await applied()).toEqual([false, false, false]);
    poison.add('a2');
    const aside = reading({ pauses: [0] });
    await page(aside, 'a1', 'a2', 'a3');
    expect(await applied()).toEqual([true, false, false]);
    await aside.letters.retryDue();
    expect(await letters()).toEqual(['a2 dead-lettered', 'a3 blocked']);
    expect(await applied()).toEqual([true, false, false]);
    poison.clear();
    await replayFailedMessage(db, (await firstLetter()).id);
    await aside.letters.retryDue();
    expect(await applied()).toEqual([true, true, true]);
  });

  it('not when one of its messages is unreadable', async () => {
    await page(reading(), unreadable('x', 'a'), 'a2');
    expect(await hasApplied(db, READER, streamDigest('a'), 2)).toBe(false);
  });
});

it('blames no event for a database that refuses: the page is handed out again', async () => {
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
  expect(await letters()).toEqual([]);
  expect(await checkpointOf(db, READER, SOURCE)).toBe('0');
});

it('keeps a letter that PostgreSQL could not hold as JSON', async () => {
  const odd = {
    ...event('a1'),
    data: { ...event('a1').data, mandateId: 'nul \u0000 and half a pair \ud800' },
  } as PublicEvent;
  const aside = reading({
    apply: async ([{ data } = odd], tx) =>
      void (await tx.query('INSERT INTO note (text) VALUES ($1)', [
        (data as unknown as { mandateId: string }).mandateId,
      ])),
  });
  await page(aside, odd);
  expect(await firstLetter()).toMatchObject({ state: 'retrying', message: odd });
});

it('parks nothing behind a letter that is being applied at that moment', async () => {
  poison.add('a1');
  const aside = reading({ pauses: [0, 60_000] });
  await page(aside, 'a1');
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
  const retried = slow.letters.retryDue();
  await trying.promise;
  const arriving = page(aside, 'a2');
  await until(async () => {
    const [waiting] = await db.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return waiting!.count > 0;
  });
  release.resolve();
  await Promise.all([retried, arriving]);
  expect(await letters()).toEqual([]);
  expect(await fixture.notes()).toEqual(['a1', 'a2']);
});

it('counts what each reader has set aside', async () => {
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
