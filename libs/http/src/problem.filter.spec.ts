import { type ArgumentsHost, Logger } from '@nestjs/common';
import { ClocksDiffer, OutcomeUnknown, StoreBusy } from '#event-store';
import { DomainError } from '#kernel';
import { COMMON_PROBLEMS, ProblemFilter } from './problem.filter.js';

const { jest } = import.meta;

type Asked = Readonly<{ key?: string; applied?: boolean }>;
type Answer = Readonly<{ status: number; code: string; title: string; retryAfter: string | undefined }>;

let filter: ProblemFilter;
/** The lines of the log. */
let logged: { level: string; code: string; err: unknown; url: string }[];

beforeEach(() => {
  filter = new ProblemFilter(COMMON_PROBLEMS);
  logged = [];
  for (const level of ['error', 'warn'] as const)
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation(
        (...[entry]: unknown[]) => void logged.push({ ...(entry as (typeof logged)[number]), level }),
      );
});
afterEach(() => jest.restoreAllMocks());

/** Returns the answer to a request that failed with this error. */
const answerTo = (error: unknown, { key, applied }: Asked = {}): Answer => {
  const headers: Record<string, string> = {};
  let status = 0;
  let body = '';
  const response = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    status: (code: number) => ((status = code), response),
    type: () => response,
    send: (text: string) => (body = text),
  };
  const request = { url: '/v1/cases?secret=1', path: '/v1/cases', applied, header: () => key };
  filter.catch(error, {
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
  } as unknown as ArgumentsHost);
  const { code, title } = JSON.parse(body) as { code: string; title: string };
  return { status, code, title, retryAfter: headers['Retry-After'] };
};
const coded = (code: string): Error => Object.assign(new Error('it failed'), { code });
const unknown = new OutcomeUnknown('it is not known', 3, { cause: coded('REGIE_CONNECTION_SILENT') });

describe('a write whose outcome is not known', () => {
  it('is not to be sent again without a key', () =>
    expect(answerTo(unknown)).toMatchObject({ status: 504, code: 'store.outcome-unknown', retryAfter: undefined }));
  it('may be sent again under its key', () =>
    expect(answerTo(unknown, { key: 'k' })).toMatchObject({
      status: 504,
      code: 'store.outcome-unknown',
      retryAfter: '1',
    }));
  it.each([
    ['the log cannot be read', new StoreBusy('the database does not answer', 1)],
    ['the database is away', coded('ECONNREFUSED')],
    ['a standby answers', coded('25006')],
  ])('is one that was applied before %s', (_, error) => {
    expect(answerTo(error, { applied: true })).toMatchObject({ status: 504, retryAfter: undefined });
    expect(answerTo(error, { applied: true, key: 'k' })).toMatchObject({ status: 504, retryAfter: '1' });
    expect(answerTo(error)).toMatchObject({ status: 503 });
  });
});

describe('a write that surely did not happen', () => {
  it.each([
    ['too many wait', new StoreBusy('10000 appends are waiting', 4), 'store.busy', '4'],
    ['the pool cannot connect', new StoreBusy('away', 1, { cause: coded('ECONNREFUSED') }), 'store.busy', '1'],
    ['the database is read-only', new StoreBusy('away', 1, { cause: coded('25006') }), 'database.read-only', '1'],
    [
      'no host takes writes',
      new StoreBusy('away', 1, { cause: coded('REGIE_NO_WRITABLE_HOST') }),
      'database.read-only',
      '1',
    ],
    ['the clocks differ', new ClocksDiffer('the clock is 120 s ahead', 10), 'store.clocks-differ', '10'],
  ])('because %s is to be sent again', (_, error, code, retryAfter) => {
    const answer = answerTo(error);
    expect(answer).toMatchObject({ status: 503, code, retryAfter });
    expect(answer.title).toContain('Nothing was written');
  });
});

describe('the log', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.7:443');

  it.each([
    ['a fault', new TypeError('oops'), 'error', 'internal'],
    ['an outage', coded('ECONNREFUSED'), 'error', 'database.away'],
    ['a busy store', new StoreBusy('busy', 1, { cause }), 'error', 'store.busy'],
    ['an unknown outcome', unknown, 'error', 'store.outcome-unknown'],
    [
      'a provider that is away',
      new DomainError('access.provider-unreachable', {}, { cause }),
      'warn',
      'access.provider-unreachable',
    ],
    ['a read model that lags', new DomainError('read-model.behind'), 'warn', 'read-model.behind'],
  ])('has the cause of %s, and nothing of the address', (_, error, level, code) => {
    answerTo(error);
    expect(logged).toEqual([{ level, code, err: error }]);
  });

  it('has nothing of a refusal that is for the caller alone', () => {
    answerTo(new DomainError('access.token-invalid'));
    answerTo(new DomainError('request.stale'));
    expect(logged).toEqual([]);
  });

  it('has no line for each write that is held back, because there may be thousands', () => {
    expect(answerTo(new DomainError('processors.behind', { retryAfter: 4 }))).toMatchObject({
      status: 503,
      retryAfter: '4',
    });
    expect(logged).toEqual([]);
  });

  it('has the reason of a process that is not ready when it changes, not once for each probe', () => {
    const notReady = (down: string) => new DomainError('service.not-ready', { details: { [down]: 'down' } });
    for (const down of ['bus', 'bus', 'event-store', 'event-store', 'bus']) answerTo(notReady(down));
    expect(logged.map(({ err }) => (err as DomainError).details)).toEqual(
      ['bus', 'event-store', 'bus'].map((down) => ({ details: { [down]: 'down' } })),
    );
  });
});
