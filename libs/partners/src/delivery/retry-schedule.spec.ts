import { parseRetryAfter, RETRY_SCHEDULE_MS, retryDelay } from './retry-schedule.js';

const now = new Date('2026-03-01T10:00:00.000Z');
const HOUR = 3_600_000;

it('the schedule has ten attempts in about three days', () => {
  const delays = Array.from({ length: 10 }, (_, failures) => retryDelay(failures + 1, undefined, 0));
  expect(delays).toEqual([...RETRY_SCHEDULE_MS, undefined]);
  const hours = RETRY_SCHEDULE_MS.reduce((sum, delay) => sum + delay, 0) / HOUR;
  expect(hours).toBeGreaterThan(72);
  expect(hours).toBeLessThan(80);
});

it('jitter lengthens a wait by a fifth at most and never shortens it', () => {
  expect(retryDelay(2, undefined, 0)).toBe(300_000);
  expect(retryDelay(2, undefined, 0.999)).toBeLessThan(360_000);
  expect(retryDelay(9, undefined, 1)).toBe(24 * HOUR);
});

it('a longer Retry-After of the endpoint is respected, up to a day', () => {
  expect(retryDelay(1, 60_000, 0)).toBe(60_000);
  expect(retryDelay(2, 60_000, 0)).toBe(300_000);
  expect(retryDelay(1, 400 * 24 * HOUR, 0)).toBe(24 * HOUR);
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
])('Retry-After %s is read as %s ms', (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));
