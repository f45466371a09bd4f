import type { ProcessingDelay } from './processing-delays.js';

/** The processor that holds writers back, and how far it is behind, in seconds. */
export type HoldsBack = Readonly<{ processor: string; behindSeconds: number }>;

/** A processor that is further behind than this holds writers back. */
const LIMIT_MS = 10_000;

/**
 * Returns the processor that is furthest behind of those that hold writers back; undefined while there is none.
 * Only a processor that moves and has caught up before does so: without new events it would soon be there.
 * Fewer writes do not help one that is stuck or processes old events, and refusing them would take the hub away for nothing.
 */
export const whoHoldsBack = (delays: readonly ProcessingDelay[]): HoldsBack | undefined => {
  const [furthest] = delays
    .filter(({ behindMs, moves, catchesUp }) => behindMs > LIMIT_MS && moves && !catchesUp)
    .toSorted((a, b) => b.behindMs - a.behindMs);
  return furthest && { processor: furthest.name, behindSeconds: Math.round(furthest.behindMs / 1_000) };
};

/** The shortest and the longest time that a caller is asked to wait. The shortest is the time between two observations. */
const RETRY_AFTER_SECONDS = { least: 2, most: 10 };

/** Returns the seconds after which a write is to be sent again: about the time until the processor is within its limit. */
export const retryAfterSeconds = ({ behindSeconds }: HoldsBack): number =>
  Math.min(RETRY_AFTER_SECONDS.most, RETRY_AFTER_SECONDS.least + behindSeconds - LIMIT_MS / 1_000);
