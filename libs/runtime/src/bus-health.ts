import { Injectable, Logger } from '@nestjs/common';
import type { ProcessorProgress, Reconciliation } from '#messaging';
import { Bus } from './bus-port.js';
import { within } from './within-time-limit.js';

/** The last known state of the bus. `answers` is false when no answer came in time; `contexts` has the counts of each context of this process. */
type BusStatus = Readonly<{ answers: boolean; contexts: readonly Reconciliation[] }>;

/** The age up to which a result is reused: health checks come every second, and the brokers are queried less often. */
const FRESH_MS = 5_000;
/** Brokers or a database that take longer count as not answering. */
const LONGEST_LOOK_MS = 3_000;

/** The health of the bus. It is queried on demand, and a result is reused for some seconds. */
@Injectable()
export class BusHealth {
  private readonly logger = new Logger('bus');
  private lookedAt = -Infinity;
  private looking = false;
  private latest: Promise<BusStatus> = Promise.resolve({ answers: true, contexts: [] });

  constructor(private readonly bus: Bus) {}

  /** Returns within some seconds, and never fails. */
  look(): Promise<BusStatus> {
    // While one query hangs, no second one starts.
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
  /** Returns the progress of each publisher and reader. It calls `look` first, because that query also fetches the ends of topics. */
  async progress(): Promise<readonly ProcessorProgress[]> {
    await this.look();
    return within(LONGEST_LOOK_MS, this.bus.progress());
  }
}
