import type { EndCause, SuspensionCause } from '#contracts';
import type { DeliveryClock } from './delivery-clock.js';
import type { DeliveryCursor } from './delivery-cursor.js';
import { rateLimitAfter } from './rate-limit.js';
import type { DeliveryUpdate } from './record.js';
import { retryDelay } from './retry-schedule.js';
import type { Attempt } from './send.js';
import type { FollowUp } from './subscription-port.js';

/**
 * Pause before a cursor is tried again when its feed cannot be read, or when the suspension of its subscription had no
 * effect.
 */
export const BLOCKED_RETRY_MS = 60_000;

/** Derives the update of the cursor from an attempt, with the command on the subscription that may follow. */
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

/** Schedules the next attempt. After the last attempt, requests the suspension of the subscription. */
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
  // Schedules another attempt as well: the suspension has no effect if the subscription has changed meanwhile.
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

/** Returns the current time of the clock plus some milliseconds. */
export const later = (clock: DeliveryClock, milliseconds: number): Date =>
  new Date(clock.now().getTime() + milliseconds);
