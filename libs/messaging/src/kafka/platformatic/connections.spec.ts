import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { ConnectionPool } from '@platformatic/kafka';
import { BrokersSilent } from '../call-deadlines.js';
import { ask, Connections, optionsOf } from './connections.js';

const { jest } = import.meta;

const settings = (brokers: readonly string[]) => ({
  brokers: () => [...brokers],
  clientId: 'spec',
  tls: { ca: 'authority', cert: 'certificate', key: 'key' },
  sasl: { mechanism: 'scram-sha-512', username: 'regie', password: 'secret' } as const,
});

describe('the options of a client', () => {
  it('have the certificates and the user of the settings', () => {
    expect(optionsOf(settings(['a:9092', 'b:9092']))).toMatchObject({
      bootstrapBrokers: ['a:9092', 'b:9092'],
      tls: { ca: 'authority', cert: 'certificate', key: 'key', rejectUnauthorized: true },
      tlsServerName: true,
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'regie', password: 'secret' },
    });
    const plain = optionsOf({ ...settings(['a:9092']), tls: undefined, sasl: undefined });
    expect(plain).not.toHaveProperty('tls');
    expect(plain).not.toHaveProperty('sasl');
  });

  it('name no server whose broker is an address', () => {
    expect(optionsOf(settings(['127.0.0.1:9092', 'b:9092'])).tlsServerName).toBe(false);
  });
});

describe('the connections of a client', () => {
  let server: Server;
  let broker: { host: string; port: number };
  let pool: ConnectionPool;
  let connections: Connections;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    broker = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    pool = new ConnectionPool('spec');
    connections = new Connections(pool);
  });
  afterEach(async () => {
    await connections.close('spec', 1_000, () => pool.close());
    server.close();
  });

  it('are kept alive, and send at once', async () => {
    const [alive, delay] = [jest.spyOn(Socket.prototype, 'setKeepAlive'), jest.spyOn(Socket.prototype, 'setNoDelay')];
    await pool.get(broker);
    expect(alive).toHaveBeenCalledWith(true, 10_000);
    expect(delay).toHaveBeenCalledWith(true);
    jest.restoreAllMocks();
  });

  it('may fail twice', async () => {
    const connection = await pool.get(broker);
    const fail = (): boolean => connection.emit('error', new Error('the connection is gone'));
    fail();
    expect(fail).not.toThrow();
  });

  it('are destroyed when their client does not close in time', async () => {
    const connection = await pool.get(broker);
    await connections.close('spec', 10, () => Promise.withResolvers<void>().promise);
    expect(connection.socket.destroyed).toBe(true);
  });
});

describe('a call', () => {
  it('without an answer fails in time', async () => {
    await expect(ask('spec', Promise.withResolvers<void>().promise, 10)).rejects.toBeInstanceOf(BrokersSilent);
  });

  it('that fails names the causes and the protocol error', async () => {
    const refused = Object.assign(new Error('not authorised'), { apiId: 'TOPIC_AUTHORIZATION_FAILED' });
    const failed = new AggregateError(
      [new AggregateError([refused], 'one'), new Error('cannot connect', { cause: new Error('bad certificate') })],
      'two',
    );
    await expect(ask('spec', Promise.reject(failed))).rejects.toMatchObject({
      message: 'spec: not authorised cannot connect bad certificate',
      type: 'TOPIC_AUTHORIZATION_FAILED',
    });
  });
});
