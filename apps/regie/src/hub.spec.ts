import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hub } from './hub.js';

type Answering = (response: ServerResponse) => void;

/** A stand-in for the hub. It sends the prepared answers in order, repeats the last one, and records the key of each request. */
let server: Server;
let keys: (string | undefined)[];
let answers: Answering[];

beforeEach(async () => {
  keys = [];
  answers = [];
  server = createServer((request: IncomingMessage, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    request.resume().on('end', () => (answers.length > 1 ? answers.shift()! : answers[0]!)(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const hub = (): Hub =>
  new Hub({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, source: '--url' }, 'token');
const open = (): Promise<object> => hub().post<object>('/v1/cases', { title: 'Litter' });

const json =
  (status: number, body: object): Answering =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const problem = (status: number, code: string, facts: object = {}): Answering =>
  json(status, { ...facts, title: 'No.', status, code });
const cut: Answering = (response) => response.destroy();
const cutInTheBody: Answering = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' }).write('{"caseId"');
  setTimeout(() => response.destroy(), 20);
};
const done = json(201, { caseId: 'c' });

describe('a write of the command line', () => {
  it.each([
    ['the connection broke', cut],
    ['the connection broke in the middle of the answer', cutInTheBody],
    ['the outcome is not known', problem(504, 'store.outcome-unknown')],
    ['the store is busy', problem(503, 'store.busy')],
    ['there were too many requests', problem(429, 'request.too-many', { retryAfter: 1 })],
    ['a read model is behind', problem(503, 'processors.behind', { retryAfter: 1 })],
    ['a proxy found no hub', (response: ServerResponse) => response.writeHead(502).end('<html>')],
  ])('is sent again under the same key when %s', async (_, failing) => {
    answers = [failing, done];
    expect(await open()).toEqual({ caseId: 'c' });
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
  });

  it('has another key than the write before it', async () => {
    answers = [done];
    await open();
    await open();
    await hub().delete('/v1/subscriptions/s');
    expect(new Set(keys).size).toBe(3);
  });

  it('waits for as long as the hub asks', async () => {
    answers = [problem(503, 'access.key-not-known-yet', { retryAfter: 2 }), done];
    const started = performance.now();
    expect(await open()).toEqual({ caseId: 'c' });
    expect(performance.now() - started).toBeGreaterThan(1_900);
  });

  it('that got no answer in three attempts may have been done, and warns of that', async () => {
    answers = [cut];
    await expect(open()).rejects.toThrow('It is not known whether this was done');
    expect(keys).toHaveLength(3);
  });

  it('warns of that also when the hub is not there any more after the connection broke', async () => {
    answers = [
      (response) => {
        server.close();
        response.destroy();
        server.closeAllConnections();
      },
    ];
    await expect(open()).rejects.toThrow(/Nothing answers at .*\n.*It is not known whether this was done/s);
  });

  it('is sent once when it is refused', async () => {
    answers = [problem(409, 'case.closed')];
    await expect(open()).rejects.toMatchObject({ problem: { code: 'case.closed' } });
    expect(keys).toHaveLength(1);
  });
});

describe('a read of the command line', () => {
  it('is sent again without a key, and promises nothing of an outcome', async () => {
    answers = [cut, problem(503, 'database.away'), json(200, { cases: [] })];
    expect(await hub().get('/v1/cases')).toEqual({ cases: [] });
    expect(keys).toEqual([undefined, undefined, undefined]);
    answers = [cut];
    await expect(hub().get('/v1/cases')).rejects.not.toThrow('It is not known');
  });

  it('fails at once when no hub is there', async () => {
    const nowhere = hub();
    server.close();
    const started = performance.now();
    await expect(nowhere.post('/v1/cases', {})).rejects.toThrow(/^Nothing answers at/);
    expect(performance.now() - started).toBeLessThan(450);
  });
});
