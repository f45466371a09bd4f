import type { EventStore } from '#event-store';
import type { ClockHealth } from '../clock-health.js';
import { within } from '../within-time-limit.js';
import type { MakeGauge } from './gauges.js';
import { reusedReading } from './reused-reading.js';

/** A store that takes longer to answer counts as unavailable: a scrape has to end within the ten seconds of Prometheus. */
const LONGEST_READ_MS = 2_000;
/** The longest age of the result of a check whether the store takes writes, in ms: scrapes by two servers make one check. */
const CHECKED_LATELY_MS = 2_000;

/** The state of the event store: its end, its clock, and whether it takes writes. */
export class StoreGauges {
  private readonly end;
  private readonly writable;
  private readonly clockOffset;
  private readonly ahead;
  private readonly takesWrites: () => Promise<boolean | undefined>;

  constructor(
    gauge: MakeGauge,
    private readonly store: EventStore,
    private readonly clockHealth: ClockHealth,
  ) {
    this.end = gauge('regie_event_store_head', 'The position of the last event in the event store.');
    this.writable = gauge(
      'regie_event_store_writable',
      '1 when this process can append events now, 0 when the event store refuses or does not answer.',
    );
    this.clockOffset = gauge(
      'regie_event_store_clock_offset_seconds',
      'The clock of the database minus that of this process; beyond 60 seconds nothing is written.',
    );
    this.ahead = gauge(
      'regie_event_store_ahead_seconds',
      'The time by which the last events were recorded ahead of the clock.',
    );
    this.takesWrites = reusedReading({ freshMs: CHECKED_LATELY_MS }, () => store.checkWritable().then(() => true));
  }

  /** Returns the position of the last event; undefined while the event store does not answer. */
  async update(): Promise<string | undefined> {
    const [head, { clocks }, takesWrites] = await Promise.all([
      within(LONGEST_READ_MS, this.store.head()).catch(() => undefined),
      this.clockHealth.look(),
      this.takesWrites(),
    ]);
    this.end.set(Number(head ?? NaN));
    this.writable.set(takesWrites ? 1 : 0);
    this.clockOffset.set((clocks?.offsetMs ?? NaN) / 1_000);
    this.ahead.set((clocks?.aheadMs ?? NaN) / 1_000);
    return head;
  }
}
