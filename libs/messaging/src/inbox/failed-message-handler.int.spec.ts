import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { announce, mandateEnded, type PublicEvent } from '#contracts';
import { START, StoreBusy } from '#event-store';
import { until } from '#testing/until';
import {
  applyPage,
  type Arrival,
  checkpointOf,
  countDeadLetters,
  type DeadLetter,
  dropDeadLetter,
  hasApplied,
  listDeadLetters,
  replayDeadLetter,
  SettingAside,
  type SettingAsideOptions,
  showDeadLetter,
  streamDigest,
  type Unreadable,
} from '../index.js';
import { type Desk, openDesk } from '../testing/note-projection.js';
import { forgetHandled } from './processed-messages.js';

const SOURCE = 'regie.mandates.v1/0';
const READER = 'cases.directory';

let desk: Desk;
let db: DataSource;
/** what the reader cannot apply: keys as `a2` */
const poison = new Set<string>();
let applied: string[];

const begun = Date.now();

/** Event `a2` is number 2 of stream a. */
const event = (name: string, daysAgo = 0): PublicEvent => {
  const recordedAt = new Date(begun - daysAgo * 86_400_000).toISOString();
  const origin = { id: `id-${name}`, stream: name[0]!, revision: Number(name.slice(1)), recordedAt, metadata: {} };
  return announce(mandateEnded, origin, '44021', { ...mandateEnded.sample, mandateId: name });
};
const unreadable = (name: string, key = name[0]!): Unreadable => ({
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

const reading = (options: Partial<SettingAsideOptions> = {}) =>
  new SettingAside({
    follower: READER,
    db,
    apply,
    pauses: [0, 0],
    log: { error: () => undefined, warn: () => undefined },
    ...options,
  });

let position: string;
const page = async (aside: SettingAside, ...arrivals: readonly (string | Arrival)[]): Promise<void> => {
  const events = arrivals.map((arrival) => (typeof arrival === 'string' ? event(arrival) : arrival));
  const upTo = String(Number(position) + events.length);
  await applyPage<Arrival>(db, READER, position, { source: SOURCE, events, upTo, mayRepeat: true }, aside.apply);
  position = upTo;
};
const letters = async (): Promise<string[]> =>
  (await listDeadLetters(db)).map(({ eventId, state }) => `${eventId.split('/').at(-1)!.replace('id-', '')} ${state}`);
const firstLetter = async (): Promise<DeadLetter> => (await listDeadLetters(db))[0]!;

beforeAll(async () => {
  desk = await openDesk();
  db = desk.db;
});
afterAll(() => desk.close());
beforeEach(async () => {
  await db.query('TRUNCATE note, checkpoints, handled, dead_letters, streams_seen');
  poison.clear();
  applied = [];
  position = '0';
});

it('applies a page as a whole when nothing is wrong with it', async () => {
  await page(reading(), 'a1', 'b1', 'a2');
  expect(await desk.notes()).toEqual(['a1', 'b1', 'a2']);
  expect(applied).toEqual(['a1', 'b1', 'a2']);
  expect(await letters()).toEqual([]);
});

it('sets aside what cannot be applied, parks what follows in the same stream, and lets the other streams flow', async () => {
  poison.add('a2');
  const aside = reading();
  await page(aside, 'a1', 'a2', 'b1', 'a3', 'b2');
  await page(aside, 'a4', 'b3');
  expect(await desk.notes()).toEqual(['a1', 'b1', 'b2', 'b3']);
  expect(await letters()).toEqual(['a2 waiting', 'a3 parked', 'a4 parked']);
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
  expect(await desk.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
  expect(await letters()).toEqual([]);
  await page(aside, 'a5');
  expect(await desk.notes()).toEqual(['a1', 'b1', 'a2', 'a3', 'a4', 'a5']);
});

it('gives up after the last try, tells of it once, and goes on when it is replayed', async () => {
  poison.add('a1');
  const announced: DeadLetter[] = [];
  const aside = reading({ announce: async (letter) => void announced.push(letter) });
  await page(aside, 'a1', 'a2');
  await aside.letters.retryDue();
  expect(applied.filter((name) => name === 'a1')).toHaveLength(1 + 1 + 2);
  expect(await letters()).toEqual(['a1 dead', 'a2 parked']);
  await aside.letters.retryDue();
  await aside.letters.announceDead();
  await aside.letters.announceDead();
  expect(announced).toMatchObject([
    { eventId: 'id-a1', state: 'dead', reason: 'apply.failed', attempts: 3, message: event('a1') },
  ]);

  const { id } = await firstLetter();
  poison.clear();
  expect(await replayDeadLetter(db, id)).toBe('replayed');
  await aside.letters.retryDue();
  expect(await desk.notes()).toEqual(['a1', 'a2']);
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
  await db.query('UPDATE dead_letters SET due = now()');
  await aside.letters.retryDue();
  expect(await firstLetter()).toMatchObject({ attempts: 2, state: 'waiting' });
  expect(await dueIn()).toBe(60);
});

it('does not replay what is parked: the one in front has to go first', async () => {
  poison.add('a1');
  await page(reading({ pauses: [] }), 'a1', 'a2');
  const [first, second] = await listDeadLetters(db);
  expect(await replayDeadLetter(db, second!.id)).toEqual({ parkedBehind: first!.id });
  expect(await letters()).toEqual(['a1 dead', 'a2 parked']);
});

it('goes on behind a letter that is dropped, without it', async () => {
  poison.add('a1');
  const aside = reading({ pauses: [] });
  await page(aside, 'a1', 'a2', 'a3');
  expect(await dropDeadLetter(db, (await firstLetter()).id)).toMatchObject({ eventId: 'id-a1' });
  await aside.letters.retryDue();
  expect(await desk.notes()).toEqual(['a2', 'a3']);
  expect(await letters()).toEqual([]);
});

it('says of an unknown letter that it is unknown', async () => {
  expect(await showDeadLetter(db, '4711')).toBeUndefined();
  expect(await replayDeadLetter(db, '4711')).toBe('unknown');
  expect(await dropDeadLetter(db, '4711')).toBeUndefined();
});

it('keeps a message that it cannot read, bytes and all, and does not try it by itself', async () => {
  const aside = reading();
  await page(aside, 'b1', unreadable('a1'), 'a2', 'b2');
  await aside.letters.retryDue();
  expect(await desk.notes()).toEqual(['b1', 'b2']);
  expect(await letters()).toEqual(['a1 dead', 'a2 parked']);
  expect(await firstLetter()).toMatchObject({
    reason: 'message.unknown-type',
    message: { value: Buffer.from('a1').toString('base64'), headers: { ce_type: 'later' } },
  });
});

it('applies it when a newer version can read it and it is replayed', async () => {
  await page(reading(), unreadable('a1'), 'a2');
  const { id } = await firstLetter();
  await replayDeadLetter(db, id);
  await reading().letters.retryDue();
  expect(await showDeadLetter(db, id)).toMatchObject({ state: 'dead', reason: 'message.unknown-type' });
  await replayDeadLetter(db, id);
  await reading({ readAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()) }).letters.retryDue();
  expect(await desk.notes()).toEqual(['a1', 'a2']);
});

describe('a message that can be read after all', () => {
  /** A version that knows what `unreadable` holds: the event that it is called after, whatever its place. */
  const newer = (options: Partial<SettingAsideOptions> = {}) =>
    reading({ readAgain: ({ value }) => event(Buffer.from(value, 'base64').toString()), ...options });
  /** The same event at another place of the topic. */
  const again = (name: string): Unreadable => ({ ...unreadable(name), id: `${SOURCE}/${name} again` });
  /** Runs a reader to whom nothing comes; stops it. */
  const readNothing = (aside: SettingAside): (() => Promise<void>) => {
    const stopping = new AbortController();
    const reading = aside.alongside((_, signal) => once(signal, 'abort').then(() => undefined));
    const running = reading({ after: async () => START, handle: async () => undefined }, stopping.signal);
    return () => {
      stopping.abort();
      return running;
    };
  };
  const replayFirst = async (aside: SettingAside): Promise<void> => {
    await replayDeadLetter(db, (await firstLetter()).id);
    await aside.letters.retryDue();
  };

  it('is applied once when it came twice', async () => {
    await page(reading(), unreadable('a1'), again('a1'), 'a2');
    await replayFirst(newer());
    expect(await desk.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is known by its id when it comes again, and by its number to whoever waits for it', async () => {
    await page(reading(), unreadable('a1'));
    await replayFirst(newer());
    expect(await hasApplied(db, READER, streamDigest('a'), 1)).toBe(true);
    await page(newer(), 'a1', 'a2');
    expect(await desk.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is applied in its place, and not in that of its repeat, which could be read at once', async () => {
    await page(reading(), unreadable('a1'), 'a2', 'a1');
    expect(await letters()).toEqual(['a1 dead', 'a2 parked', 'a1 parked']);
    await replayFirst(newer());
    expect(await desk.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual([]);
  });

  it('is taken up by a newer version, by itself, with all that waits behind it', async () => {
    await page(reading(), unreadable('a1'), unreadable('a2'), 'a3');
    await newer().letters.takeUp();
    expect(await firstLetter()).toMatchObject({ state: 'waiting', attempts: 0 });
    await newer().letters.retryDue();
    expect(await desk.notes()).toEqual(['a1', 'a2', 'a3']);
    expect(await letters()).toEqual([]);
  });

  it('is taken up while an older process runs beside, and gives it up again', async () => {
    const older = reading();
    const aside = newer();
    await page(older, unreadable('a1'));
    await aside.letters.takeUp();
    await older.letters.retryDue();
    expect(await firstLetter()).toMatchObject({ state: 'dead', reason: 'message.unknown-type' });
    await page(older, unreadable('b1'));
    await aside.letters.takeUp();
    await aside.letters.retryDue();
    expect(await desk.notes()).toEqual(['a1', 'b1']);
  });

  it('is left alone by a version that cannot read it either: not tried, and not told of again', async () => {
    const told: string[] = [];
    const aside = reading({ announce: async ({ eventId }) => void told.push(eventId) });
    await page(aside, unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.wrong-schema' });
    const stop = readNothing(aside);
    await until(() => told.length === 2);
    const before = await listDeadLetters(db);
    await pause(1_200);
    await stop();
    expect(told).toHaveLength(2);
    expect(await listDeadLetters(db)).toEqual(before);
    expect(before).toMatchObject([
      { state: 'dead', attempts: 1 },
      { state: 'dead', attempts: 1 },
    ]);
  });

  it('is taken up alongside what a newer version reads; what no version reads is not', async () => {
    await page(reading(), unreadable('a1'), { ...unreadable('b1'), unreadable: 'message.not-json' });
    // the world has heard of them long ago
    await db.query('UPDATE dead_letters SET announced = true');
    const stop = readNothing(newer());
    await until(async () => (await desk.notes()).length > 0);
    await stop();
    expect(await desk.notes()).toEqual(['a1']);
    expect(await letters()).toEqual(['b1 dead']);
  });

  it('is not marked while it cannot be applied', async () => {
    poison.add('a1');
    const aside = newer();
    await page(aside, unreadable('a1'));
    await replayFirst(aside);
    expect(await firstLetter()).toMatchObject({ state: 'dead', reason: 'apply.failed' });
    poison.clear();
    await replayFirst(aside);
    expect(await desk.notes()).toEqual(['a1']);
  });
});

it('holds back an event that was overtaken in its stream, and does not apply it by itself', async () => {
  const aside = reading();
  await page(aside, 'a1', 'a3');
  await page(aside, 'a2', 'a4', 'b1');
  await aside.letters.retryDue();
  expect(await desk.notes()).toEqual(['a1', 'a3', 'b1']);
  expect(await letters()).toEqual(['a2 dead', 'a4 parked']);
  expect(await firstLetter()).toMatchObject({
    reason: 'order.overtaken',
    detail: 'number 2 of its stream arrived after number 3',
  });
  await replayDeadLetter(db, (await firstLetter()).id);
  await aside.letters.retryDue();
  expect(await desk.notes()).toEqual(['a1', 'a3', 'b1', 'a2', 'a4']);
});

it('takes a repeat for a repeat, and not for an event that was overtaken; also of a letter', async () => {
  poison.add('b1');
  const aside = reading({ pauses: [60_000] });
  await page(aside, 'a1', 'a2', 'b1');
  await page(aside, 'a1', 'a2', 'b1', 'a3');
  expect(await desk.notes()).toEqual(['a1', 'a2', 'a3']);
  expect(await letters()).toEqual(['b1 waiting']);
});

describe('an event that comes again when its mark is gone', () => {
  const forget = async (): Promise<void> => {
    await db.query("UPDATE handled SET at = at - interval '8 days'");
    expect(await forgetHandled(db, READER)).toBe(true);
  };
  const marks = async (): Promise<string[]> =>
    (await db.query<{ event_id: string }[]>('SELECT event_id FROM handled ORDER BY event_id')).map(({ event_id }) =>
      event_id.replace('id-', ''),
    );
  const old = (name: string): PublicEvent => event(name, 8);

  it('is known by its number in the stream, and told', async () => {
    const said: object[] = [];
    const aside = reading({ log: { error: () => undefined, warn: (details) => void said.push(details) } });
    await page(aside, old('a1'), old('a2'), old('b1'));
    await forget();
    expect(await marks()).toEqual([]);
    await page(aside, old('a1'), old('a2'), 'a3', old('b1'));
    expect(await desk.notes()).toEqual(['a1', 'a2', 'b1', 'a3']);
    expect(await letters()).toEqual([]);
    expect(said).toEqual([{ follower: READER, repeats: 3 }]);
  });

  it('is known also when the page is taken apart', async () => {
    await page(reading(), old('a1'));
    await forget();
    poison.add('b1');
    await page(reading(), old('a1'), 'b1', 'a2');
    expect(await desk.notes()).toEqual(['a1', 'a2']);
    expect(await letters()).toEqual(['b1 waiting']);
  });

  it('keeps its mark while it is in a letter, and those before it are not parked behind', async () => {
    poison.add('a2');
    const aside = reading({ pauses: [] });
    await page(aside, old('a1'), old('a2'), old('a3'));
    await forget();
    expect(await marks()).toEqual(['a2', 'a3']);
    await page(aside, old('a1'), old('a2'), old('a3'));
    expect(await letters()).toEqual(['a2 dead', 'a3 parked']);
    poison.clear();
    await replayDeadLetter(db, (await firstLetter()).id);
    await aside.letters.retryDue();
    expect(await desk.notes()).toEqual(['a1', 'a2', 'a3']);
  });

  it('keeps the marks of what is young, and of other readers', async () => {
    await page(reading(), 'a1');
    await forget();
    await page(reading(), 'a2');
    await db.query("INSERT INTO handled VALUES ('cases.other', 'id-a1', now() - interval '8 days')");
    await forgetHandled(db, READER);
    expect(await db.query('SELECT follower, event_id FROM handled ORDER BY 1')).toEqual([
      { follower: READER, event_id: 'id-a2' },
      { follower: 'cases.other', event_id: 'id-a1' },
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
    expect(await letters()).toEqual(['a2 dead', 'a3 parked']);
    expect(await applied()).toEqual([true, false, false]);
    poison.clear();
    await replayDeadLetter(db, (await firstLetter()).id);
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
  expect(await firstLetter()).toMatchObject({ state: 'waiting', message: odd });
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
  expect(await desk.notes()).toEqual(['a1', 'a2']);
});

it('counts what each reader has set aside', async () => {
  poison.add('a1').add('b1');
  await page(reading({ pauses: [] }), 'a1', 'b1', 'b2');
  expect(await countDeadLetters(db)).toMatchObject([
    { follower: READER, state: 'dead', count: 2 },
    { follower: READER, state: 'parked', count: 1 },
  ]);
  expect((await listDeadLetters(db, { key: 'b' })).map(({ eventId }) => eventId)).toEqual(['id-b1', 'id-b2']);
  expect((await listDeadLetters(db, { state: 'dead', limit: 1 })).map(({ eventId }) => eventId)).toEqual(['id-a1']);
});
