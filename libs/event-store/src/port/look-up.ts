import { setTimeout as pause } from 'node:timers/promises';
import { type Appended, OutcomeUnknown, WrongRevision } from './event-store.js';
import type { ValidAppend } from './validate-append.js';

/** The time to look up the outcome of an append, in ms; it begins when the time limit of the append itself is over. */
export const LOOK_UP_FOR_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * The entry of one command in the log. `applied`: its first result, if it was applied. `revision`: the last revision of
 * its stream, -1 for none.
 * Both are from one snapshot.
 */
export type Found = Readonly<{ applied: Appended | undefined; revision: number }>;

type Outcome = PromiseSettledResult<Appended>;
type LookUp = Readonly<{
  find: (appends: readonly ValidAppend[]) => Promise<readonly Found[]>;
  /** the error of the last attempt to append */
  cause: unknown;
  forMs?: number;
}>;

/**
 * Looks up appends whose response was lost, until every outcome is known or the time is over.
 * - A command that is in the log has succeeded, with its first result.
 * - If the stream has passed the expected revision without the command, the append can never succeed: it is rejected
 *   with {@link WrongRevision}.
 * - Any other append may still arrive (docs/adr/0081): it is rejected with {@link OutcomeUnknown}.
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
  // Only a later revision is a proof: a standby that lags may show an earlier one.
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
