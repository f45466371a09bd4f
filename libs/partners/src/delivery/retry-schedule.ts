const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The nine waits between the ten attempts of Standard Webhooks, about three days in total. The first attempt is
 * immediate.
 */
export const RETRY_SCHEDULE_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
/**
 * Largest random extension of a wait, as a fraction. Endpoints that failed at the same moment are then called again at
 * different moments. The last wait, of 24 hours, is not extended.
 */
const JITTER = 0.2;
const MAX_WAIT_MS = 24 * HOUR;

/**
 * Returns the wait after this many failed attempts; undefined after the last attempt. `retryAfterMs`: the wait that the
 * endpoint asked for. `random`: a number from 0 up to 1.
 */
export const retryDelay = (failures: number, retryAfterMs: number | undefined, random: number): number | undefined => {
  const wait = RETRY_SCHEDULE_MS[failures - 1];
  return wait === undefined
    ? undefined
    : Math.min(MAX_WAIT_MS, Math.max(wait * (1 + JITTER * random), retryAfterMs ?? 0));
};

/** Reads `Retry-After` (RFC 9110, section 10.2.3), seconds or a date, as milliseconds; undefined when missing or malformed. */
export const parseRetryAfter = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) || !/[a-z]/i.test(header) ? undefined : Math.max(0, date - now.getTime());
};
