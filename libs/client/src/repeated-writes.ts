type Fetch = (request: Request) => Promise<Response>;

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Too many requests, and the statuses after which it is unknown whether the write was applied: the hub or a proxy could not answer. */
const REPEATABLE = [429, 502, 503, 504];

/**
 * Adds an Idempotency-Key to every write that has none. Repeats a write when the connection broke or the hub could not answer; thanks to the key, the
 * hub applies it once.
 */
export const repeatingWrites =
  (fetch: Fetch): Fetch =>
  async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return fetch(request);
    if (!request.headers.has('idempotency-key')) request.headers.set('idempotency-key', crypto.randomUUID());
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt === ATTEMPTS;
      let retryAfterMs = 0;
      try {
        const response = await whole(await fetch(request.clone()));
        if (isLast || !REPEATABLE.includes(response.status)) return response;
        retryAfterMs = 1_000 * (Number(response.headers.get('retry-after')) || 0);
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
      }
      await pause(
        Math.min(LONGEST_PAUSE_MS, Math.max(retryAfterMs, FIRST_PAUSE_MS * 2 ** (attempt - 1))),
        request.signal,
      );
    }
  };

/** Returns the response after its whole body has arrived, because a connection may break in the middle of the body. */
const whole = async (response: Response): Promise<Response> => {
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
};

/** Resolves after a number of milliseconds, or as soon as `signal` aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
