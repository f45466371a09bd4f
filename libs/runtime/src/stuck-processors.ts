import { comparePositions } from '#event-store';
import type { ProcessorProgress } from '#messaging';

type Standstill = Readonly<{ position: string; since: number }>;

/** The time without progress after which a processor with events to process is stuck, in ms. A page may take half a minute at the most. */
const STUCK_AFTER_MS = 15_000;

/**
 * Detects processors that stand still while there are events to process, whatever the cause: an error, a lock, or a connection without an answer.
 * Errors alone would miss a call that never returns.
 */
export class StuckProcessors {
  private readonly standstills = new Map<string, Standstill>();

  /** Records the progress at `now`, in ms of a clock that never goes back. */
  observe(processors: readonly ProcessorProgress[], now: number): void {
    for (const { name, source, position, end } of processors) {
      const key = `${name} ${source}`;
      const before = this.standstills.get(key);
      if (comparePositions(position, end) >= 0) this.standstills.delete(key);
      else if (before?.position !== position) this.standstills.set(key, { position, since: now });
    }
  }

  /** Returns the names of the processors that are stuck at `now`, with the seconds since their last progress. */
  at(now: number): ReadonlyMap<string, number> {
    const stuck = [...this.standstills]
      .filter(([, { since }]) => now - since >= STUCK_AFTER_MS)
      .map(([key, { since }]) => [key.split(' ')[0]!, Math.round((now - since) / 1_000)] as const);
    return new Map(stuck);
  }
}
