import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BrokersSilent } from '../call-deadlines.js';
import { connectToBroker } from './sockets.js';

/** The broker accepts, and each test writes its answers. */
describe('a connection to a broker', () => {
  let server: Server;
  let theirs: Promise<Socket>;
  let ours: Socket;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    theirs = once(server, 'connection').then(([socket]) => (socket as Socket).on('error', () => undefined));
    const { port } = server.address() as AddressInfo;
    ours = connectToBroker({ host: '127.0.0.1', port, ssl: undefined as never, onConnect: () => undefined });
    await Promise.all([once(ours, 'connect'), theirs]);
  });
  afterEach(async () => {
    ours.destroy();
    (await theirs).destroy();
    await once(server.close(), 'close');
  });

  it('is destroyed when its first request has no answer', async () => {
    const failed = once(ours, 'error');
    const startedAt = performance.now();
    ours.write('request');
    expect((await failed)[0]).toBeInstanceOf(BrokersSilent);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(ours.destroyed).toBe(true);
  }, 10_000);

  it('stays open while nothing is asked, and waits longer after the first answer', async () => {
    ours.resume();
    ours.write('request');
    (await theirs).write('answer');
    await once(ours, 'data');
    ours.write('request');
    await pause(5_000);
    expect(ours.destroyed).toBe(false);
  }, 10_000);

  it('is closed when it ends, also when the broker does not end it', async () => {
    const closed = once(ours, 'close');
    const startedAt = performance.now();
    ours.end();
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  }, 10_000);
});
