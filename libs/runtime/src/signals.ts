export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export const STOP_SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The exit code of a program that is interrupted, as a shell reports Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * A signal within this time after the first is the same one. Ctrl-C reaches every process of the terminal, and npm and npx pass theirs on, so that it
 * arrives up to four times.
 */
export const SAME_SIGNAL_MS = 1_000;

/**
 * Calls `first` at the first signal and `second` at a later one, which is no repeat of the first. Returns a function that removes the handlers.
 * Replaces all handlers before it: those of main.ts end a process that still loads its code.
 */
export const handleSignals = (first: () => void, second: () => void): (() => void) => {
  let firstAt: number | undefined;
  const handle = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      first();
    } else if (now - firstAt >= SAME_SIGNAL_MS) second();
  };
  for (const signal of STOP_SIGNALS) {
    const earlier = process.listeners(signal);
    // Before the others go: without any handler Node drops a signal that has arrived and was not handled yet.
    process.on(signal, handle);
    for (const listener of earlier) process.off(signal, listener);
  }
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, handle);
  };
};
