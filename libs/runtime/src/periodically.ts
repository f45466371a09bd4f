import { setTimeout as pause } from 'node:timers/promises';

/** Work at intervals. `stop` aborts its signal and waits for the current run. */
export type Periodic = Readonly<{ stop(): Promise<void> }>;

/**
 * Runs `work` now, and again this long after each end, never twice at once. `work` handles its own errors and may end early once `stopping` is
 * aborted.
 */
export const periodically = (everyMs: number, work: (stopping: AbortSignal) => Promise<void>): Periodic => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      await work(signal);
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
