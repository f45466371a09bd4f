import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type EventStore, InvalidAppend, StoreBusy } from '../port/event-store.js';
import { writeConcurrently } from '../testing/concurrent-writers.js';
import { eventStoreConformance } from '../testing/conformance.js';
import { eventStoreProperties } from '../testing/store-properties.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

/** The server in REGIE_TEST_KURRENTDB_URL, else one in a container when a Docker engine answers, else none. */
type Server = Readonly<{ url: string; stop(): Promise<unknown> }>;

const IMAGE = 'kurrentplatform/kurrentdb:26.1.2';

const dockerAnswers = async (): Promise<boolean> => {
  const socket = await access('/var/run/docker.sock').then(
    () => true,
    () => false,
  );
  if (!socket && !process.env.DOCKER_HOST) return false;
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
};

const startServer = async (): Promise<Server> => {
  const given = process.env.REGIE_TEST_KURRENTDB_URL;
  if (given) return { url: given, stop: async () => undefined };
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts(2113)
    .withEnvironment({ KURRENTDB_INSECURE: 'true', KURRENTDB_MAX_APPEND_SIZE: '16000000' })
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCode(204))
    .withStartupTimeout(300_000)
    .start();
  return {
    url: `kurrentdb://${container.getHost()}:${container.getMappedPort(2113)}?tls=false`,
    stop: () => container.stop(),
  };
};

// The specs are skipped only without a named server and without Docker. A server or a container that does not start
// fails the run.
const isThere = Boolean(process.env.REGIE_TEST_KURRENTDB_URL) || (await dockerAnswers());

if (isThere) {
  let server: Server;
  let client: KurrentDBClient;
  beforeAll(async () => {
    server = await startServer();
    client = KurrentDBClient.connectionString(server.url);
  }, 320_000);
  afterAll(async () => {
    await client?.dispose();
    await server?.stop();
  });

  eventStoreConformance('KurrentDbEventStore', async () => ({
    store: new KurrentDbEventStore(client),
    appendAhead: (stream, ms) =>
      new KurrentDbEventStore(client, { now: () => Date.now() + ms }).append(
        stream,
        'any',
        [{ type: 'Happened', data: {} }],
        { commandId: 'ahead' },
      ),
  }));

  eventStoreProperties('KurrentDbEventStore', async () => new KurrentDbEventStore(client));

  it('sixteen concurrent writers in two processes leave a history without inversions, doubles or losses', async () => {
    const seed = Number(process.env.REGIE_TEST_SEED ?? Math.floor(Math.random() * 1_000_000));
    const stores = [new KurrentDbEventStore(client), new KurrentDbEventStore(client)];
    expect({
      seed,
      problems: await writeConcurrently({ stores, writers: 16, operations: 2_000, streams: 20, seed, gapless: false }),
    }).toEqual({ seed, problems: [] });
  }, 120_000);

  describe('two processes on one KurrentDB', () => {
    const happened = (n: number) => ({ type: 'Happened', data: { n } });
    const twoProcesses = (): [EventStore, EventStore] => [
      new KurrentDbEventStore(client),
      new KurrentDbEventStore(client),
    ];

    it('apply each command once, whichever process gets it', async () => {
      const [here, there] = twoProcesses();
      const stream = `two-${randomUUID()}`;
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          (n % 2 ? here : there).append(stream, 'any', [happened(n)], { commandId: String(n >> 2) }),
        ),
      );
      const log = await here.read(stream);
      expect(log.map(({ metadata }) => metadata.commandId).sort()).toEqual(
        Array.from({ length: 10 }, (_, n) => String(n)),
      );
      for (const [n, { revision, position }] of answers.entries()) {
        expect(log.find(({ metadata }) => metadata.commandId === String(n >> 2))).toMatchObject({ revision, position });
      }
    });

    it('recognise a command of the other process long after it', async () => {
      const [here, there] = twoProcesses();
      const stream = `later-${randomUUID()}`;
      await there.append(stream, 'none', [happened(0)], { commandId: 'before' });
      const first = await here.append(stream, 0, [happened(1), happened(2)], { commandId: 'c', fingerprint: 'f' });
      for (let n = 0; n < 30; n++) await here.append(stream, 'any', [happened(n)], { commandId: `other ${n}` });
      expect(await there.append(stream, 32, [happened(9)], { commandId: 'c', fingerprint: 'another' })).toEqual({
        ...first,
        duplicate: true,
        fingerprint: 'f',
      });
      expect(await there.applied(stream, 'c')).toMatchObject({ revision: 2 });
    });
  });

  it('names that begin with $ are refused, because they belong to the server', async () => {
    const store = new KurrentDbEventStore(client);
    await expect(
      store.append('$all', 'any', [{ type: 'Happened', data: {} }], { commandId: 'c' }),
    ).rejects.toBeInstanceOf(InvalidAppend);
    await expect(store.append('a', 'any', [{ type: '$deleted', data: {} }], { commandId: 'c' })).rejects.toBeInstanceOf(
      InvalidAppend,
    );
    expect(await store.read('$all')).toEqual([]);
  });
} else {
  process.stderr.write(
    '\n*** NOT TRIED: there is no KurrentDB here ***\nREGIE_TEST_KURRENTDB_URL names no server and no Docker engine answers: the KurrentDB adapter was not run against a server.\n',
  );
}

describe('a KurrentDB that does not answer', () => {
  it('is retried until the time for retries is over', async () => {
    const client = KurrentDBClient.connectionString('kurrentdb://127.0.0.1:9?tls=false&maxDiscoverAttempts=1');
    const store = new KurrentDbEventStore(client, { retryForMs: 300 });
    await expect(store.append('a', 'any', [{ type: 'Happened', data: {} }], { commandId: 'c' })).rejects.toBeInstanceOf(
      StoreBusy,
    );
    await expect(store.read('a')).rejects.toBeInstanceOf(StoreBusy);
    await expect(store.head()).rejects.toBeInstanceOf(Error);
    const stop = new AbortController();
    const page = store.subscribe('0', stop.signal)[Symbol.asyncIterator]().next();
    setTimeout(() => stop.abort(), 300);
    expect(await page).toEqual({ done: true, value: undefined });
    await store.close();
    await client.dispose();
  });
});
