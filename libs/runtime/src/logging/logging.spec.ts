import { PassThrough } from 'node:stream';
import { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded } from 'kafkajs';
import { type Logger, pino } from 'pino';
import { fetch } from 'undici';
import { DomainError } from '#kernel';
import { runAs } from '#tracing';
import { logOptions } from './logging.js';

const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJodXNoIn0.${'hush'.repeat(8)}`;

/** Returns the lines that `write` logs. Each is valid JSON. */
const linesOf = async (write: (log: Logger) => unknown): Promise<Record<string, unknown>[]> => {
  const stream = new PassThrough();
  await write(pino(logOptions('debug'), stream));
  const text = String((stream.read() as Buffer | null) ?? '').trim();
  return text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('A line of the log', () => {
  it.each([
    [
      'the user and the password of an address',
      'cannot reach postgres://regie:hush@db:5432/regie',
      'postgres://[redacted]@db',
    ],
    [
      'the query of an address',
      'GET https://partner.example/hook?key=hush#x failed',
      'https://partner.example/hook?[redacted]',
    ],
    ['a token', `"${JWT}" is not valid`, '"[redacted]" is not valid'],
    ['a header', 'sent Authorization: Bearer hushhushhushhushhush', 'Bearer [redacted]'],
    ['the secret of a webhook', 'whsec_hushhush is too short', '[redacted] is too short'],
    ['a form', 'grant_type=password&client_secret=hush&x=1', 'client_secret=[redacted]&x=1'],
  ])('loses %s, in a message and in an error', async (_, text, left) => {
    const lines = await linesOf((log) => {
      log.warn(text);
      log.error({ err: new Error('outer', { cause: new Error(text) }) }, 'failed');
    });
    expect(lines).toMatchObject([
      { msg: expect.stringContaining(left) },
      { err: { cause: { message: expect.stringContaining(left) } } },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/hush/);
  });

  it('loses the values of properties that are named after secrets, at any depth', async () => {
    const [line] = await linesOf((log) =>
      log.info(
        { login: { password: 'hush "quoted"', accessToken: 'hush', deep: { cookie: 'hush\\' } }, user: 'an' },
        'x',
      ),
    );
    expect(line).toMatchObject({
      login: { password: '[redacted]', accessToken: '[redacted]', deep: { cookie: '[redacted]' } },
      user: 'an',
    });
  });

  it('keeps the name, the safe facts and the frames of an error and its causes, and no other property', async () => {
    const cause = Object.assign(new Error('no answer'), { code: 'ECONNREFUSED', port: 5432, config: { body: 'hush' } });
    const [line] = await linesOf((log) =>
      log.error(Object.assign(new TypeError('outer', { cause }), { body: 'hush' })),
    );
    expect(line).toMatchObject({
      msg: 'outer',
      err: {
        type: 'TypeError',
        message: 'outer',
        stack: expect.stringMatching(/^TypeError: outer\n {4}at .*logging\.spec/),
        cause: { type: 'Error', message: 'no answer', code: 'ECONNREFUSED', port: 5432 },
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/hush/);
  });

  it('ends for an error that causes itself', async () => {
    const error = new Error('round');
    error.cause = Object.assign(new Error('and round'), { cause: error });
    expect(await linesOf((log) => log.error({ err: error }))).toHaveLength(1);
  });

  it('has the details of a refusal, which its caller got too', async () => {
    const [line] = await linesOf((log) => log.error({ err: new DomainError('store.busy', { retryAfter: 3 }) }));
    expect(line).toMatchObject({ err: { details: { retryAfter: 3 } } });
  });

  it('keeps the facts of an error of kafkajs, without its secrets', async () => {
    const broken = new KafkaJSConnectionError('SASL PLAIN password=hush failed', { broker: 'kafka:9092' });
    const [line] = await linesOf((log) =>
      log.error({ err: new KafkaJSNumberOfRetriesExceeded(broken, { retryCount: 5, retryTime: 100 }) }),
    );
    expect(line).toMatchObject({ err: { retryCount: 5, message: 'SASL PLAIN password=[redacted] failed' } });
    expect(JSON.stringify(line)).not.toMatch(/hush/);
  });

  it('has no credentials of an address that undici cannot fetch', async () => {
    const error: unknown = await fetch('http://an:hush@127.0.0.1:9/hook?token=hush').catch((reason: unknown) => reason);
    const [line] = await linesOf((log) => log.error({ err: error }));
    expect(line).toHaveProperty('err.message');
    expect(JSON.stringify(line)).not.toMatch(/hush/);
  });

  it('names the request and the trace that it belongs to', async () => {
    const work = { requestId: 'r1', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    const lines = await linesOf((log) => {
      runAs(work, () => log.info('within'));
      log.info('outside');
    });
    expect(lines[0]).toMatchObject({ requestId: 'r1', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
    expect(lines[1]).not.toHaveProperty('requestId');
  });
});
