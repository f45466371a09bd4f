import type { EndCause, SuspensionCause } from '#contracts';
import type { DeliveryClock } from './delivery-clock.js';
import type { DeliveryCursor } from './delivery-cursor.js';
import { rateLimitAfter } from './rate-limit.js';
import type { DeliveryUpdate } from './record.js';
import { retryDelay } from './retry-schedule.js';
import type { Attempt } from './send.js';
import type { FollowUp } from './subscription-port.js';

/** Pause before the next look at a cursor whose agency is suspended, or whose suspension had no effect. */
export const BLOCKED_RETRY_MS = 60_000;

/** Derives from an attempt the update of its cursor and the decision about its subscription. */
export const afterAttempt = (cursor: DeliveryCursor, attempt: Attempt, clock: DeliveryClock): DeliveryUpdate => {
  const { outcome, status, response, retryAfterMs } = attempt;
  const attempts = [attempt];
  const rateLimitMs = rateLimitAfter(cursor.rateLimitMs, status);
  if (outcome === 'interrupted') return { attempts };
  if (outcome === 'delivered') return { attempts, failures: 0, problem: null, rateLimitMs };
  const problem = status === undefined ? response : `the endpoint answered ${status}`;
  const update = {
    ...afterFailure(cursor, problem, 'last-try-failed', clock, retryAfterMs),
    attempts,
    rateLimitMs,
  };
  return status === 410 ? { ...update, followUp: closing(cursor, 'gone') } : update;
};

/** Schedules the next attempt, or suspends the subscription after the last attempt. */
export const afterFailure = (
  cursor: DeliveryCursor,
  problem: string,
  cause: SuspensionCause,
  clock: DeliveryClock,
  retryAfterMs?: number,
): DeliveryUpdate => {
  const failures = cursor.failures + 1;
  const delay = retryDelay(failures, retryAfterMs, clock.random());
  if (delay !== undefined) return { failures, problem, nextAttemptAt: later(clock, delay) };
  // A suspension has no effect when the subscription changes at the same time: then this attempt is repeated.
  return {
    failures: cursor.failures,
    problem,
    nextAttemptAt: later(clock, BLOCKED_RETRY_MS),
    followUp: suspension(cursor, cause),
  };
};

export const suspension = ({ subscriptionId, appliedVersion }: DeliveryCursor, cause: SuspensionCause): FollowUp => ({
  type: 'SuspendSubscription',
  data: { subscriptionId, cause, version: appliedVersion },
});

export const closing = ({ subscriptionId }: DeliveryCursor, cause: Exclude<EndCause, 'ended'>): FollowUp => ({
  type: 'CloseSubscription',
  data: { subscriptionId, cause },
});

/** Returns the time of the clock in so many milliseconds. */
export const later = (clock: DeliveryClock, milliseconds: number): Date =>
  new Date(clock.now().getTime() + milliseconds);
