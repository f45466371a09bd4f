import type { ClientBase } from 'pg';
import { statement } from '#postgres';
import { ClocksDiffer, MAX_CLOCK_OFFSET_MS } from '../port/event-store.js';

/** The age at which the offset of a connection is measured again, in ms. */
const MEASURE_EVERY_MS = 60_000;

const RETRY_AFTER_SECONDS = 10;

const CLOCK = statement<{ ms: number }>(
  'event-store.clock',
  'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
);
/**
 * The offset is measured at once when the clock of the process has jumped by more than this against the monotonic
 * clock, in ms.
 */
const JUMP_MS = 1_000;

/**
 * `at` is the monotonic time of the measurement, and `wall` the clock time. `uncertaintyMs` is half of the round trip.
 */
type Measured = Readonly<{ at: number; wall: number; offsetMs: number; uncertaintyMs: number }>;

/**
 * Compares the clock of the database, which stamps events, with that of this process: at the first use of each
 * connection, and then once a minute.
 * All other appends need no extra statement (docs/adr/0082).
 */
export class ClockCheck {
  readonly #measured = new WeakMap<ClientBase, Measured>();

  constructor(private readonly now: () => number) {}

  /** @throws {ClocksDiffer} */
  async check(client: ClientBase): Promise<void> {
    const known = this.#measured.get(client);
    // An offset that is too large is measured again for every append, so that the first one after a correction succeeds.
    if (known && isSmall(known) && this.#isFresh(known)) return;
    const measured = await this.#measure(client);
    if (isSmall(measured)) return;
    const { offsetMs } = measured;
    throw new ClocksDiffer(
      `the clock of the database is ${Math.round(Math.abs(offsetMs) / 1_000)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} that of this process`,
      RETRY_AFTER_SECONDS,
    );
  }

  /** Measures the clock of the database minus that of this process, in ms. */
  async measure(client: ClientBase): Promise<number> {
    return (await this.#measure(client)).offsetMs;
  }

  #isFresh({ at, wall }: Measured): boolean {
    const passed = performance.now() - at;
    return passed < MEASURE_EVERY_MS && Math.abs(this.now() - wall - passed) < JUMP_MS;
  }

  async #measure(client: ClientBase): Promise<Measured> {
    const before = this.now();
    const begun = performance.now();
    const { name, text } = CLOCK;
    const { rows } = await client.query<{ ms: number }>({ name, text });
    const uncertaintyMs = (performance.now() - begun) / 2;
    const measured = {
      at: performance.now(),
      wall: this.now(),
      offsetMs: Math.round(rows[0]!.ms - before - uncertaintyMs),
      uncertaintyMs,
    };
    this.#measured.set(client, measured);
    return measured;
  }
}

const isSmall = ({ offsetMs, uncertaintyMs }: Measured): boolean =>
  Math.abs(offsetMs) - uncertaintyMs <= MAX_CLOCK_OFFSET_MS;
