type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/**
 * Stops the process on a signal and exits when that is done: with 1 after an error, which `failed` gets. Ctrl-C under npm arrives twice, from the
 * terminal and from npm: a later signal does not interrupt the first shutdown.
 */
export const stopOnSignal = (
  signals: readonly Signal[],
  stop: () => Promise<void>,
  failed: (error: unknown) => void,
): void => {
  let stopping: Promise<void> | undefined;
  const asked = (): void => {
    stopping ??= stop().then(
      () => process.exit(0),
      (error: unknown) => {
        failed(error);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, asked);
};
