import type { Logger } from 'pino';

/** A stranger can open connections from many addresses; the log names no more of them than this. */
const MOST_NAMED = 100;

/** Logs each peer once that sends X-Forwarded-For without being a trusted proxy. */
export class UntrustedProxies {
  private readonly named = new Set<string>();

  constructor(private readonly log: Pick<Logger, 'warn'>) {}

  /** @param peer the address of such a peer; undefined for every other request */
  look(peer: string | undefined): void {
    if (peer === undefined || this.named.has(peer) || this.named.size >= MOST_NAMED) return;
    this.named.add(peer);
    this.log.warn(
      { peer },
      `${peer} sends X-Forwarded-For and is not in REGIE_TRUSTED_PROXIES, so it counts as the client: add its network there if it is your reverse proxy`,
    );
  }
}
