import { createServer, type RequestListener, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

const SECOND = 1_000;

/**
 * The limits of a connection of a client.
 * - `headMs`: from the first byte of a request, or the connection, to the end of its headers (408 after that).
 * - `requestMs`: the same to the end of its body (408 after that).
 * - `checkMs`: the time between two looks at these limits.
 * - `idleMs`: a connection without a request is closed after this time.
 * - `silentMs`: a connection on which no byte moves is cut, so that a client that reads no response holds nothing.
 * - `headBytes`: the size of all headers of a request (431 beyond that).
 * - `connections`: the most open connections; further ones are closed at once.
 */
export type ConnectionLimits = Readonly<{
  headMs: number;
  requestMs: number;
  checkMs: number;
  idleMs: number;
  silentMs: number;
  headBytes: number;
  connections: number;
}>;

export const CONNECTION_LIMITS: ConnectionLimits = {
  headMs: 10 * SECOND,
  requestMs: 60 * SECOND,
  checkMs: 2 * SECOND,
  // A proxy must be the first to close an idle connection: it would otherwise send a request on one that is closing.
  // The longest time of a usual proxy is two minutes (Caddy); ours is set to one.
  idleMs: 130 * SECOND,
  silentMs: 150 * SECOND,
  headBytes: 16_384,
  connections: 10_000,
};

/** Creates a server that cuts slow, idle and superfluous connections. */
export const createBoundedServer = (handler: RequestListener, limits: ConnectionLimits): Server => {
  const server = createServer(
    {
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: limits.idleMs,
      maxHeaderSize: limits.headBytes,
    },
    handler,
  );
  server.maxConnections = limits.connections;
  // No number of requests ends a connection: a proxy could be sending the next one, which may be a write.
  server.maxRequestsPerSocket = 0;
  // Node would answer an unknown `Expect` by itself, past the access log. A server may ignore it (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server.setTimeout(limits.silentMs);
};

/** Lets Nest listen with a bounded server. The options of Nest do not reach the server. */
export class BoundedExpressAdapter extends ExpressAdapter {
  constructor(private readonly limits: ConnectionLimits) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = createBoundedServer(this.getInstance<RequestListener>(), this.limits);
  }
}
