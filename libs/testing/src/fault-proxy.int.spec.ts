import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, FaultProxy } from './fault-proxy.js';
import { until } from './until.js';

describe('FaultProxy', () => {
  let server: Server;
  let proxy: FaultProxy;
  let client: Socket;
  let received: number;

  beforeEach(async () => {
    // an echo server
    server = createServer((socket) => socket.pipe(socket).on('error', () => undefined));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    proxy = await FaultProxy.open({ host: '127.0.0.1', port: (server.address() as { port: number }).port });
    client = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    received = 0;
    client.on('data', ({ length }) => (received += length));
    await once(client, 'connect');
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    await once(server.close(), 'close');
  });

  it.each<Fault>([
    { kind: 'blackhole' },
    { kind: 'half-open' },
    { kind: 'delay', ms: 3_600_000 },
    { kind: 'limit', bytesPerSecond: 1 },
  ])('holds data back during a fault, and passes it when the fault ends (%j)', async (fault) => {
    client.write('a');
    await until(() => received === 1);
    proxy.inject(fault);
    client.write('b'.repeat(10_000));
    client.write('c');
    await pause(50);
    expect(received).toBe(1);
    proxy.inject({ kind: 'none' });
    expect(await until(() => received === 10_002)).toBe(true);
  });

  it('cuts the connections, and refuses new ones during a fault', async () => {
    proxy.inject({ kind: 'refuse' });
    proxy.cut();
    await once(client, 'close');
    const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(refused, 'close');
    expect(refused.bytesRead).toBe(0);
  });
});
