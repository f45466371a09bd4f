import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server in the place of a hub. `received`: its requests so far, without the questions for readiness. */
export type Upstream = Readonly<{
  address: string;
  server: Server;
  received: readonly IncomingMessage[];
  stop(): Promise<void>;
}>;

/** Starts an upstream that is ready, and answers requests with `answer`, by default with 200 after their body. `serverOf` creates its server. */
export const startUpstream = async (
  answer: RequestListener = (request, response) => void request.resume().on('end', () => response.end('{}')),
  serverOf: (handler: RequestListener) => Server = createServer,
): Promise<Upstream> => {
  const received: IncomingMessage[] = [];
  const server = serverOf((request, response) => {
    if (request.url === '/health/ready') return void response.end('{}');
    received.push(request);
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    received,
    stop: async () => {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), 'close');
    },
  };
};
