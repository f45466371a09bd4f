import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { regieClient } from './client.js';

type Answering = (response: ServerResponse) => void;
type Seen = Readonly<{ key: string | undefined; body: string }>;

/** A stand-in for the hub. It sends the prepared answers in order, repeats the last one, and records every request. */
let server: Server;
let seen: Seen[];
let answers: Answering[];

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  seen.push({ key: request.headers['idempotency-key'] as string | undefined, body });
  (answers.length > 1 ? answers.shift()! : answers[0]!)(response);
};
const hub = () => regieClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'token' });
const acceptance = (header: Record<string, string> = {}, signal?: AbortSignal) =>
  hub().POST('/v1/cases/{id}/participants/{agency}/refusal', {
    params: { path: { id: 'c', agency: 'woningent' }, header },
    body: { reason: 'no time' },
    signal,
  });
const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answering =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const problem = (status: number, code: string, headers?: Record<string, string>): Answering =>
  json(status, { title: 'No.', status, code }, headers);
const cut: Answering = (response) => response.destroy();
const cutInTheBody: Answering = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' }).write('{"caseId"');
  setTimeout(() => response.destroy(), 20);
};
const done = json(201, { caseId: 'c', outcome: 'refused' });

describe('a write of the client', () => {
  it.each([
    ['the connection broke', cut],
    ['the connection broke in the middle of the answer', cutInTheBody],
    ['the outcome is not known', problem(504, 'store.outcome-unknown')],
    ['the store is busy', problem(503, 'store.busy')],
    ['a read model is behind', problem(503, 'processors.behind')],
    ['a proxy found no hub', (response: ServerResponse) => response.writeHead(502).end('<html>')],
  ])('is sent again under the same key when %s', async (_, failing) => {
    answers = [failing, done];
    expect((await acceptance()).data).toMatchObject({ outcome: 'refused' });
    expect(seen).toEqual(
      Array(2).fill({ key: expect.stringMatching(/^[0-9a-f-]{36}$/), body: '{"reason":"no time"}' }),
    );
    expect(seen[0]!.key).toBe(seen[1]!.key);
  });

  it('has the key of its caller where there is one, and another key than the write before it where there is none', async () => {
    answers = [cut, done];
    await acceptance({ 'Idempotency-Key': 'mine' });
    await acceptance();
    await acceptance();
    expect(seen.map(({ key }) => key).slice(0, 2)).toEqual(['mine', 'mine']);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(3);
  });

  it('waits for as long as the hub asks', async () => {
    for (const [status, code] of [
      [503, 'store.busy'],
      [429, 'request.too-many'],
    ] as const) {
      answers = [problem(status, code, { 'retry-after': '2' }), done];
      const started = performance.now();
      expect((await acceptance()).data).toMatchObject({ outcome: 'refused' });
      expect(performance.now() - started).toBeGreaterThan(1_900);
    }
  });

  it('is given up after four attempts, and its last answer returned', async () => {
    answers = [problem(504, 'store.outcome-unknown')];
    expect(await acceptance()).toMatchObject({ error: { code: 'store.outcome-unknown' }, response: { status: 504 } });
    expect(seen).toHaveLength(4);
    answers = [cut];
    await expect(acceptance()).rejects.toThrow('fetch failed');
    expect(seen).toHaveLength(8);
  }, 20_000);

  it('is not sent again when it was refused, or its caller gave up', async () => {
    answers = [problem(409, 'case.closed')];
    expect(await acceptance()).toMatchObject({ error: { code: 'case.closed' } });
    answers = [() => undefined];
    await expect(acceptance({}, AbortSignal.timeout(100))).rejects.toThrow();
    expect(seen).toHaveLength(2);
  });
});

it('a read of the client has no key, and is not sent again', async () => {
  answers = [problem(503, 'database.away')];
  expect(await hub().GET('/v1/cases')).toMatchObject({ error: { code: 'database.away' } });
  expect(seen).toEqual([{ key: undefined, body: '' }]);
});
