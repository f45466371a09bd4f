import { paceAfter, pauseAfter, PAUSES_MS, retryAfter } from './retry-schedule.js';

const now = new Date('2026-03-01T10:00:00.000Z');
const HOUR = 3_600_000;

it('tries ten times in about three days', () => {
  const pauses = Array.from({ length: 10 }, (_, failures) => pauseAfter(failures + 1, undefined, 0));
  expect(pauses).toEqual([...PAUSES_MS, undefined]);
  const hours = PAUSES_MS.reduce((sum, pause) => sum + pause, 0) / HOUR;
  expect(hours).toBeGreaterThan(72);
  expect(hours).toBeLessThan(80);
});

it('never comes back sooner than the schedule says, and a fifth later at most', () => {
  expect(pauseAfter(2, undefined, 0)).toBe(300_000);
  expect(pauseAfter(2, undefined, 0.999)).toBeLessThan(360_000);
  expect(pauseAfter(9, undefined, 1)).toBe(24 * HOUR);
});

it('waits as long as it is asked to, when that is longer, and a day at most', () => {
  expect(pauseAfter(1, 60_000, 0)).toBe(60_000);
  expect(pauseAfter(2, 60_000, 0)).toBe(300_000);
  expect(pauseAfter(1, 400 * 24 * HOUR, 0)).toBe(24 * HOUR);
});

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Sun, 01 Mar 2026 10:02:00 GMT', 120_000],
  ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
  [undefined, undefined],
  ['soon', undefined],
  ['-5', undefined],
  ['1e9', undefined],
  ['99999999999999999999', undefined],
])('reads Retry-After: %s', (header, expected) => expect(retryAfter(header, now)).toBe(expected));

it('slows down while an endpoint says that it is too much, and comes up to speed again', () => {
  const paces: number[] = [];
  let pace = 0;
  for (const status of [429, 503, 502, 504, 500, undefined, 204, 204, 204, 204])
    paces.push((pace = paceAfter(pace, status)));
  expect(paces).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 4_000, 2_000, 1_000, 0]);
  const slowest = Array.from({ length: 20 }).reduce<number>((slower) => paceAfter(slower, 429), 0);
  expect(slowest).toBe(60_000);
  // whole milliseconds: it is kept as such
  for (pace = slowest; pace > 0;) expect(Number.isInteger((pace = paceAfter(pace, 204)))).toBe(true);
});
