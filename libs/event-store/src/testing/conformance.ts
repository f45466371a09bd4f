import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Message } from '#kernel';
import {
  type Appended,
  ClocksDiffer,
  comparePositions,
  type EventStore,
  InvalidAppend,
  MAX_APPEND_BYTES,
  MAX_COMMAND_ID,
  MAX_EVENT_BYTES,
  MAX_STREAM_NAME,
  START,
  StoreBusy,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';

export type StoreUnderTest = Readonly<{
  store: EventStore;
  /** appends an event as if the clock that stamps it were ahead by this time */
  appendAhead(stream: string, ms: number): Promise<unknown>;
  /**
   * opens another process on the log, whose clock is ahead of the database by this time; left out where the process
   * stamps the events
   */
  withClock?(ms: number): EventStore;
  close?(): Promise<void>;
}>;

/**
 * The contract of the port, as a suite that every adapter runs in one line.
 * It never requires an empty log and reads only its own streams, so that the factory may reuse one server.
 */
export const eventStoreConformance = (name: string, factory: () => Promise<StoreUnderTest>): void => {
  describe(name, () => {
    let store: EventStore;
    let appendAhead: StoreUnderTest['appendAhead'];
    let withClock: StoreUnderTest['withClock'];
    let close: (() => Promise<void>) | undefined;
    /** the end of the log when the test began */
    let start: string;
    /** the prefix of every stream name of this test */
    let own: string;

    beforeEach(async () => {
      ({ store, appendAhead, withClock, close } = await factory());
      start = await store.head();
      own = `test-${randomUUID()}`;
    });

    afterEach(async () => {
      await store.close();
      await close?.();
    });

    const streamOf = (label: string | number): string => `${own}-${label}`;
    const add = (
      stream: string,
      expected: Parameters<EventStore['append']>[1],
      ...events: Message[]
    ): Promise<Appended> => store.append(stream, expected, events, { commandId: randomUUID() });
    const mine = ({ stream }: StoredEvent): boolean => stream.startsWith(own);
    const everything = async (pageSize = 100): Promise<StoredEvent[]> => {
      const all: StoredEvent[] = [];
      for (let after = start; ;) {
        const page = await store.readAll(after, pageSize);
        const last = page.at(-1);
        if (!last) return all.filter(mine);
        all.push(...page);
        after = last.position;
      }
    };
    const caught = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'no error',
        (error: unknown) => error,
      );

    describe('with an expected revision', () => {
      it('starts a new stream at revision 0', async () => {
        expect(await add(streamOf('a'), 'none', happened(1))).toMatchObject({ revision: 0, duplicate: false });
        expect(await add(streamOf('b'), 'any', happened(1))).toMatchObject({ revision: 0, duplicate: false });
      });

      it('continues after the expected revision', async () => {
        await add(streamOf('a'), 'none', happened(1), happened(2));
        expect(await add(streamOf('a'), 1, happened(3))).toMatchObject({ revision: 2 });
        expect(await add(streamOf('a'), 'any', happened(4))).toMatchObject({ revision: 3 });
      });

      it('refuses a wrong revision with the actual one, and writes nothing', async () => {
        await add(streamOf('a'), 'none', happened(1), happened(2));
        for (const expected of ['none', 0, 2, 7, Number.MAX_SAFE_INTEGER] as const) {
          const error = await caught(add(streamOf('a'), expected, happened(3), happened(4)));
          expect(error).toBeInstanceOf(WrongRevision);
          expect(error).toMatchObject({ stream: streamOf('a'), expected, actual: 1 });
        }
        expect(await store.read(streamOf('a'))).toHaveLength(2);
      });

      it('refuses an expected revision of an empty stream without an actual one', async () => {
        const error = await caught(add(streamOf('a'), 0, happened(1)));
        expect(error).toBeInstanceOf(WrongRevision);
        expect(error).toMatchObject({ expected: 0, actual: undefined });
      });

      it('accepts one of twenty writers that expect the same revision', async () => {
        await add(streamOf('a'), 'none', happened(0));
        const outcomes = await Promise.all(numbers(20).map((n) => caught(add(streamOf('a'), 0, happened(n)))));
        expect(outcomes.filter((outcome) => outcome === 'no error')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome instanceof WrongRevision && outcome.actual === 1)).toHaveLength(19);
        expect(await store.read(streamOf('a'))).toHaveLength(2);
      });
    });

    describe('for the events of an append', () => {
      it('assigns revisions without gaps and increasing positions', async () => {
        const { revision, position } = await add(streamOf('a'), 'none', happened(1), happened(2), happened(3));
        const events = await store.read(streamOf('a'));
        expect(events.map(({ data, revision: at }) => [data, at])).toEqual([
          [{ n: 1 }, 0],
          [{ n: 2 }, 1],
          [{ n: 3 }, 2],
        ]);
        expect(events.at(-1)).toMatchObject({ revision, position });
        expect(increasing(events)).toBe(true);
      });

      it('writes none when one of them is invalid', async () => {
        expect(
          await caught(add(streamOf('a'), 'none', happened(1), { type: 'Happened', data: { n: undefined } })),
        ).toBeInstanceOf(InvalidAppend);
        expect(await store.read(streamOf('a'))).toEqual([]);
      });
    });

    describe('for a repeated command', () => {
      const command = { commandId: 'command-1', fingerprint: 'first' };

      it('returns the first result, whatever revision is expected now', async () => {
        const first = await store.append(streamOf('a'), 'none', [happened(1), happened(2)], command);
        await add(streamOf('a'), 1, happened(3));
        for (const expected of ['none', 'any', 0, 1, 2] as const) {
          expect(await store.append(streamOf('a'), expected, [happened(1), happened(2)], command)).toEqual({
            ...first,
            duplicate: true,
            fingerprint: 'first',
          });
        }
        expect((await store.read(streamOf('a'))).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      });

      it('applies one of twenty at once, and returns the same result to all', async () => {
        const answers = await Promise.all(
          numbers(20).map((n) => store.append(streamOf('a'), n % 2 ? 'any' : 'none', [happened(1)], command)),
        );
        expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
        expect(new Set(answers.map(({ revision, position }) => `${revision}@${position}`)).size).toBe(1);
        expect(await store.read(streamOf('a'))).toHaveLength(1);
      });

      it('returns the fingerprint of the first one, not of the repeat', async () => {
        await store.append(streamOf('a'), 'none', [happened(1)], command);
        const repeat = await store.append(streamOf('a'), 'any', [happened(2)], { ...command, fingerprint: 'second' });
        expect(repeat).toMatchObject({ duplicate: true, fingerprint: 'first', revision: 0 });
      });

      it('treats the same command id on another stream as another command', async () => {
        await store.append(streamOf('a'), 'none', [happened(1)], command);
        expect(await store.append(streamOf('b'), 'none', [happened(1)], command)).toMatchObject({
          revision: 0,
          duplicate: false,
        });
      });

      it('returns whether a command was applied, with its last revision and position', async () => {
        expect(await store.applied(streamOf('a'), 'command-1')).toBeUndefined();
        const first = await store.append(streamOf('a'), 'none', [happened(1), happened(2)], command);
        await add(streamOf('a'), 'any', happened(3));
        expect(await store.applied(streamOf('a'), 'command-1')).toEqual({
          ...first,
          duplicate: true,
          fingerprint: 'first',
        });
        expect(await store.applied(streamOf('a'), 'command-2')).toBeUndefined();
        expect(await store.applied(streamOf('b'), 'command-1')).toBeUndefined();
      });

      it('does not treat a refused command as applied', async () => {
        await caught(store.append(streamOf('a'), 5, [happened(1)], command));
        expect(await store.append(streamOf('a'), 'none', [happened(1)], command)).toMatchObject({ duplicate: false });
      });
    });

    describe('with many writers', () => {
      it('contains the acknowledged events of twenty writers once, in order and without gaps', async () => {
        const acknowledged: (Appended & { stream: string; commandId: string })[] = [];
        await Promise.all(
          numbers(20).map(async (writer) => {
            for (const n of numbers(15)) {
              const stream = streamOf((writer * 7 + n) % 12);
              const commandId = `${writer}/${n}`;
              const events = numbers(1 + (n % 3)).map((index) => happened(index, commandId));
              acknowledged.push({ ...(await store.append(stream, 'any', events, { commandId })), stream, commandId });
            }
          }),
        );
        const log = await everything();
        expect(log).toHaveLength(20 * (5 + 10 + 15));
        expect(increasing(log)).toBe(true);
        expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
        for (const n of numbers(12)) {
          const events = log.filter(({ stream }) => stream === streamOf(n));
          expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
          expect(
            events.every(({ recordedAt }, index) => index === 0 || events[index - 1]!.recordedAt <= recordedAt),
          ).toBe(true);
          expect(await store.read(streamOf(n))).toEqual(events);
        }
        for (const { stream, commandId, revision, position } of acknowledged) {
          const last = log.findLast((event) => event.stream === stream && event.metadata.commandId === commandId);
          expect(last).toMatchObject({ revision, position });
        }
        expect(await store.head()).toBe(log.at(-1)?.position);
      });

      it('contains all of twenty parallel appends to one stream', async () => {
        const answers = await Promise.all(numbers(20).map((n) => add(streamOf('a'), 'any', happened(n))));
        expect(answers.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(numbers(20));
        expect(
          (await store.read(streamOf('a'))).map(({ data }) => (data as { n: number }).n).sort((a, b) => a - b),
        ).toEqual(numbers(20));
      });
    });

    describe('records times', () => {
      const DAYS_3 = 3 * 86_400_000;
      const timesOf = async (stream: string): Promise<number[]> =>
        (await store.read(stream)).map(({ recordedAt }) => Date.parse(recordedAt));

      it('that never run backwards in a stream, after an event that was stamped three days ahead', async () => {
        await appendAhead(streamOf('a'), DAYS_3);
        await add(streamOf('a'), 0, happened(1));
        await add(streamOf('a'), 1, happened(2), happened(3));
        const [first, ...later] = await timesOf(streamOf('a'));
        expect(first).toBeGreaterThan(Date.now() + DAYS_3 - 60_000);
        expect(later).toEqual([first, first, first]);
      });

      it('of the present in every other stream, after an event that was stamped three days ahead', async () => {
        await add(streamOf('old'), 'none', happened(1));
        await appendAhead(streamOf('a'), DAYS_3);
        await add(streamOf('old'), 0, happened(1));
        await Promise.all([
          add(streamOf('b'), 'none', happened(1)),
          add(streamOf('c'), 'none', happened(1), happened(2)),
        ]);
        const times = (await Promise.all(['old', 'b', 'c'].map((label) => timesOf(streamOf(label))))).flat();
        expect(times).toHaveLength(5);
        expect(Math.max(...times)).toBeLessThan(Date.now() + 60_000);
      });

      it('and tells how far the last events are ahead of the clock', async () => {
        await appendAhead(streamOf('a'), DAYS_3);
        await add(streamOf('b'), 'none', happened(1));
        const { aheadMs } = await store.clocks();
        expect(aheadMs).toBeGreaterThan(DAYS_3 - 60_000);
        expect(aheadMs).toBeLessThanOrEqual(DAYS_3);
      });

      it('and refuses an append while the clocks of process and database differ by more than a minute', async () => {
        if (!withClock) return;
        for (const ms of [-DAYS_3, -62_000, 62_000, DAYS_3]) {
          const wrong = withClock(ms);
          const refused = await caught(wrong.append(streamOf('a'), 'any', [happened(1)], { commandId: 'c' }));
          expect(refused).toBeInstanceOf(ClocksDiffer);
          expect(await wrong.clocks()).toMatchObject({ offsetMs: expect.closeTo(-ms, -4) });
        }
        expect(await store.read(streamOf('a'))).toEqual([]);
        for (const ms of [-57_000, 57_000])
          await withClock(ms).append(streamOf('a'), 'any', [happened(1)], { commandId: String(ms) });
        expect(await store.read(streamOf('a'))).toHaveLength(2);
      });
    });

    describe('for a reader', () => {
      it('returns a stream from any revision', async () => {
        await add(streamOf('a'), 'none', happened(0), happened(1), happened(2));
        expect((await store.read(streamOf('a'))).map(({ revision }) => revision)).toEqual([0, 1, 2]);
        expect((await store.read(streamOf('a'), 1)).map(({ revision }) => revision)).toEqual([1, 2]);
        expect(await store.read(streamOf('a'), 3)).toEqual([]);
      });

      it('returns nothing of a stream that does not exist', async () => {
        for (const stream of [streamOf('nowhere'), '', 'a\0b', '\ud800']) {
          expect(await store.read(stream)).toEqual([]);
          expect(await store.applied(stream, 'command')).toBeUndefined();
        }
      });

      it('returns the log in pages of any size, without gaps or doubles', async () => {
        for (const n of numbers(9))
          await add(streamOf(n % 4), 'any', ...numbers(1 + (n % 3)).map((index) => happened(index)));
        const whole = await everything(1_000);
        expect(whole).toHaveLength(18);
        for (const pageSize of [1, 2, 3, 7, 18]) expect(await everything(pageSize)).toEqual(whole);
        expect(await store.readAll(await store.head(), 10)).toEqual([]);
        expect(await store.readAll('9223372036854775806', 10)).toEqual([]);
        expect(await store.readAll('99999999999999999999', 10)).toEqual([]);
      });

      it('returns a stream in pages', async () => {
        await add(streamOf('a'), 'none', ...numbers(7).map((n) => happened(n)));
        await add(streamOf('b'), 'none', happened(0));
        const revisions = async (...page: [from: number, limit: number]): Promise<number[]> =>
          (await store.read(streamOf('a'), ...page)).map(({ revision }) => revision);
        expect(await revisions(0, 3)).toEqual([0, 1, 2]);
        expect(await revisions(3, 3)).toEqual([3, 4, 5]);
        expect(await revisions(6, 3)).toEqual([6]);
        expect(await revisions(7, 3)).toEqual([]);
      });

      it('returns a stream backwards from its end, or from before a revision', async () => {
        await add(streamOf('a'), 'none', ...numbers(5).map((n) => happened(n)));
        await add(streamOf('b'), 'none', happened(0));
        const forwards = await store.read(streamOf('a'));
        expect(await store.readBackwards(streamOf('a'), 10)).toEqual(forwards.toReversed());
        expect((await store.readBackwards(streamOf('a'), 2)).map(({ revision }) => revision)).toEqual([4, 3]);
        expect((await store.readBackwards(streamOf('a'), 2, 3)).map(({ revision }) => revision)).toEqual([2, 1]);
        expect((await store.readBackwards(streamOf('a'), 2, 1)).map(({ revision }) => revision)).toEqual([0]);
        expect(
          (await store.readBackwards(streamOf('a'), 1, Number.MAX_SAFE_INTEGER)).map(({ revision }) => revision),
        ).toEqual([4]);
        for (const before of [0, -1]) expect(await store.readBackwards(streamOf('a'), 2, before)).toEqual([]);
        for (const stream of [streamOf('nowhere'), '', 'a\0b'])
          expect(await store.readBackwards(stream, 2)).toEqual([]);
      });

      it('returns the log backwards in pages of any size, without gaps or doubles', async () => {
        for (const n of numbers(9))
          await add(streamOf(n % 4), 'any', ...numbers(1 + (n % 3)).map((index) => happened(index)));
        const whole = await everything();
        for (const pageSize of [1, 2, 3, 7, 18, 100]) {
          const back: StoredEvent[] = [];
          for (let before: string | undefined; back.length < whole.length;) {
            const page = await store.readAllBackwards(pageSize, before);
            back.push(...page.filter(mine));
            before = page.at(-1)?.position;
          }
          expect(back).toEqual(whole.toReversed());
        }
        expect(await store.readAllBackwards(10, START)).toEqual([]);
        expect((await store.readAllBackwards(1, '99999999999999999999'))[0]).toEqual(whole.at(-1));
      });

      it('returns the position of the last event as its head', async () => {
        const first = await add(streamOf('a'), 'none', happened(1));
        expect(await store.head()).toBe(first.position);
        const second = await add(streamOf('b'), 'none', happened(1), happened(2));
        expect(await store.head()).toBe(second.position);
        expect(comparePositions(START, first.position)).toBeLessThan(0);
        expect(comparePositions(first.position, second.position)).toBeLessThan(0);
      });

      it('checks that it takes writes', async () => {
        await expect(store.checkWritable()).resolves.toBeUndefined();
        await add(streamOf('a'), 'none', happened(1));
        await expect(store.checkWritable()).resolves.toBeUndefined();
      });

      it('returns statistics for operators', async () => {
        const before = await store.statistics();
        await add(streamOf('a'), 'none', happened(1), happened(2));
        const after = await store.statistics();
        expect(after.head).toBe(await store.head());
        // A store may leave out a count, but a count that it returns is right.
        if (before.events !== undefined) expect(after.events).toBe(before.events + 2);
        if (before.bytes !== undefined) expect(after.bytes).toBeGreaterThan(0);
      });

      it('refuses a page after an invalid position or of an invalid size', async () => {
        for (const after of ['', 'x', '-1', '1.5', '01', '1e3', ' 1'])
          expect(await caught(store.readAll(after, 10))).toBeInstanceOf(RangeError);
        for (const before of ['x', '-1', '01'])
          expect(await caught(store.readAllBackwards(10, before))).toBeInstanceOf(RangeError);
        for (const limit of [0, -1, 1.5, Number.NaN]) {
          for (const read of [
            store.readAll(START, limit),
            store.readAllBackwards(limit),
            store.read('a', 0, limit),
            store.readBackwards('a', limit),
          ]) {
            expect(await caught(read)).toBeInstanceOf(RangeError);
          }
        }
      });

      it('returns events whose changes do not change the log', async () => {
        await add(streamOf('a'), 'none', { type: 'Happened', data: { list: [1] } });
        const [event] = await store.read<Message<string, { list: number[] }>>(streamOf('a'));
        event?.data.list.push(2);
        expect((await store.read(streamOf('a')))[0]?.data).toEqual({ list: [1] });
      });
    });

    describe('for a subscriber', () => {
      const END = 'End';
      /** Returns all own events of a subscription up to the end mark. */
      const collect = async (pages: AsyncIterable<StoredEvent[]>, pauseMs = 0): Promise<StoredEvent[]> => {
        const seen: StoredEvent[] = [];
        for await (const page of pages) {
          seen.push(...page.filter(mine));
          if (seen.at(-1)?.type === END) break;
          if (pauseMs) await setTimeout(pauseMs);
        }
        return seen;
      };
      const forever = new AbortController().signal;
      const write = async (writers: number, appends: number): Promise<void> => {
        await Promise.all(
          numbers(writers).map(async (writer) => {
            for (const n of numbers(appends)) await add(streamOf((writer + n) % 5), 'any', happened(n), happened(n));
          }),
        );
      };

      it('delivers past and present events without gaps or doubles, while writers run', async () => {
        await write(4, 10);
        const early = collect(store.subscribe(start, forever));
        const slow = collect(store.subscribe(start, forever), 5);
        const writers = write(8, 20);
        await setTimeout(20);
        const middle = await store.head();
        const late = collect(store.subscribe(middle, forever));
        await writers;
        await add(streamOf('end'), 'none', { type: END, data: {} });
        const log = await everything();
        expect(await early).toEqual(log);
        expect(await slow).toEqual(log);
        expect(await late).toEqual(log.filter(({ position }) => comparePositions(position, middle) > 0));
      });

      it('continues after the last position of an earlier subscription', async () => {
        await write(4, 10);
        await add(streamOf('end'), 'none', { type: END, data: {} });
        const seen: StoredEvent[] = [];
        for await (const page of store.subscribe(start, forever)) {
          seen.push(...page);
          break;
        }
        const rest =
          seen.at(-1)?.type === END ? [] : await collect(store.subscribe(seen.at(-1)?.position ?? start, forever));
        expect([...seen.filter(mine), ...rest]).toEqual(await everything());
      });

      it('delivers an event as soon as it is appended', async () => {
        const subscription = collect(store.subscribe(start, forever));
        await setTimeout(50);
        const appended = await add(streamOf('end'), 'none', { type: END, data: {} });
        expect((await subscription).map(({ position }) => position)).toEqual([appended.position]);
      });

      it('ends when the signal aborts: before the first page, between pages, and during the wait', async () => {
        await add(streamOf('a'), 'none', happened(1));
        expect(await pagesUntil(store, start, AbortSignal.abort())).toBe(0);
        const abort = new AbortController();
        const waiting = pagesUntil(store, await store.head(), abort.signal);
        const between = pagesUntil(store, start, abort.signal, () => abort.abort());
        expect(await between).toBe(1);
        expect(await waiting).toBe(0);
      });

      it('ends when the store closes, which then accepts no appends', async () => {
        const waiting = pagesUntil(store, await store.head(), forever);
        await store.close();
        expect(await waiting).toBe(0);
        expect(await caught(add(streamOf('a'), 'none', happened(1)))).toBeInstanceOf(StoreBusy);
      });
    });

    describe('for valid events', () => {
      it('accepts any characters in names and data', async () => {
        const texts = [
          'Sint-Amandsberg',
          'wijk É ß 區 🏘️',
          `'"\\{},()[]`,
          'NULL',
          'null',
          '{}',
          '{"a":1}',
          'a\nb\r\tc',
          ' space ',
          '%s $1 :x ;--',
          '\u0001\u2028',
        ];
        for (const [index, text] of texts.entries()) {
          const stream = streamOf(text);
          const data = { [text]: text, nested: [{ [text]: [text] }] };
          const metadata = {
            commandId: text,
            fingerprint: text,
            by: { city: '44021', agency: text, role: 'worker', subject: text },
            traceparent: text,
          } as const;
          const events = [{ type: text, data }, happened(index)];
          expect(await store.append(stream, 'none', events, metadata)).toMatchObject({ revision: 1, duplicate: false });
          expect(await store.append(stream, 'none', events, metadata)).toMatchObject({
            revision: 1,
            duplicate: true,
            fingerprint: text,
          });
          expect(await store.read(stream)).toMatchObject([
            { stream, type: text, data, metadata },
            { data: { n: index } },
          ]);
        }
      });

      it('accepts any JSON as data', async () => {
        const values = [
          null,
          true,
          0,
          -1,
          0.1,
          1e308,
          5e-324,
          Number.MAX_SAFE_INTEGER,
          '',
          [],
          {},
          [[]],
          { '': null },
          { a: { b: [1, null, { c: false }] } },
        ];
        await add(
          streamOf('a'),
          'none',
          ...values.map((data) => ({ type: 'Happened', data: data as Message['data'] })),
        );
        expect((await store.read(streamOf('a'))).map(({ data }) => data)).toEqual(values);
      });

      it('accepts metadata with undefined members, and leaves them out', async () => {
        await store.append(streamOf('a'), 'none', [happened(1)], {
          commandId: 'c',
          fingerprint: undefined,
          traceparent: undefined,
        });
        expect((await store.read(streamOf('a')))[0]?.metadata).toEqual({ commandId: 'c' });
      });

      it('accepts names and events up to their limits', async () => {
        const stream = `${own}-`.padEnd(MAX_STREAM_NAME, 'é');
        const data = 'x'.repeat(MAX_EVENT_BYTES - 2);
        await store.append(stream, 'none', [{ type: 'Large', data }], { commandId: 'é'.repeat(MAX_COMMAND_ID) });
        expect((await store.read(stream))[0]?.data === (data as unknown)).toBe(true);
      });
    });

    describe('for invalid appends', () => {
      const cycle: Record<string, unknown> = {};
      cycle.self = { cycle };
      const data: readonly (readonly [what: string, value: unknown])[] = [
        ['nothing at all', undefined],
        ['an undefined member', { a: { b: undefined } }],
        ['a hole in a list', { list: [1, undefined] }],
        ['a function', { a: () => 1 }],
        ['a symbol', { a: Symbol('a') }],
        ['a bigint', { a: 1n }],
        ['NaN', { a: Number.NaN }],
        ['infinity', { a: -Infinity }],
        ['a Date', { a: new Date() }],
        ['a Map', { a: new Map() }],
        ['bytes', { a: Buffer.from('a') }],
        ['an object with its own JSON', { a: { toJSON: () => 1 } }],
        ['a cycle', cycle],
        ['U+0000 in a text', { a: 'b\0' }],
        ['U+0000 in a key', { 'a\0': 1 }],
        ['half a character', { a: '\ud83d' }],
        ['more bytes than an event may have', 'é'.repeat(MAX_EVENT_BYTES / 2)],
      ];
      it.each(data)('refuses %s as data before anything is written', async (_, value) => {
        const refused = caught(
          store.append(streamOf('a'), 'any', [happened(1), { type: 'Bad', data: value as Message['data'] }], {
            commandId: 'c',
          }),
        );
        // The refusal does not stop other appends of the same batch.
        await add(streamOf('b'), 'none', happened(1));
        expect(await refused).toBeInstanceOf(InvalidAppend);
        expect(await store.read(streamOf('a'))).toEqual([]);
        expect(await store.read(streamOf('b'))).toHaveLength(1);
      });

      it('refuses an append that is too large as a whole', async () => {
        const large = { type: 'Large', data: 'x'.repeat(MAX_EVENT_BYTES - 2) as unknown as Message['data'] };
        const events = Array.from({ length: MAX_APPEND_BYTES / MAX_EVENT_BYTES + 1 }, () => large);
        expect(await caught(add(streamOf('a'), 'none', ...events))).toBeInstanceOf(InvalidAppend);
      });

      it('refuses invalid names of streams, events and commands, and an append without events', async () => {
        const bad = (limit: number): string[] => [
          '',
          'x'.repeat(limit + 1),
          'a\0b',
          'a\udc00',
          undefined as unknown as string,
        ];
        const refused = [
          ...bad(MAX_STREAM_NAME).map((stream) => store.append(stream, 'any', [happened(1)], { commandId: 'c' })),
          ...bad(MAX_STREAM_NAME).map((type) =>
            store.append(streamOf('a'), 'any', [{ type, data: {} }], { commandId: 'c' }),
          ),
          ...bad(MAX_COMMAND_ID).map((commandId) => store.append(streamOf('a'), 'any', [happened(1)], { commandId })),
          store.append(streamOf('a'), 'any', [happened(1)], { commandId: 'c', traceparent: 'a\0' }),
          store.append(streamOf('a'), 'any', [], { commandId: 'c' }),
        ];
        for (const error of await Promise.all(refused.map(caught))) expect(error).toBeInstanceOf(InvalidAppend);
        expect(await store.head()).toBe(start);
      });

      it('refuses an invalid expected revision', async () => {
        for (const expected of [-1, -2, 0.5, Number.NaN, Infinity, 'all' as never, undefined as never]) {
          expect(await caught(add(streamOf('a'), expected, happened(1)))).toBeInstanceOf(InvalidAppend);
        }
        expect(await store.head()).toBe(start);
      });
    });

    it('compares positions that are too large for a number of JavaScript', () => {
      expect(comparePositions('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
      expect(comparePositions('9007199254740992', '9007199254740993')).toBeLessThan(0);
      expect(comparePositions('9', '10')).toBeLessThan(0);
      expect(comparePositions('18446744073709551615', '18446744073709551615')).toBe(0);
    });
  });
};

const happened = (n: number, label?: string): Message => ({
  type: 'Happened',
  data: label === undefined ? { n } : { n, label },
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const increasing = (events: readonly StoredEvent[]): boolean =>
  events.every(
    ({ position }, index) => index === 0 || comparePositions((events[index - 1] as StoredEvent).position, position) < 0,
  );

/** Counts the pages before the subscription ends. */
const pagesUntil = async (
  store: EventStore,
  after: string,
  signal: AbortSignal,
  onPage: () => void = () => undefined,
): Promise<number> => {
  let pages = 0;
  for await (const page of store.subscribe(after, signal)) {
    pages += page.length > 0 ? 1 : 0;
    onPage();
  }
  return pages;
};
