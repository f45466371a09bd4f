import { Injectable, Logger } from '@nestjs/common';
import type { ProcessorProgress, Reconciliation } from '#messaging';
import { Bus } from './bus.js';
import { within } from './within.js';

/** The last known state of the bus: the counts of each context in this process, or no answer. */
type BusStatus = Readonly<{ answers: boolean; contexts: readonly Reconciliation[] }>;

/** Health checks come every second; the brokers are queried less often. */
const FRESH_MS = 5_000;
/** Brokers and database count as silent after this time. */
const LONGEST_LOOK_MS = 3_000;

/** The health of the bus, queried again on request when the last result is some seconds old. */
@Injectable()
export class BusHealth {
  private readonly logger = new Logger('bus');
  private lookedAt = -Infinity;
  private looking = false;
  private latest: Promise<BusStatus> = Promise.resolve({ answers: true, contexts: [] });

  constructor(private readonly bus: Bus) {}

  /** Returns within some seconds, and never fails. */
  look(): Promise<BusStatus> {
    // A query that hangs is not joined by another.
    if (!this.looking && Date.now() - this.lookedAt > FRESH_MS) {
      this.lookedAt = Date.now();
      this.looking = true;
      const look = this.bus.reconcile().finally(() => (this.looking = false));
      this.latest = within(LONGEST_LOOK_MS, look).then(
        (contexts) => ({ answers: true, contexts }),
        (error: unknown) => {
          this.logger.error({ err: error, msg: 'the bus could not be looked at' });
          return { answers: false, contexts: [] };
        },
      );
    }
    return this.latest;
  }
  /** Returns the progress of each publisher and reader. It looks at the bus as well: the ends of topics come from there. */
  async progress(): Promise<readonly ProcessorProgress[]> {
    await this.look();
    return within(LONGEST_LOOK_MS, this.bus.progress());
  }
}
