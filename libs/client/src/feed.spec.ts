import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { regieClient } from './client.js';
import { type FeedStep, followFeed, type Following } from './feed.js';

/** Sends a prepared answer of the stand-in for the hub, which repeats the last one and records every request. */
type Answering = (response: ServerResponse) => void;
let server: Server;
let asked: IncomingMessage[];
let answers: Answering[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer((request, response) => {
    asked.push(request);
    (answers.length > 1 ? answers.shift()! : answers[0]!)(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const hub = () =>
  regieClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: () => `token-${asked.length}`,
  });
const taken = async (following: Following, steps: number): Promise<FeedStep[]> => {
  const got: FeedStep[] = [];
  for await (const step of followFeed(hub(), following)) if (got.push(step) === steps) break;
  return got;
};

const page =
  (ids: readonly string[], next: string, more = false): Answering =>
  (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ events: ids.map((id) => ({ id })), next, more }));
const problem =
  (status: number, code: string, facts: object = {}): Answering =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ ...facts, type: `urn:be:regie:problem:${code}`, title: 'No.', status, code }));
/** Sends the parts of a stream, and then leaves it open or breaks it. */
const stream =
  (parts: readonly string[], breaks = false): Answering =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) response.write(part);
    if (breaks) setTimeout(() => response.destroy(), 100);
  };
const message = (id: string): string => `id: c-${id}\ndata: ${JSON.stringify({ id })}\n\n`;
const step = (ids: readonly string[], cursor: string, resync = false) => ({
  events: ids.map((id) => ({ id })),
  cursor,
  resync,
});

it('creating a client with an invalid address fails', () => {
  expect(() => regieClient({ url: 'the hub', token: 'x' })).toThrow('Invalid URL');
});

describe('a feed in pages', () => {
  it('continues after each page, at once while there is more', async () => {
    answers = [page(['1', '2'], 'a', true), page(['3'], 'b')];
    expect(await taken({ after: 'start', types: ['be.regie.case.closed.v1'], pause: 60_000 }, 2)).toEqual([
      step(['1', '2'], 'a'),
      step(['3'], 'b'),
    ]);
    const wanted = asked.map(({ url }) => Object.fromEntries(new URL(url!, 'http://hub').searchParams));
    expect(wanted).toEqual(['start', 'a'].map((after) => ({ after, limit: '500', types: 'be.regie.case.closed.v1' })));
  });

  it('yields no step for a page without news', async () => {
    answers = [page([], 'a'), page([], 'a'), page(['1'], 'b')];
    expect(await taken({ after: 'a', pause: 10 }, 1)).toEqual([step(['1'], 'b')]);
  });

  it('retries when the hub is stopping, breaks the connection, or answers without JSON', async () => {
    answers = [
      problem(503, 'service.stopping'),
      (response) => response.destroy(),
      (response) => response.writeHead(502).end('<html>'),
      page(['1'], 'a'),
    ];
    const problems: string[] = [];
    expect(
      await taken(
        { onProblem: (error) => void problems.push((error as { code?: string }).code ?? (error as Error).name) },
        1,
      ),
    ).toEqual([step(['1'], 'a')]);
    expect(problems).toEqual(['service.stopping', 'TypeError', 'answer.unexpected']);
  });

  it('goes on after a key that the hub does not know yet, once the time has passed that the hub asks for', async () => {
    answers = [problem(503, 'access.key-not-known-yet', { retryAfter: 2 }), page(['1'], 'a')];
    const started = performance.now();
    expect(await taken({}, 1)).toEqual([step(['1'], 'a')]);
    expect(performance.now() - started).toBeGreaterThan(1_900);
  });

  it('retries once with a new token when one expired on the way', async () => {
    answers = [problem(401, 'access.token-expired'), page(['1'], 'a')];
    expect(await taken({}, 1)).toEqual([step(['1'], 'a')]);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-1']);
    answers = [problem(401, 'access.token-expired')];
    await expect(taken({}, 1)).rejects.toMatchObject({ code: 'access.token-expired' });
  });

  it('starts again without its cursor when that is unknown, and reports it once', async () => {
    answers = [problem(410, 'feed.cursor-unknown'), page(['1'], 'a', true), page(['2'], 'b')];
    expect(await taken({ after: 'old' }, 2)).toEqual([step(['1'], 'a', true), step(['2'], 'b')]);
    expect(new URL(asked[1]!.url!, 'http://hub').searchParams.has('after')).toBe(false);
  });

  it('ends with a permanent refusal, and when its signal aborts', async () => {
    answers = [problem(409, 'agency.not-active')];
    await expect(taken({}, 1)).rejects.toMatchObject({ name: 'RegieProblem', code: 'agency.not-active', status: 409 });
    answers = [page(['1'], 'a')];
    const enough = new AbortController();
    const got: FeedStep[] = [];
    setTimeout(() => enough.abort(), 200);
    for await (const each of followFeed(hub(), { signal: enough.signal, pause: 60_000 })) got.push(each);
    expect(got).toHaveLength(1);
  });
});

describe('a feed as a stream', () => {
  const via = 'stream' as const;

  it('yields the same steps however it is cut, and leaves out comments and heartbeats', async () => {
    const text = `retry: 2000\n\n:\n\n${message('1')}${message('é')}id: c-9\n\n`;
    answers = [stream([text.slice(0, 30), text.slice(30, 41), text.slice(41)])];
    expect(await taken({ via }, 3)).toEqual([step(['1'], 'c-1'), step(['é'], 'c-é'), step([], 'c-9')]);
  });

  it('accepts the line endings of Windows', async () => {
    const text = `retry: 2000\n\n${message('1')}id: c-9\n\n${message('2')}`.replaceAll('\n', '\r\n');
    answers = [stream([text.slice(0, 40), text.slice(40)])];
    expect(await taken({ via }, 3)).toEqual([step(['1'], 'c-1'), step([], 'c-9'), step(['2'], 'c-2')]);
  });

  it('continues after its last id when the connection breaks, and when the hub ends the stream', async () => {
    answers = [
      stream([message('1')], true),
      stream([message('2'), 'event: end\ndata: {"code":"service.stopping"}\n\n']),
      stream([message('3')]),
    ];
    expect(await taken({ via, after: 'start' }, 3)).toEqual([
      step(['1'], 'c-1'),
      step(['2'], 'c-2'),
      step(['3'], 'c-3'),
    ]);
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual(['start', 'c-1', 'c-2']);
  });

  it('starts again when its cursor is unknown, and reports it once', async () => {
    answers = [stream(['id:\nevent: resync\ndata: {"code":"feed.cursor-unknown"}\n\n', message('1'), message('2')])];
    expect(await taken({ via, after: 'old' }, 2)).toEqual([step(['1'], 'c-1', true), step(['2'], 'c-2')]);
  });

  it('ends with a permanent refusal', async () => {
    answers = [problem(403, 'feed.cursor-foreign')];
    await expect(taken({ via, after: 'theirs' }, 1)).rejects.toMatchObject({ code: 'feed.cursor-foreign' });
  });
});
