import { comparePositions } from '#event-store';
import type { ProcessorProgress } from '#messaging';

/** An end of a source, and when this process first saw it: ms of a monotonic clock. */
type SeenEnd = Readonly<{ position: string; at: number }>;

type Measured = Readonly<{
  name: string;
  source: string;
  position: string;
  /** when the position was last seen to change */
  movedAt: number;
  /** the end that the processor has to reach before its delay counts */
  countsFrom: string;
  behindMs: number;
}>;

/** The delay of a processor at the last observation. */
export type ProcessingDelay = Readonly<{
  name: string;
  source: string;
  /** the age of the oldest event that it has not processed, rounded down by the time between two observations at most */
  behindMs: number;
  /** true when its position changed within the last seconds */
  moves: boolean;
  /** true while it processes the events from before this process, from before a rebuild, or from a standstill */
  catchesUp: boolean;
}>;

/** The time in which a processor that moves is seen to move: two observations and the time that they take. */
const MOVES_WITHIN_MS = 5_000;
/** A processor with events to process that did not move for this long catches up when it moves again. */
const STANDSTILL_MS = 15_000;
/** The precision of long delays. Ends that lie closer together than this share of the delay are not noted, so that few are kept. */
const PRECISION = 0.01;

/**
 * Measures how far processors are behind in time. At each observation it notes the end of each source with the time,
 * and the delay of a processor is the age of the first noted end that it has not reached.
 * The clocks of the writers do not matter, and an observation needs nothing but positions.
 */
export class ProcessingDelays {
  private readonly measured = new Map<string, Measured>();
  private readonly ends = new Map<string, readonly SeenEnd[]>();

  /** Records the progress of all processors. `now`: ms of a monotonic clock. Partitions that moved to another process are dropped. */
  observe(processors: readonly ProcessorProgress[], now: number): void {
    const keys = new Set(processors.map(keyOf));
    for (const key of this.measured.keys())
      if (!keys.has(key)) {
        this.measured.delete(key);
        this.ends.delete(key);
      }
    for (const progress of processors) {
      const key = keyOf(progress);
      const ends = unreached(this.ends.get(key) ?? [], progress, now);
      this.ends.set(key, ends);
      this.measured.set(key, measure(this.measured.get(key), progress, ends, now));
    }
  }

  /** Returns the delay of each processor and source at the last observation. */
  at(now: number): readonly ProcessingDelay[] {
    return [...this.measured.values()].map(({ name, source, position, movedAt, countsFrom, behindMs }) => ({
      name,
      source,
      behindMs,
      moves: now - movedAt <= MOVES_WITHIN_MS,
      catchesUp: comparePositions(position, countsFrom) < 0,
    }));
  }
}

const keyOf = ({ name, source }: ProcessorProgress): string => `${name} ${source}`;

/** Returns the ends that the processor has not reached, and adds the present one. */
const unreached = (
  before: readonly SeenEnd[],
  { position, end }: ProcessorProgress,
  now: number,
): readonly SeenEnd[] => {
  const left = before.filter((seen) => comparePositions(seen.position, position) > 0);
  const [first, last] = [left[0], left.at(-1)];
  if (comparePositions(end, last?.position ?? position) <= 0) return left;
  return first && now - last!.at < PRECISION * (now - first.at) ? left : [...left, { position: end, at: now }];
};

const measure = (
  before: Measured | undefined,
  { name, source, position, end }: ProcessorProgress,
  ends: readonly SeenEnd[],
  now: number,
): Measured => {
  const behindMs = ends[0] ? now - ends[0].at : 0;
  if (before?.position === position) return { ...before, behindMs };
  const beginsAnew =
    !before ||
    comparePositions(position, before.position) < 0 ||
    Math.min(now - before.movedAt, before.behindMs) >= STANDSTILL_MS;
  return { name, source, position, movedAt: now, countsFrom: beginsAnew ? end : before.countsFrom, behindMs };
};
