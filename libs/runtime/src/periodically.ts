import { setTimeout as pause } from 'node:timers/promises';

/** Work at intervals. `stop` aborts the signal of the work and waits for the current run. */
export type Periodic = Readonly<{ stop(): Promise<void> }>;

/**
 * Runs `work` now, and again `everyMs` after each run has ended, so that runs never overlap. `work` must handle its own errors, and may end early
 * when `stopping` aborts.
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
