/** HTTP statuses of an overloaded endpoint, or of a proxy in front of the endpoint. */
const OVERLOADED = [429, 502, 503, 504];
const FIRST_LIMIT_MS = 1_000;
const MAX_LIMIT_MS = 60_000;

/** Returns the next pause between two messages: doubled by an overloaded endpoint, halved by a success, unchanged by any other result. */
export const rateLimitAfter = (rateLimitMs: number, status: number | undefined): number => {
  if (status !== undefined && OVERLOADED.includes(status))
    return Math.min(MAX_LIMIT_MS, Math.max(FIRST_LIMIT_MS, rateLimitMs * 2));
  if (status === undefined || status >= 300) return rateLimitMs;
  return rateLimitMs <= FIRST_LIMIT_MS ? 0 : Math.floor(rateLimitMs / 2);
};
