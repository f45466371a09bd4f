import { comparePositions } from '#event-store';
import type { ProcessorProgress } from '#messaging';

type Standstill = Readonly<{ position: string; since: number }>;

/** The time without progress, in ms, after which a processor with events to process is stuck. A single statement of a page must take less. */
const STUCK_AFTER_MS = 15_000;

/**
 * Detects processors that stand still while there are events to process, whatever the cause: an error, a lock, or a connection without an answer.
 * Watching for errors alone would miss a call that never returns.
 */
export class StuckProcessors {
  private readonly standstills = new Map<string, Standstill>();

  /** Records the progress of all processors. `now`: ms of a monotonic clock. Partitions that moved to another process are dropped. */
  observe(processors: readonly ProcessorProgress[], now: number): void {
    const keys = new Set(processors.map(({ name, source }) => `${name} ${source}`));
    for (const key of this.standstills.keys()) if (!keys.has(key)) this.standstills.delete(key);
    for (const { name, source, position, end } of processors) {
      const key = `${name} ${source}`;
      const before = this.standstills.get(key);
      if (comparePositions(position, end) >= 0) this.standstills.delete(key);
      else if (before?.position !== position) this.standstills.set(key, { position, since: now });
    }
  }

  /** Returns the names of the processors that are stuck at `now`, with the seconds since their last progress. */
  at(now: number): ReadonlyMap<string, number> {
    const stuck = new Map<string, number>();
    for (const [key, { since }] of this.standstills) {
      const name = key.split(' ')[0]!;
      if (now - since >= STUCK_AFTER_MS)
        stuck.set(name, Math.max(stuck.get(name) ?? 0, Math.round((now - since) / 1_000)));
    }
    return stuck;
  }
}
