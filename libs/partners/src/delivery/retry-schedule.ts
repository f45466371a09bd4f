/**
 * When a delivery is tried again, as Standard Webhooks proposes: at once, and after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, which is
 * three days and a little. Each pause is up to a fifth longer, so that what failed together does not come back together.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const PAUSES_MS = [
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
const JITTER = 0.2;
/** However long an endpoint asks to be left alone. */
const LONGEST_MS = 24 * HOUR;

/** How long to wait after so many tries that failed; undefined when that was the last. `asked`: by the endpoint. */
export const pauseAfter = (failures: number, asked: number | undefined, random: number): number | undefined => {
  const pause = PAUSES_MS[failures - 1];
  return pause === undefined ? undefined : Math.min(LONGEST_MS, Math.max(pause * (1 + JITTER * random), asked ?? 0));
};

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds: seconds, or a date. Undefined when there is none, or it says nothing. */
export const retryAfter = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) || !/[a-z]/i.test(header) ? undefined : Math.max(0, date - now.getTime());
};

/** What an endpoint, or what stands before it, answers when it is asked too much. */
const OVERLOADED = [429, 502, 503, 504];
const FIRST_PACE_MS = 1_000;
const SLOWEST_PACE_MS = 60_000;

/** How long to wait between two messages from now on: more and more while an endpoint says that it is too much, less and less when it does not. */
export const paceAfter = (paceMs: number, status: number | undefined): number => {
  if (status !== undefined && OVERLOADED.includes(status))
    return Math.min(SLOWEST_PACE_MS, Math.max(FIRST_PACE_MS, paceMs * 2));
  if (status === undefined || status >= 300) return paceMs;
  return paceMs <= FIRST_PACE_MS ? 0 : Math.floor(paceMs / 2);
};
