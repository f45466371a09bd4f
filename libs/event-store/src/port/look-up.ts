import { setTimeout as pause } from 'node:timers/promises';
import { type Appended, OutcomeUnknown, WrongRevision } from './event-store.js';
import type { ValidAppend } from './validate-append.js';

/** The time for the question what became of an append, after its own time limit, in ms. */
export const LOOK_UP_FOR_MS = 5_000;
const LOOK_EVERY_MS = 250;

/** The log about one command: its first result when it was applied, and the last revision of its stream, -1 for none. Both from one snapshot. */
export type Found = Readonly<{ applied: Appended | undefined; revision: number }>;

type Outcome = PromiseSettledResult<Appended>;
type LookUp = Readonly<{
  find: (appends: readonly ValidAppend[]) => Promise<readonly Found[]>;
  /** the error of the last attempt to append */
  cause: unknown;
  forMs?: number;
}>;

/**
 * Asks the log what became of appends whose answer was lost, until it knows of each or the time is over.
 * - A command that is in the log is answered as the first time.
 * - A stream that went past the expected revision without the command never gets it: the append is refused with {@link WrongRevision}.
 * - Any other may be on its way still (docs/adr/0081): it is rejected with {@link OutcomeUnknown}.
 */
export const lookUpOutcomes = async (
  appends: readonly ValidAppend[],
  { find, cause, forMs = LOOK_UP_FOR_MS }: LookUp,
): Promise<Outcome[]> => {
  const outcomes = new Map<ValidAppend, Outcome>();
  const over = performance.now() + forMs;
  for (;;) {
    const open = appends.filter((append) => !outcomes.has(append));
    const found = await inTime(find(open), over - performance.now());
    open.forEach((append, index) => {
      const outcome = found?.[index] && known(append, found[index]);
      if (outcome) outcomes.set(append, outcome);
    });
    if (outcomes.size === appends.length || performance.now() + LOOK_EVERY_MS >= over) break;
    await pause(LOOK_EVERY_MS);
  }
  return appends.map(
    (append) =>
      outcomes.get(append) ?? {
        status: 'rejected',
        reason: new OutcomeUnknown(`it is not known whether ${append.stream} got the command`, 1, { cause }),
      },
  );
};

const known = ({ stream, expected }: ValidAppend, { applied, revision }: Found): Outcome | undefined => {
  if (applied) return { status: 'fulfilled', value: applied };
  // Further, not just elsewhere: a standby that lags may show an earlier end of the stream.
  if (expected === 'any' || revision <= (expected === 'none' ? -1 : expected)) return undefined;
  return { status: 'rejected', reason: new WrongRevision(stream, expected, revision) };
};

/** Returns the result of `work`; undefined when it fails or takes longer. */
const inTime = async <T>(work: Promise<T>, ms: number): Promise<T | undefined> => {
  const late = new AbortController();
  const timer = pause(Math.max(0, ms), undefined, { signal: late.signal });
  try {
    return await Promise.race([work, timer]);
  } catch {
    return undefined;
  } finally {
    timer.catch(() => undefined);
    late.abort();
  }
};
