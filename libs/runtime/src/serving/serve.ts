import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as TcpServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Draining } from '../draining.js';
import type { Settings } from '../settings/settings.js';
import type { Shutdown } from '../shutdown.js';
import { LoadBalancers } from './load-balancers.js';

/**
 * Listens for requests, and adds two steps to the shutdown: end the open requests, and later close the application.
 * Nest's own signal handler is not used, because it would close the store while requests are still open.
 */
export const serve = async (
  app: INestApplication,
  { port, host, drainMs }: Pick<Settings, 'port' | 'host' | 'drainMs'>,
  shutdown: Shutdown,
): Promise<void> => {
  const server = app.getHttpServer() as Server;
  const clients = new Clients(server, app.get(Draining).signal);
  const loadBalancers = new LoadBalancers();
  server.prependListener('request', (request, response) => loadBalancers.observe(request, response));
  shutdown.add(
    'calls',
    () => clients.inWords(),
    async ({ late }) => {
      const idleUntil = performance.now() + drainMs;
      await loadBalancers.informed(late);
      await clients.leave(idleUntil, late);
    },
  );
  shutdown.add('framework', 'the application', () => app.close());
  await app.listen(port, host);
};

/** The open connections and requests of a server. When `draining` aborts, each further response asks its client to close the connection. */
class Clients {
  private readonly responses = new Set<ServerResponse>();
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly server: Server,
    draining: AbortSignal,
  ) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    // Before the application, which may respond at once.
    server.prependListener('request', (_request, response) => {
      this.responses.add(response);
      response.once('close', () => this.responses.delete(response));
      if (draining.aborted) closeAfter(response);
    });
    draining.addEventListener('abort', () => this.responses.forEach(closeAfter));
  }

  /**
   * Refuses new connections at once, and resolves when the open ones have ended. When `late` aborts, it cuts those that
   * are left, such as endless responses.
   * A connection without a request stays open until `idleUntil`, in ms of `performance.now()`: a proxy may be sending a
   * request on it, and learns from the response to close it. Closing it at once would answer that request with a reset.
   */
  async leave(idleUntil: number, late: AbortSignal): Promise<void> {
    let finished = false;
    // The `close` of the HTTP server would close idle connections at once, and stop looking at slow requests.
    TcpServer.prototype.close.call(this.server, () => (finished = true));
    while (!finished && !late.aborted) {
      await pause(20);
      // Between a timer and this turn Node reads all sockets: a connection with a request that has arrived is not idle.
      await nextTurn();
      if (performance.now() >= idleUntil) this.closeIdle();
    }
    this.server.closeAllConnections();
  }

  /** Names requests by method and path; the query may contain personal data. */
  inWords(): string {
    const requests = [...this.responses].map(({ req }) => req);
    const named = requests.slice(0, MOST_NAMED).map((request) => `${request.method} ${pathOf(request)}`);
    const others = requests.length > MOST_NAMED ? [`${requests.length - MOST_NAMED} others`] : [];
    return requests.length > 0 ? `requests (${[...named, ...others].join(', ')})` : 'connections of clients';
  }

  /** Closes the connections without a request. Node counts a connection that never had one as busy with its first. */
  private closeIdle(): void {
    this.server.closeIdleConnections();
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** The longest list of requests in a message. */
const MOST_NAMED = 10;

/** Makes Node announce in the headers of this response that the connection closes, and close it. */
const closeAfter = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('Connection', 'close');
};

/** Returns the full path. Express shortens `url` for a handler mounted below a path, and keeps the full one in `originalUrl`. */
const pathOf = ({ url, originalUrl = url }: IncomingMessage & { originalUrl?: string }): string =>
  (originalUrl ?? '').split('?')[0]!;
