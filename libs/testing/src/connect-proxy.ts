import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy on the loopback address that opens connections by CONNECT. `asked`: the authorities that it was asked for. */
export type ConnectProxy = Readonly<{ url: string; asked: readonly string[]; stop(): Promise<void> }>;

/**
 * Starts a proxy. `names` maps authorities, such as `login.example.be:443`, to ports of this machine; the others must be
 * addresses. With a `password`, it refuses requests that do not have it, for the user `regie`.
 */
export const startConnectProxy = async ({
  names = {},
  password,
}: Readonly<{ names?: Readonly<Record<string, number>>; password?: string }> = {}): Promise<ConnectProxy> => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const credentials = `Basic ${Buffer.from(`regie:${password}`).toString('base64')}`;
  const server = createServer((_, response) => void response.writeHead(405).end());
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request, near: Socket, head: Buffer) => {
    const authority = request.url!;
    asked.push(authority);
    near.on('error', () => near.destroy());
    if (password !== undefined && request.headers['proxy-authorization'] !== credentials)
      return void near.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    const [, host, port] = /^(.*):(\d+)$/.exec(authority)!;
    const far = connect(names[authority] ?? Number(port), names[authority] ? '127.0.0.1' : host);
    sockets.add(far);
    far.once('connect', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      near.pipe(far).pipe(near);
    });
    far.on('error', () => (far.connecting ? near.end('HTTP/1.1 502 Bad Gateway\r\n\r\n') : near.destroy()));
    near.on('close', () => far.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url:
      password === undefined
        ? `http://127.0.0.1:${port}`
        : `http://regie:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    asked,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
};
