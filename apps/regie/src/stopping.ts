import { CommandFailed } from './terminal.js';

/** The time limits after Ctrl-C: for the requests under way, and for the whole command. */
const FINISH_WITHIN_MS = 4_000;
const END_WITHIN_MS = 15_000;

/** Signals that Ctrl-C aborts: `stopped` at once, `finishing` and `ending` after their time limits. A second Ctrl-C ends the process at once. */
type Stopping = Readonly<{
  stopped: AbortController;
  finishing: AbortSignal;
  ending: AbortSignal;
  ignoreSignals: () => void;
}>;

/** Handles the signals of a command that must clean up at the hub before it ends. */
export const stopping = async (): Promise<Stopping> => {
  const { handleSignals, INTERRUPTED } = await import('#runtime');
  const [stopped, finishing, ending] = [new AbortController(), new AbortController(), new AbortController()];
  const ignoreSignals = handleSignals(
    () => {
      stopped.abort();
      setTimeout(() => finishing.abort(), FINISH_WITHIN_MS).unref();
      setTimeout(() => ending.abort(), END_WITHIN_MS).unref();
    },
    () => process.exit(INTERRUPTED),
  );
  return { stopped, finishing: finishing.signal, ending: ending.signal, ignoreSignals };
};

/** Returns an error handler that ignores errors once `signal` has aborted, because a cancelled request is not a failure. */
export const unlessAborted =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };

/** The hub did not answer in time, so that the subscription may still exist. */
export class NotEnded extends CommandFailed {
  override readonly name = 'NotEnded';
  constructor(subscriptionId: string) {
    super(
      `The hub did not say in time that the subscription ${subscriptionId} is ended.`,
      `When it answers again, end it with: DELETE /v1/subscriptions/${subscriptionId}`,
    );
  }
}
