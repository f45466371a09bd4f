/** The signals that stop a program: Ctrl-C, a supervisor, and a terminal that closes. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The exit code of a program that is interrupted, as a shell reports Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * A signal within this time after the first is the same one. Ctrl-C reaches every process of the terminal, and npm and npx pass theirs on, so that it
 * arrives up to four times.
 */
const SAME_SIGNAL_MS = 1_000;

/** Returns a handler that calls `first` at the first signal and `second` at a later one, which is no repeat of the first. `now`: in ms. */
export const firstAndSecond = (
  first: () => void,
  second: () => void,
  now: () => number = () => performance.now(),
): (() => void) => {
  let firstAt: number | undefined;
  return () => {
    if (firstAt === undefined) {
      firstAt = now();
      first();
    } else if (now() - firstAt >= SAME_SIGNAL_MS) second();
  };
};

/**
 * Handles the signals that stop a program, with {@link firstAndSecond}. Returns a function that removes the handlers.
 * Replaces all handlers before it: those of main.ts end a process that still loads its code.
 */
export const handleSignals = (first: () => void, second: () => void): (() => void) => {
  const handle = firstAndSecond(first, second);
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
