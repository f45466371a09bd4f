import { Shutdown, type ShutdownOutcome } from './shutdown.js';
import { handleSignals, INTERRUPTED } from './signals.js';

/** `stopping` is called at the first signal. `explain` turns the error of a failed start into the printed text. */
export type ProgramOptions = Readonly<{ stopping?: () => void; explain: (error: unknown) => string }>;

/**
 * Runs a program until a signal. Signals are handled from before the start. The program ends with one of these exit codes:
 * - 0: stopped by a signal, and everything under way was finished;
 * - 1: it could not start, or something under way was cut off, which is named on stderr;
 * - 130: interrupted during the start, or by a second signal.
 */
export const runProgram = async (
  start: (shutdown: Shutdown) => Promise<unknown>,
  { stopping = () => undefined, explain }: ProgramOptions,
): Promise<void> => {
  const shutdown = new Shutdown();
  let started = false;
  let interrupted = false;
  const end = async (code: number): Promise<never> => {
    const outcome = await shutdown.run();
    process.stderr.write(inWords(outcome));
    const orderly = outcome.cut.length === 0 && outcome.failures.length === 0;
    return process.exit(code === 0 && !orderly ? 1 : code);
  };
  handleSignals(
    () => {
      interrupted = true;
      stopping();
      void end(started ? 0 : INTERRUPTED);
    },
    () => {
      process.stderr.write(inWords({ cut: shutdown.unfinished, failures: [] }));
      process.exit(INTERRUPTED);
    },
  );
  try {
    await start(shutdown);
    started = true;
  } catch (error) {
    // The shutdown stops the parts that `start` still uses, so this error is expected.
    if (interrupted) return;
    process.stderr.write(`${explain(error)}\n`);
    await end(1);
  }
};

const inWords = ({ cut, failures }: ShutdownOutcome): string =>
  [
    ...(cut.length > 0 ? [`cut off, as it did not end in time: ${cut.join(', ')}\n`] : []),
    ...(failures.length > 0 ? [`could not be stopped: ${failures.join(', ')}\n`] : []),
  ].join('');
