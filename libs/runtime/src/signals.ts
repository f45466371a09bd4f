/** The signals that stop a program: Ctrl-C, a supervisor, and a terminal that closes. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The exit code of a program that is interrupted, as a shell reports Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * A signal within this time after the first is a copy of the first. Ctrl-C reaches every process of the terminal, and npm and npx forward theirs, so
 * that a program receives up to four copies.
 */
const SAME_SIGNAL_MS = 1_000;

/** Returns a handler that calls `first` at the first signal, ignores copies of it, and calls `second` at later signals. `now`: in ms. */
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
 * Replaces the earlier handlers, such as those of main.ts, which end a process that is still loading its code.
 */
export const handleSignals = (first: () => void, second: () => void): (() => void) => {
  const handle = firstAndSecond(first, second);
  for (const signal of STOP_SIGNALS) {
    const earlier = process.listeners(signal);
    // Added before the others are removed: without any handler, Node drops a signal that has arrived but is not handled yet.
    process.on(signal, handle);
    for (const listener of earlier) process.off(signal, listener);
  }
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, handle);
  };
};
