import { Inject, Injectable } from '@nestjs/common';
import { clockProblems, type Clocks, type EventStore } from '#event-store';
import { EVENT_STORE } from './injection-tokens.js';
import { within } from './within-time-limit.js';

/** The clocks and their problems. `clocks` is undefined while the store does not answer. */
type ClockStatus = Readonly<{ clocks?: Clocks; problems: readonly string[] }>;

const UNKNOWN: ClockStatus = { problems: [] };

/** The age up to which a result is reused: health checks come every second, and the clocks are compared less often. */
const FRESH_MS = 10_000;
const LONGEST_LOOK_MS = 3_000;

/** Compares the clocks of this process and its event store on demand, and reuses a result for some seconds. */
@Injectable()
export class ClockHealth {
  private lookedAt = -Infinity;
  private looking = false;
  private latest: Promise<ClockStatus> = Promise.resolve(UNKNOWN);

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Returns within some seconds, and never fails: another check reports a store that does not answer. */
  look(): Promise<ClockStatus> {
    // While one query hangs, no second one starts.
    if (!this.looking && performance.now() - this.lookedAt > FRESH_MS) {
      this.lookedAt = performance.now();
      this.looking = true;
      const look = this.store.clocks().finally(() => (this.looking = false));
      this.latest = within(LONGEST_LOOK_MS, look).then(
        (clocks) => ({ clocks, problems: clockProblems(clocks) }),
        () => UNKNOWN,
      );
    }
    return this.latest;
  }
}
