import { rateLimitAfter } from './rate-limit.js';

it('the pause doubles while an endpoint is overloaded and halves with each success', () => {
  const pauses: number[] = [];
  let pause = 0;
  for (const status of [429, 503, 502, 504, 500, undefined, 204, 204, 204, 204])
    pauses.push((pause = rateLimitAfter(pause, status)));
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 4_000, 2_000, 1_000, 0]);
});

it('the pause is a minute at most, and whole milliseconds, as the database stores it', () => {
  const longest = Array.from({ length: 20 }).reduce<number>((pause) => rateLimitAfter(pause, 429), 0);
  expect(longest).toBe(60_000);
  for (let pause = longest; pause > 0;) expect(Number.isInteger((pause = rateLimitAfter(pause, 204)))).toBe(true);
});
