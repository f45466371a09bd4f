import { brusselsDate, daysAfter, daysBetween, startOfDay } from './dates.js';

it.each([
  ['2026-03-28T22:59:59.999Z', '2026-03-28'],
  ['2026-03-28T23:00:00.000Z', '2026-03-29'],
  ['2026-03-29T21:59:59.999Z', '2026-03-29'],
  ['2026-03-29T22:00:00.000Z', '2026-03-30'],
  ['2026-10-24T22:00:00.000Z', '2026-10-25'],
  ['2026-10-25T23:00:00.000Z', '2026-10-26'],
  ['2026-12-31T23:00:00.000Z', '2027-01-01'],
])('the moment %s is on %s in Brussels, in winter and in summer', (instant, date) =>
  expect(brusselsDate(new Date(instant))).toBe(date),
);

it.each([
  '2026-01-01',
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-07-01',
  '2026-10-24',
  '2026-10-25',
  '2026-10-26',
  '2028-02-29',
])('the day %s starts at its first moment in Brussels', (day) => {
  const start = startOfDay(day);
  expect(brusselsDate(start)).toBe(day);
  expect(brusselsDate(new Date(start.getTime() - 1)) < day).toBe(true);
});

it.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-29', 1, '2026-03-30'],
  ['2026-10-25', 1, '2026-10-26'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-01-01', 365, '2027-01-01'],
])('counting from %s, %i days lead to %s, also over a change of the clock', (day, days, other) => {
  expect(daysAfter(day, days)).toBe(other);
  expect(daysBetween(day, other)).toBe(days);
});
