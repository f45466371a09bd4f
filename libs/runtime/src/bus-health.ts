import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Reconciliation } from '#messaging';
import { Bus } from './bus.js';

/** What is known of the bus: what each context of this process has there, or that it could not be asked. */
type BusStatus = Readonly<{ answers: boolean; contexts: readonly Reconciliation[] }>;

/** Health is asked every second, the brokers are not. */
const FRESH_MS = 5_000;
/** Brokers and database that have not said all by then count as silent. */
const LONGEST_LOOK_MS = 3_000;

/** How the bus stands, looked at again when somebody asks and the last look is some seconds old. */
@Injectable()
export class BusHealth {
  private readonly logger = new Logger('bus');
  private lookedAt = -Infinity;
  private looking = false;
  private latest: Promise<BusStatus> = Promise.resolve({ answers: true, contexts: [] });

  constructor(private readonly bus: Bus) {}

  /** Answers within some seconds, and never fails. */
  look(): Promise<BusStatus> {
    // A look that hangs is not joined by another.
    if (!this.looking && Date.now() - this.lookedAt > FRESH_MS) {
      this.lookedAt = Date.now();
      this.looking = true;
      const look = this.bus.reconcile().finally(() => (this.looking = false));
      this.latest = bounded(look).catch((error: unknown) => {
        this.logger.error({ err: error, msg: 'the bus could not be looked at' });
        return { answers: false, contexts: [] };
      });
    }
    return this.latest;
  }
}

const bounded = async (look: Promise<readonly Reconciliation[]>): Promise<BusStatus> => {
  const over = new AbortController();
  const late = pause(LONGEST_LOOK_MS, undefined, { signal: over.signal }).then(() =>
    Promise.reject(new Error(`no answer within ${LONGEST_LOOK_MS / 1_000} s`)),
  );
  try {
    return { answers: true, contexts: await Promise.race([look, late]) };
  } finally {
    late.catch(() => undefined);
    look.catch(() => undefined);
    over.abort();
  }
};
