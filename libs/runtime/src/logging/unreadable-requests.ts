import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { addressOfPeer } from '#http';

/** The statuses with which Node answers a request that it cannot read, by the code of its error; every other one is 400. */
const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** The errors of the parser of Node, and its time limits; any other error is one of the network. */
const UNREADABLE = /^(?:HPE_[A-Z_]+|ERR_HTTP_REQUEST_TIMEOUT)$/;

/**
 * Writes a line of the access log for a request that Node refuses by itself: its head is malformed, too large or too slow.
 * Such a request reaches no handler, so that an attack by malformed requests would leave no trace.
 * The line has nothing of the request but the peer of the connection, which may be a proxy.
 * A request that has reached a handler has a line already.
 */
export const logUnreadableRequests = (server: Server, logger: Logger): void => {
  const log = logger.child({ context: 'access' });
  const handled = new WeakMap<Socket, number>();
  const count = (socket: Socket, more: number): void => void handled.set(socket, (handled.get(socket) ?? 0) + more);
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  server.on('connection', (socket) => {
    // The address is not known any more when the connection has closed.
    const client = addressOfPeer(socket);
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      // A connection without a byte had no request: browsers open some in advance.
      if (!UNREADABLE.test(code) || socket.bytesRead === 0 || (handled.get(socket) ?? 0) > 0) return;
      log.info(
        { route: 'other', outcome: 'unreadable', status: STATUSES[code] ?? 400, client, reason: code },
        'request',
      );
    });
  });
};
