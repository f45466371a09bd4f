import { DeliveryClock } from './delivery-clock.js';
import type { DeliveryCursor } from './delivery-cursor.js';
import { afterAttempt, afterFailure } from './follow-up.js';
import type { Attempt } from './send.js';

const NOW = new Date('2026-03-01T10:00:00.000Z');
const clock = Object.assign(new DeliveryClock(), { now: () => NOW, random: () => 0 });
const inMs = (ms: number): Date => new Date(NOW.getTime() + ms);
const cursor = { subscriptionId: 's1', appliedVersion: 4, failures: 0, rateLimitMs: 0 } as DeliveryCursor;
const attempt = (values: Partial<Attempt>): Attempt => ({
  deliveries: [1],
  events: 1,
  at: NOW,
  durationMs: 5,
  outcome: 'failed',
  response: '',
  ...values,
});
const after = (values: Partial<Attempt>, of: Partial<DeliveryCursor> = {}) => {
  const { attempts: _, ...update } = afterAttempt({ ...cursor, ...of }, attempt(values), clock);
  return update;
};

it('a delivered message resets the failures and halves the rate limit', () => {
  expect(after({ outcome: 'delivered', status: 204 }, { failures: 3, rateLimitMs: 2_000 })).toEqual({
    failures: 0,
    problem: null,
    rateLimitMs: 1_000,
  });
});

it('a failure schedules the next attempt and names the problem', () => {
  expect(after({ status: 500 })).toEqual({
    failures: 1,
    problem: 'the endpoint answered 500',
    nextAttemptAt: inMs(5_000),
    rateLimitMs: 0,
  });
  expect(after({ response: 'no answer: ECONNREFUSED' })).toMatchObject({ problem: 'no answer: ECONNREFUSED' });
});

it('an overloaded endpoint is left alone for as long as it asks, and gets messages more slowly', () => {
  expect(after({ status: 429, retryAfterMs: 7_200_000 })).toMatchObject({
    nextAttemptAt: inMs(7_200_000),
    rateLimitMs: 1_000,
  });
});

it('the last failure asks to suspend the subscription at its applied version, and plans another attempt', () => {
  expect(after({ status: 500 }, { failures: 9 })).toMatchObject({
    failures: 9,
    nextAttemptAt: inMs(60_000),
    followUp: { type: 'SuspendSubscription', data: { subscriptionId: 's1', cause: 'last-try-failed', version: 4 } },
  });
  expect(afterFailure({ ...cursor, failures: 9 }, 'no answer', 'not-confirmed', clock)).toMatchObject({
    followUp: { data: { cause: 'not-confirmed' } },
  });
});

it('410 closes the subscription, also at the last attempt', () => {
  const closed = { type: 'CloseSubscription', data: { subscriptionId: 's1', cause: 'gone' } };
  expect(after({ status: 410 }).followUp).toEqual(closed);
  expect(after({ status: 410 }, { failures: 9 }).followUp).toEqual(closed);
});

it('an attempt interrupted by the stop of the process changes nothing but its log', () => {
  const interrupted = attempt({ outcome: 'interrupted', response: 'no answer' });
  expect(afterAttempt({ ...cursor, failures: 2 }, interrupted, clock)).toEqual({ attempts: [interrupted] });
});
