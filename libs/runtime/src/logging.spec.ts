import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { type Options, pinoHttp } from 'pino-http';
import { logging } from './logging.js';

/** Returns the log lines of requests. The request of `/fails` ends with an error of the database. */
const linesOf = async (
  ...requests: readonly (readonly [path: string, init?: RequestInit])[]
): Promise<Record<string, unknown>[]> => {
  const stream = new PassThrough();
  const log = pinoHttp(logging('debug').pinoHttp as Options, stream);
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    log(request, response);
    response.setHeader('set-cookie', 'session=hush-cookie-set');
    if (request.url === '/fails') {
      const error = Object.assign(new Error('duplicate key'), {
        query: 'INSERT hush-sql',
        parameters: ['hush-row'],
        detail: 'Key (name)=(hush-row)',
        driverError: { detail: 'hush-row' },
      });
      request.log.error({
        err: error,
        login: { password: 'hush-password', secret: 'hush-secret', token: 'hush-token' },
      });
      response.statusCode = 500;
    }
    request.resume().once('end', () => response.end('{}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  for (const [path, init] of requests) await fetch(`http://127.0.0.1:${port}${path}`, init);
  server.closeAllConnections();
  await once(server.close(), 'close');
  return (
    (stream.read() as Buffer | null)
      ?.toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>) ?? []
  );
};

it('the log has the route and the status of a request, and nothing of its headers, query or body', async () => {
  const secret = { authorization: 'Bearer hush-bearer', cookie: 'session=hush-cookie', 'idempotency-key': 'hush-key' };
  const lines = await linesOf(
    ['/v1/cases?title=hush-query', { method: 'POST', headers: secret, body: '{"title":"hush-body"}' }],
    ['/fails', { headers: secret }],
  );
  expect(lines[0]).toMatchObject({
    level: 20,
    req: { method: 'POST', url: '/v1/cases', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    res: { statusCode: 200 },
  });
  expect(lines.map(({ level }) => level)).toEqual([20, 50, 50]);
  expect(lines[1]).toMatchObject({ err: { message: 'duplicate key', stack: expect.stringContaining('logging.spec') } });
  expect(JSON.stringify(lines)).not.toMatch(/hush/);
});

it('the log has no line for a health check', async () =>
  expect(await linesOf(['/health/live'], ['/health/ready'])).toEqual([]));
