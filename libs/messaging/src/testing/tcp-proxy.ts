import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

type Address = Readonly<{ host: string; port: number }>;

/** Proxies the connections between a client and a server, and can hold back the data of the client. */
export class TcpProxy {
  private readonly waiting: (() => void)[] = [];
  private isShut = false;
  private readonly sockets = new Set<Socket>();
  held = 0;
  private target: Address | undefined;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async open(): Promise<TcpProxy> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const proxy: TcpProxy = new TcpProxy(server, (server.address() as { port: number }).port);
    server.on('connection', (near) => {
      const far = connect(proxy.target!);
      for (const socket of [near, far]) {
        proxy.sockets.add(socket);
        socket.on('error', () => socket.destroy());
      }
      near.on('data', (bytes) => {
        if (proxy.isShut) proxy.held++;
        proxy.pass(() => void (far.destroyed || far.write(bytes)));
      });
      // Sent data is delivered, even if the sender has gone meanwhile.
      near.on('close', () => proxy.pass(() => far.end()));
      far.on('data', (bytes) => void (near.destroyed || near.write(bytes)));
      far.on('close', () => near.destroy());
    });
    return proxy;
  }

  readonly socketFactory = ({ host, port, onConnect }: Address & { onConnect: () => void }): Socket => {
    this.target = { host, port };
    return connect(this.port, '127.0.0.1', onConnect);
  };

  /** Returns the URL of the same database through this proxy. */
  before(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    this.target = { host: url.hostname, port: Number(url.port) };
    return Object.assign(url, { host: `127.0.0.1:${this.port}` }).href;
  }

  shut(): void {
    this.isShut = true;
  }

  reopen(): void {
    this.isShut = false;
    for (const pass of this.waiting.splice(0)) pass();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  private pass(act: () => void): void {
    if (this.isShut) this.waiting.push(act);
    else act();
  }
}
