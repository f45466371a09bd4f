import { CommandFailed } from './terminal.js';

/** After Ctrl-C the requests under way end within the first time, and the command within the second one. */
const FINISH_WITHIN_MS = 4_000;
const END_WITHIN_MS = 15_000;

/** Aborted by Ctrl-C: `stopped` at once, the other two after their time. A second Ctrl-C ends the process at once. */
type Stopping = Readonly<{
  stopped: AbortController;
  finishing: AbortSignal;
  ending: AbortSignal;
  ignoreSignals: () => void;
}>;

/** Handles the signals of a command that has to end something at the hub. */
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

/** Returns a handler that drops an error after the signal has aborted: a request that is given up is no failure. */
export const unlessAborted =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };

/** The hub gave no answer in time, and may still have the subscription. */
export class NotEnded extends CommandFailed {
  override readonly name = 'NotEnded';
  constructor(subscriptionId: string) {
    super(
      `The hub did not say in time that the subscription ${subscriptionId} is ended.`,
      `When it answers again, end it with: DELETE /v1/subscriptions/${subscriptionId}`,
    );
  }
}
