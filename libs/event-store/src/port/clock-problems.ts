import { type Clocks, MAX_CLOCK_OFFSET_MS } from './event-store.js';

/**
 * Events are reported when they are further ahead of the clock than this, in ms. The usual correction of a clock moves
 * it by less.
 */
const AHEAD_MS = 5_000;

/** Describes the problems of the clocks; empty when there are none. */
export const clockProblems = ({ offsetMs = 0, aheadMs }: Clocks): readonly string[] => [
  ...(Math.abs(offsetMs) > MAX_CLOCK_OFFSET_MS
    ? [
        `the clock of the database is ${inWords(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'} that of this process: nothing is written`,
      ]
    : []),
  ...(aheadMs > AHEAD_MS
    ? [
        `events were recorded ${inWords(aheadMs)} ahead of the clock: later events of their streams get the same time until the clock is there`,
      ]
    : []),
];

/** The remedy of every problem of clocks. */
export const CLOCK_REMEDY =
  'is the time of this machine and of the database synchronised? docs/operations.md has a section on clocks';

/** Writes a duration in its largest whole unit: `62 s`, `3 min`, `5 h`, `2 days`. */
const inWords = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 180) return `${seconds} s`;
  if (seconds < 3 * 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
};
