import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that asks for readiness less often than this is no load balancer that a shutdown waits for. */
const LONGEST_INTERVAL_MS = 2_000;
/** The time for requests that a load balancer had sent when it got the answer "not ready". */
const ON_THEIR_WAY_MS = 250;

/** The times of the last two questions, in ms of `performance.now()`, and whether the answer "not ready" has been sent. */
type Asked = { last: number; intervalMs: number; informed: boolean };

/**
 * The load balancers that ask this process for its readiness, by their address.
 * A process that stops keeps taking requests until each of them knows. Otherwise the load balancer would send requests
 * on connections that are closed at that moment, and a POST that fails so may not be repeated.
 */
export class LoadBalancers {
  private readonly asked = new Map<string, Asked>();
  private stopping = false;

  /** Notes a question for readiness. */
  observe({ url, socket }: IncomingMessage, response: ServerResponse): void {
    if (url?.split('?')[0] !== '/health/ready') return;
    const now = performance.now();
    for (const [address, { last }] of this.asked) if (now - last > LONGEST_INTERVAL_MS) this.asked.delete(address);
    const address = socket.remoteAddress ?? '';
    const asked: Asked = { last: now, intervalMs: now - (this.asked.get(address)?.last ?? -Infinity), informed: false };
    this.asked.set(address, asked);
    if (this.stopping) response.once('finish', () => (asked.informed = true));
  }

  /**
   * Resolves when each load balancer has got the answer "not ready" or has stopped asking, and its last requests are here.
   * Resolves at once when none asks at short intervals.
   */
  async informed(late: AbortSignal): Promise<void> {
    this.stopping = true;
    if (!this.areUninformed()) return;
    while (this.areUninformed() && !late.aborted) await pause(10);
    await pause(ON_THEIR_WAY_MS);
  }

  /** Returns true while a load balancer is due to ask, which is so for two of its intervals. */
  private areUninformed(): boolean {
    const now = performance.now();
    return [...this.asked.values()].some(
      ({ last, intervalMs, informed }) =>
        !informed && intervalMs <= LONGEST_INTERVAL_MS && now - last <= 2 * intervalMs + ON_THEIR_WAY_MS,
    );
  }
}
