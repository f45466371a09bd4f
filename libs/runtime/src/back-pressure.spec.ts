import type { ProcessorProgress } from '#messaging';
import { retryAfterSeconds, whoHoldsBack } from './back-pressure.js';
import { ProcessingDelays } from './processing-delays.js';

const SOURCE = { name: 'cases.cases', source: 'log' };
const delays = new ProcessingDelays();
/** Observes the processor at a second of a monotonic clock. */
const at = (second: number, position: number, end: number, of = delays): void =>
  of.observe([{ ...SOURCE, position: String(position), end: String(end) }], second * 1_000);
/** Returns the seconds by which the processor is behind. */
const behind = (of = delays): number | undefined => of.at(0).map(({ behindMs }) => behindMs / 1_000)[0];
const heldBack = (second: number, of = delays) => whoHoldsBack(of.at(second * 1_000));

beforeEach(() => delays.observe([], 0));

describe('the delay of a processor', () => {
  it('is 0 at the end of the log, however long ago its last event was', () => {
    at(0, 5, 5);
    at(3_600, 5, 5);
    expect(behind()).toBe(0);
    at(3_602, 5, 6);
    expect(behind()).toBe(0);
    at(3_604, 6, 6);
    expect(behind()).toBe(0);
  });

  it('is the age of the oldest event that it has not processed, as the observations saw it', () => {
    at(0, 0, 10);
    at(2, 0, 20);
    at(4, 0, 30);
    expect(behind()).toBe(4);
    at(6, 9, 30);
    expect(behind()).toBe(6);
    at(8, 10, 30);
    expect(behind()).toBe(6);
    at(10, 25, 30);
    expect(behind()).toBe(6);
    at(12, 30, 30);
    expect(behind()).toBe(0);
  });

  it('stays the same while it is as fast as the writers', () => {
    for (let second = 0; second <= 100; second += 2) at(second, Math.max(0, second * 10 - 65), second * 10);
    expect(behind()).toBe(6);
  });

  it('stays right over days of a standstill with a bounded number of ends, and shrinks as it catches up', () => {
    for (let second = 0; second <= 100_000; second += 2) at(second, 0, 1 + second);
    expect(behind()).toBe(100_000);
    at(100_002, 50_000, 100_001);
    expect(behind()).toBeLessThanOrEqual(50_002);
    expect(behind()).toBeGreaterThan(49_000);
    at(100_004, 100_001, 100_001);
    expect(behind()).toBe(0);
  });

  it('is measured for each partition, and ends with the partition', () => {
    const partition = (source: string, position: string): ProcessorProgress => ({
      name: 'cases.register',
      source,
      position,
      end: '9',
    });
    delays.observe([partition('a', '3'), partition('b', '9')], 0);
    delays.observe([partition('a', '3'), partition('b', '9')], 2_000);
    expect(delays.at(2_000).map(({ source, behindMs }) => [source, behindMs])).toEqual([
      ['a', 2_000],
      ['b', 0],
    ]);
    delays.observe([partition('b', '9')], 4_000);
    expect(delays.at(4_000).map(({ source }) => source)).toEqual(['b']);
  });
});

describe('writers', () => {
  /** A processor that handles 10 events a second of writers that append 20, observed every two seconds. */
  const overloaded = (seconds: number): ProcessingDelays => {
    const each = new ProcessingDelays();
    for (let second = 0; second <= seconds; second += 2) at(second, second * 10, second * 20, each);
    return each;
  };

  it('are held back by a processor that moves and is more than ten seconds behind, and by none that is less', () => {
    // At the second 24 it has handled what was there at the second 12; the next events were first seen at the second 14.
    expect(heldBack(24, overloaded(24))).toBeUndefined();
    expect(heldBack(26, overloaded(26))).toEqual({ processor: 'cases.cases', behindSeconds: 12 });
    expect(heldBack(100, overloaded(100))).toEqual({ processor: 'cases.cases', behindSeconds: 48 });
  });

  it('are held back for as long as that lasts', () => {
    const each = overloaded(30);
    expect(heldBack(30, each)).toBeDefined();
    at(32, 390, 600, each);
    expect(heldBack(32, each)).toEqual({ processor: 'cases.cases', behindSeconds: 12 });
    at(34, 450, 600, each);
    expect(heldBack(34, each)).toBeUndefined();
  });

  it('are not held back by a processor that does not move, from five seconds on', () => {
    const each = overloaded(30);
    at(32, 300, 640, each);
    at(34, 300, 680, each);
    expect(heldBack(34, each)).toBeDefined();
    at(36, 300, 720, each);
    expect(heldBack(36, each)).toBeUndefined();
    at(600, 300, 12_000, each);
    expect(heldBack(600, each)).toBeUndefined();
  });

  it('are not held back by a processor that catches up after it stood still', () => {
    const each = overloaded(4);
    for (let second = 6; second <= 60; second += 2) at(second, 40, second * 20, each);
    for (let second = 62; second <= 80; second += 2) at(second, 40 + (second - 60) * 20, 1_200, each);
    expect(behind(each)).toBeGreaterThan(10);
    expect(heldBack(80, each)).toBeUndefined();
  });

  it('are not held back by a processor that has never been at the end of the log since the process started', () => {
    for (let second = 0; second <= 40; second += 2) at(second, second * 100, 1_000_000 + second);
    expect(behind()).toBe(40);
    expect(heldBack(40)).toBeUndefined();
  });

  it('are held back when a processor fell behind again after it had caught up', () => {
    at(0, 0, 100);
    for (let second = 2; second <= 40; second += 2) at(second, 100 + second * 10, 100 + second * 20);
    expect(heldBack(40)).toBeDefined();
  });

  it('are not held back by a processor that a rebuild took back to an earlier place', () => {
    const each = overloaded(30);
    at(32, 0, 620, each);
    for (let second = 34; second <= 50; second += 2) at(second, second, 620, each);
    expect(heldBack(50, each)).toBeUndefined();
  });

  it('may send the request again when the processor may be within its limit, after 2 to 10 seconds', () => {
    expect([10, 11, 15, 19, 3_600].map((behindSeconds) => retryAfterSeconds({ processor: '', behindSeconds }))).toEqual(
      [2, 3, 7, 10, 10],
    );
  });
});
