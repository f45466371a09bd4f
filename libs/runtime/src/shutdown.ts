type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/**
 * Stops the process when it is asked to, and ends it when that is done: with 1 when it failed, which `failed` tells. Ctrl-C under npm comes twice, from the
 * terminal and from npm: what the first one began is not cut off by those behind it.
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
