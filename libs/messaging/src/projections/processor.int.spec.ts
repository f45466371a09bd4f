import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { START, type StoredEvent } from '#event-store';
import { until } from '#testing/until';
import { applyPage, CheckpointMoved, type Consume, consumeOwnEvents, LOG, Processor } from '../index.js';
import {
  dataSource,
  type Note,
  type NoteFixture,
  noteProjection,
  openNoteFixture,
} from '../testing/note-projection.js';

const { jest } = import.meta;

let fixture: NoteFixture;
const processors: Processor[] = [];
const logged: string[] = [];
const details: { eventId?: string }[] = [];

type Apply = (events: readonly { id: string }[], tx: EntityManager) => Promise<void>;

const NAME = 'mandates.notes';
const textsOf = (events: readonly { id: string }[]): string[] =>
  (events as readonly Note[]).map(({ data }) => (data as { text: string }).text);

const follow = (
  apply: Apply = noteProjection,
  {
    db = fixture.db,
    consume,
    applied,
  }: { db?: NoteFixture['db']; consume?: Consume<{ id: string }>; applied?: () => void } = {},
): Processor => {
  const log = {
    error: (about: object, message: string) => {
      logged.push(message);
      details.push(about);
    },
  };
  const processor = new Processor({
    name: NAME,
    db,
    log,
    consume: consume ?? consumeOwnEvents(fixture.store, 'mandates'),
    apply,
    applied,
  });
  processors.push(processor);
  processor.start();
  return processor;
};

beforeEach(async () => {
  fixture = await openNoteFixture();
  logged.length = 0;
  details.length = 0;
});

afterEach(async () => {
  await Promise.all(processors.splice(0).map((processor) => processor.stop()));
  await fixture.close();
});

describe('a processor', () => {
  it('applies the events of its context in order, each once, and skips those of other contexts', async () => {
    await fixture.write('a', 'b');
    const processor = follow();
    await fixture.writeElsewhere();
    const head = await fixture.write('c');
    expect(await processor.reaches(LOG, head, 5_000)).toBe(true);
    expect(await fixture.notes()).toEqual(['a', 'b', 'c']);
    expect(await fixture.checkpoint(NAME)).toBe(head);
    expect(processor.problem).toBeUndefined();
  });

  it('continues after its checkpoint when it is restarted', async () => {
    const first = follow();
    await first.reaches(LOG, await fixture.write('a'), 5_000);
    await first.stop();
    const head = await fixture.write('b');
    expect(await follow().reaches(LOG, head, 5_000)).toBe(true);
    expect(await fixture.notes()).toEqual(['a', 'b']);
  });

  it('stores its checkpoint seldom over events of other contexts', async () => {
    const processor = follow();
    let head = await fixture.writeElsewhere();
    expect(await processor.reaches(LOG, head, 5_000)).toBe(true);
    expect(await fixture.checkpoint(NAME)).toBeUndefined();
    for (let page = 0; page < 110; page++) {
      head = await fixture.writeElsewhere();
      await processor.reaches(LOG, head, 5_000);
    }
    expect(Number(await fixture.checkpoint(NAME))).toBeGreaterThan(90);
    expect(await fixture.notes()).toEqual([]);
  });

  it('stops exactly before an event that fails, reports the problem, retries with growing pauses, and goes on when the cause is gone', async () => {
    const attempts: number[] = [];
    let broken = true;
    const head = await fixture.write(...Array.from({ length: 300 }, (_, nth) => `good ${nth}`), 'bad', 'last');
    const poisoned = Number(head) - 1;
    const processor = follow(async (events, tx) => {
      await noteProjection(events, tx);
      if (!broken || !textsOf(events).includes('bad')) return;
      if (events.length === 1) attempts.push(performance.now());
      throw new Error(`attempt ${attempts.length}`);
    });
    await until(() => attempts.length >= 4);
    expect(await fixture.notes()).toEqual(Array.from({ length: 300 }, (_, nth) => `good ${nth}`));
    expect(await fixture.checkpoint(NAME)).toBe(String(poisoned - 1));
    expect(processor.position(LOG)).toBe(String(poisoned - 1));
    expect(await processor.reaches(LOG, String(poisoned - 1), 0)).toBe(true);
    await until(() => processor.problem?.message.startsWith('attempt') === true);
    const { since } = processor.problem!;
    expect(new Set(logged)).toEqual(
      new Set([
        'a page could not be applied; applying its events one by one',
        'a page could not be applied; trying again',
      ]),
    );
    const [{ id: poison }] = (await fixture.store.readAll(String(poisoned - 1), 1)) as [StoredEvent];
    expect(details.filter(({ eventId }) => eventId === poison).length).toBeGreaterThan(0);
    await until(() => attempts.length >= 5);
    expect(processor.problem!.since).toBe(since);
    const gaps = attempts.slice(1).map((at, index) => at - attempts[index]!);
    expect(gaps[3]!).toBeGreaterThan(2 * gaps[0]!);

    broken = false;
    expect(await processor.reaches(LOG, head, 20_000)).toBe(true);
    await until(() => processor.problem === undefined);
    expect((await fixture.notes()).slice(-3)).toEqual(['good 299', 'bad', 'last']);
    expect(await fixture.db.query('SELECT * FROM processed_messages')).toEqual([]);
  });

  it('applies a page as a whole while nothing fails', async () => {
    const pages: number[] = [];
    const head = await fixture.write('a', 'b', 'c');
    const processor = follow(async (events) => void pages.push(events.length));
    await processor.reaches(LOG, head, 5_000);
    expect(pages).toEqual([3]);
  });

  it('keeps nothing of a failed page from a source whose pages cannot be divided', async () => {
    const pages: number[] = [];
    follow(
      async (events, tx) => {
        await noteProjection(events, tx);
        pages.push(events.length);
        throw new Error('no');
      },
      {
        consume: ({ handle }) =>
          handle({ source: 'topic/0', events: ['a', 'b'].map((id) => ({ id, data: { text: id } })), upTo: '2' }),
      },
    );
    await until(() => pages.length >= 2);
    expect(new Set(pages)).toEqual(new Set([2]));
    expect(await fixture.notes()).toEqual([]);
  });

  it('keeps nothing of a page whose connection was lost, and applies it once afterwards', async () => {
    let cut = true;
    const head = await fixture.write('a', 'b');
    const processor = follow(async (events, tx) => {
      await noteProjection(events, tx);
      if (!cut) return;
      cut = false;
      const [{ pid }] = await tx.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
      await fixture.db.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
      expect(await fixture.notes()).toEqual([]);
    });
    expect(await processor.reaches(LOG, head, 10_000)).toBe(true);
    expect(await fixture.notes()).toEqual(['a', 'b']);
    expect(processor.problem).toBeUndefined();
  });

  it('waits for a database that cannot read its checkpoint, and recovers without an event', async () => {
    await fixture.db.query('ALTER TABLE checkpoints RENAME TO away');
    const processor = follow();
    await until(() => processor.problem !== undefined);
    expect(processor.problem!.message).toContain('checkpoints');
    await fixture.db.query('ALTER TABLE away RENAME TO checkpoints');
    await until(() => processor.problem === undefined);
  });

  it('keeps its problem while the page fails, although the database answers', async () => {
    await fixture.write('bad');
    let attempts = 0;
    const processor = follow(async () => {
      attempts++;
      throw new Error('bad');
    });
    await until(() => processor.problem !== undefined);
    const { since } = processor.problem!;
    const seen = new Set<unknown>();
    await until(() => {
      seen.add(processor.problem?.since);
      return attempts >= 4;
    });
    expect([...seen]).toEqual([since]);
  });

  it('recovers without an event when its source answers again', async () => {
    let away = true;
    const log = consumeOwnEvents(fixture.store, 'mandates');
    const processor = follow(noteProjection, {
      consume: (subscription, signal) =>
        away ? Promise.reject(new Error('no broker answers')) : log(subscription, signal),
    });
    await until(() => processor.problem?.message === 'no broker answers');
    away = false;
    await until(() => processor.problem === undefined);
  });

  it('has no problem while it stands by for another processor of its name', async () => {
    let away = true;
    const consume: Consume<{ id: string }> = async ({ standBy }, signal) => {
      if (away) throw new Error('no database answers');
      standBy!();
      await once(signal, 'abort');
    };
    const processor = follow(noteProjection, { consume });
    await until(() => processor.problem !== undefined);
    away = false;
    await until(() => processor.problem === undefined);
  });

  it('subscribes again, after a pause, to a source that ends by itself', async () => {
    let asked = 0;
    follow(noteProjection, { consume: async () => void asked++ });
    await pause(500);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(6);
  });

  it('finishes its current page when it is stopped, and starts no other', async () => {
    const { promise: inHand, resolve: enter } = Promise.withResolvers<void>();
    const { promise: mayLeave, resolve: leave } = Promise.withResolvers<void>();
    await fixture.write('in hand');
    const processor = follow(async (events, tx) => {
      enter();
      await mayLeave;
      await noteProjection(events, tx);
    });
    await inHand;
    await fixture.write('too late');
    let stopped = false;
    const stopping = processor.stop().then(() => (stopped = true));
    await pause(50);
    expect(stopped).toBe(false);
    leave();
    await stopping;
    expect(await fixture.notes()).toEqual(['in hand']);
  });

  it('stops at once during the pause before an attempt', async () => {
    await fixture.write('bad');
    const processor = follow(() => Promise.reject(new Error('bad')));
    await until(() => logged.length >= 5);
    const before = performance.now();
    await processor.stop();
    // the next attempt would be 1.6 s after the fifth
    expect(performance.now() - before).toBeLessThan(1_200);
  });
});

describe('waiting for a processor', () => {
  it('ends at once for a handled position, and for a later one as soon as it is handled', async () => {
    const processor = follow();
    const first = await fixture.write('a');
    expect(await processor.reaches(LOG, first, 5_000)).toBe(true);
    expect(await processor.reaches(LOG, first, 0)).toBe(true);
    const next = processor.reaches(LOG, String(Number(first) + 1), 5_000);
    await fixture.writeElsewhere();
    expect(await next).toBe(true);
  });

  it('ends without success after the time limit', async () => {
    const processor = follow();
    const before = performance.now();
    expect(await processor.reaches(LOG, '999', 200)).toBe(false);
    expect(performance.now() - before).toBeGreaterThanOrEqual(199);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('two processors of one name', () => {
  it('apply no page twice, and both reach the end', async () => {
    const other = await dataSource(fixture.url);
    try {
      const expected = Array.from({ length: 120 }, (_, index) => String(index));
      const [first, second] = [follow(), follow(noteProjection, { db: other })];
      let head = START;
      for (const note of expected) head = await fixture.write(note);
      expect(await first.reaches(LOG, head, 20_000)).toBe(true);
      expect(await second.reaches(LOG, head, 20_000)).toBe(true);
      expect(await fixture.notes()).toEqual(expected);
      expect([first.problem, second.problem, logged]).toEqual([undefined, undefined, []]);
      await Promise.all(processors.splice(0).map((processor) => processor.stop()));
    } finally {
      await other.destroy();
    }
  });

  it('are both notified of a page that one of them has applied', async () => {
    const other = await dataSource(fixture.url);
    try {
      const notified = [0, 0];
      // The one that waits before its transaction finds the checkpoint moved.
      const page = { source: LOG, events: [{ id: '1', data: { text: 'a' } }], upTo: '1' };
      const consume: Consume<{ id: string }> = async ({ after, handle }, signal) => {
        if ((await after(LOG)) === START) {
          await until(() => notified[0]! > 0);
          await handle(page);
        }
        await once(signal, 'abort');
      };
      const second = follow(noteProjection, { db: other, consume, applied: () => void notified[1]!++ });
      const head = await fixture.write('a');
      const first = follow(noteProjection, { applied: () => void notified[0]!++ });
      expect(await first.reaches(LOG, head, 20_000)).toBe(true);
      expect(await second.reaches(LOG, head, 20_000)).toBe(true);
      expect([notified, await fixture.notes()]).toEqual([[1, 1], ['a']]);
      await Promise.all(processors.splice(0).map((processor) => processor.stop()));
    } finally {
      await other.destroy();
    }
  });

  it('apply a page only when it continues the checkpoint', async () => {
    const page = { source: LOG, events: [{ id: '1', data: { text: 'a' } }], upTo: '1' };
    await applyPage(fixture.db, NAME, START, page, noteProjection);
    await expect(applyPage(fixture.db, NAME, START, page, noteProjection)).rejects.toThrow(CheckpointMoved);
    expect(await fixture.notes()).toEqual(['a']);
  });

  it('apply their very first page once', async () => {
    const page = { source: LOG, events: [{ id: '1', data: { text: 'a' } }], upTo: '1' };
    const slowly: Apply = async (events, tx) => {
      await noteProjection(events, tx);
      await pause(200);
    };
    const both = await Promise.allSettled([
      applyPage(fixture.db, NAME, START, page, slowly),
      applyPage(fixture.db, NAME, START, page, slowly),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await fixture.notes()).toEqual(['a']);
  });
});

describe('a source with repeats', () => {
  const event = (id: string) => ({ id, data: { text: id } });
  const apply = (from: string, upTo: string, ids: readonly string[], how: Apply = noteProjection) =>
    applyPage(fixture.db, NAME, from, { source: 'topic/0', events: ids.map(event), upTo, mayRepeat: true }, how);

  it('has each event applied once, repeated in the same page or in a later one', async () => {
    await apply(START, '3', ['a', 'b', 'a']);
    await apply('3', '6', ['b', 'c', 'c']);
    await apply('6', '7', ['a']);
    expect(await fixture.notes()).toEqual(['a', 'b', 'c']);
    expect(await fixture.checkpoint(NAME)).toBe('7');
  });

  it('leaves no mark of a failed page', async () => {
    const fails: Apply = async (events, tx) => {
      await noteProjection(events, tx);
      throw new Error('no');
    };
    await expect(apply(START, '1', ['a'], fails)).rejects.toThrow('no');
    expect(await fixture.db.query('SELECT * FROM processed_messages')).toEqual([]);
    await apply(START, '1', ['a']);
    expect(await fixture.notes()).toEqual(['a']);
  });

  it('has its events marked for each processor separately', async () => {
    await apply(START, '1', ['a']);
    await applyPage(
      fixture.db,
      'mandates.others',
      START,
      { source: 'topic/0', events: [event('a')], upTo: '1', mayRepeat: true },
      noteProjection,
    );
    expect(await fixture.notes()).toEqual(['a', 'a']);
  });
});

it('a processor removes its marks that are older than a week', async () => {
  await fixture.db.query(
    "INSERT INTO processed_messages SELECT $1, 'old-' || n, now() - interval '8 days' FROM generate_series(1, 12000) AS n",
    [NAME],
  );
  await fixture.db.query("INSERT INTO processed_messages VALUES ($1, 'young', now() - interval '6 days')", [NAME]);
  follow(noteProjection, {
    consume: async ({ after, handle }, signal) => {
      for (let at = Number(await after('topic/0')) + 1; at <= 4; at++) {
        const event = { id: `new-${at}`, data: { text: `${at}` } };
        await handle({ source: 'topic/0', events: [event], upTo: String(at), mayRepeat: true });
      }
      await once(signal, 'abort');
    },
  });
  await until(async () => (await fixture.notes()).length === 4);
  await until(async () => (await fixture.db.query<object[]>('SELECT FROM processed_messages')).length === 5);
  expect(
    (await fixture.db.query<{ event_id: string }[]>('SELECT event_id FROM processed_messages ORDER BY event_id')).map(
      ({ event_id }) => event_id,
    ),
  ).toEqual(['new-1', 'new-2', 'new-3', 'new-4', 'young']);
});

it('a processor stores no marks for the events of a log', async () => {
  await follow().reaches(LOG, await fixture.write('a', 'b'), 5_000);
  expect(await fixture.db.query('SELECT * FROM processed_messages')).toEqual([]);
});

describe('after a page of several events', () => {
  /** Handles a page, and returns the pauses of at most 25 ms in it. */
  const pausesAfter = async (events: number, { isAwaited = false } = {}): Promise<readonly number[]> => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const handled = Promise.withResolvers<void>();
    const start = Promise.withResolvers<void>();
    const processor = follow(noteProjection, {
      consume: async ({ handle }, signal) => {
        await start.promise;
        const page = Array.from({ length: events }, (_, nth) => ({ id: `${nth}`, data: { text: `${nth}` } }));
        await handle({ source: LOG, events: page, upTo: '1' });
        handled.resolve();
        await handle({ source: LOG, events: [], upTo: '2' });
        await once(signal, 'abort');
      },
    });
    const reached = isAwaited && processor.reaches(LOG, '2', 60_000);
    start.resolve();
    await handled.promise;
    const pauses = timers.mock.calls.map(([, ms]) => ms!).filter((ms) => ms <= 25);
    timers.mockRestore();
    await reached;
    return pauses;
  };

  it.each([
    [1, []],
    [3, [8]],
    [100, [25]],
    [250, []],
  ])('a processor waits for more of them, unless there are surely more: %i events, %j ms', async (events, pauses) => {
    expect(await pausesAfter(events)).toEqual(pauses);
  });

  it('a processor does not pause while somebody waits for it', async () => {
    expect(await pausesAfter(100, { isAwaited: true })).toEqual([]);
  });
});
