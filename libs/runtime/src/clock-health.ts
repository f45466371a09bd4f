import { Inject, Injectable } from '@nestjs/common';
import { clockProblems, type Clocks, type EventStore } from '#event-store';
import { EVENT_STORE } from './injection-tokens.js';
import { within } from './within.js';

/** The clocks, where the store knows them, and their problems. */
type ClockStatus = Readonly<{ clocks?: Clocks; problems: readonly string[] }>;

const UNKNOWN: ClockStatus = { problems: [] };

/** Health checks come every second; the clocks are compared less often. */
const FRESH_MS = 10_000;
const LONGEST_LOOK_MS = 3_000;

/** The clocks of this process and of its event store, compared again on request when the last result is some seconds old. */
@Injectable()
export class ClockHealth {
  private lookedAt = -Infinity;
  private looking = false;
  private latest: Promise<ClockStatus> = Promise.resolve(UNKNOWN);

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Returns within some seconds, and never fails: another check reports a store that does not answer. */
  look(): Promise<ClockStatus> {
    // A query that hangs is not joined by another.
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
