import { setTimeout as pause } from 'node:timers/promises';

/** Work that is done now and then. `stop` lets what is under way end, and asks it to. */
export type Periodic = Readonly<{ stop(): Promise<void> }>;

/** Does `work` now, and again so long after it has ended: never twice at once. It says itself what goes wrong; `stopping` is aborted when it need not go on. */
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
