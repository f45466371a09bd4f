import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A fault of the network between a client and a server:
 * - `none`: everything passes;
 * - `blackhole`: connections are accepted, and nothing passes in either direction;
 * - `half-open`: data of the client arrives, and no answer returns;
 * - `delay`: data passes after `ms`;
 * - `limit`: data passes at `bytesPerSecond`;
 * - `refuse`: new connections are closed at once.
 */
export type Fault =
  | Readonly<{ kind: 'none' | 'blackhole' | 'half-open' | 'refuse' }>
  | Readonly<{ kind: 'delay'; ms: number }>
  | Readonly<{ kind: 'limit'; bytesPerSecond: number }>;

const NONE: Fault = { kind: 'none' };

/** A TCP proxy on the loopback address that injects faults. A fault holds data back and drops none: the data passes when the fault ends. */
export class FaultProxy {
  private fault: Fault = NONE;
  private readonly pairs = new Set<Pair>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(target: Readonly<{ host: string; port: number }>): Promise<FaultProxy> {
    // The end of a stream is passed on like data: a silent network does not say goodbye either.
    const server = createServer({ allowHalfOpen: true });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const proxy = new FaultProxy(server, (server.address() as { port: number }).port);
    server.on('connection', (near) => proxy.connected(near, connect({ ...target, allowHalfOpen: true })));
    return proxy;
  }

  /** Opens a proxy in front of the server of this address. `url` is the same address through the proxy. */
  static async before(address: string): Promise<Readonly<{ proxy: FaultProxy; url: string }>> {
    const url = new URL(address);
    const proxy = await FaultProxy.open({ host: url.hostname, port: Number(url.port) });
    return { proxy, url: Object.assign(url, { host: `127.0.0.1:${proxy.port}` }).href };
  }

  /** Injects a fault, which lasts until the next call. The fault `none` restores normal operation. */
  inject(fault: Fault): void {
    this.fault = fault;
    for (const pair of this.pairs) pair.faultChanged();
  }

  /** Makes the present connections silent for ever, like a firewall that lost its state. New connections work. */
  forget(): void {
    for (const pair of this.pairs) pair.mute();
  }

  cut(): void {
    for (const pair of this.pairs) pair.destroy();
  }

  /** The number of connections that their clients have not closed. */
  get connections(): number {
    return [...this.pairs].filter(({ isLeft }) => !isLeft).length;
  }

  async close(): Promise<void> {
    this.cut();
    await once(this.server.close(), 'close');
  }

  private connected(near: Socket, far: Socket): void {
    if (this.fault.kind === 'refuse') {
      near.destroy();
      far.destroy();
      return;
    }
    const pair = new Pair(near, far, () => this.fault);
    this.pairs.add(pair);
    near.on('close', () => this.pairs.delete(pair));
  }
}

/** One connection through the proxy, with a `Direction` each way. */
class Pair {
  private readonly directions: readonly [Direction, Direction];
  private silent = false;
  private left = false;

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    faultOfAll: () => Fault,
  ) {
    const fault = (): Fault => (this.silent ? { kind: 'blackhole' } : faultOfAll());
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', () => socket.destroy());
    this.directions = [
      new Direction(near, far, fault, ['blackhole']),
      new Direction(far, near, fault, ['blackhole', 'half-open']),
    ];
    near.on('end', () => (this.left = true));
    near.on('close', () => far.destroy());
  }

  /** True after the client closed its side. */
  get isLeft(): boolean {
    return this.left;
  }

  mute(): void {
    this.silent = true;
  }

  faultChanged(): void {
    for (const direction of this.directions) direction.faultChanged();
  }

  destroy(): void {
    this.near.destroy();
    this.far.destroy();
  }
}

/** Passes the data of one socket to the other, in order, and then the end of the stream. */
class Direction {
  private readonly held: Buffer[] = [];
  private ended = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    source: Socket,
    private readonly sink: Socket,
    private readonly fault: () => Fault,
    private readonly holding: readonly Fault['kind'][],
  ) {
    source.on('data', (bytes) => {
      this.held.push(bytes);
      this.flush();
    });
    source.on('end', () => {
      this.ended = true;
      this.flush();
    });
    source.on('close', () => clearTimeout(this.timer));
  }

  /** Cancels the wait that the previous fault caused: at a low rate limit, a large message would wait minutes longer than the fault lasts. */
  faultChanged(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flush();
  }

  private flush(): void {
    const fault = this.fault();
    if (this.timer || this.holding.includes(fault.kind)) return;
    const [next] = this.held;
    if (next === undefined) {
      if (this.ended) this.sink.end();
      return;
    }
    const wait =
      fault.kind === 'delay' ? fault.ms : fault.kind === 'limit' ? (next.length / fault.bytesPerSecond) * 1_000 : 0;
    if (wait === 0) return this.pass();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.holding.includes(this.fault().kind)) return;
      this.pass();
    }, wait);
  }

  private pass(): void {
    const bytes = this.held.shift();
    if (bytes && !this.sink.destroyed) this.sink.write(bytes);
    this.flush();
  }
}
