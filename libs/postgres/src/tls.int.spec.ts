import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createAuthority, selfSigned } from '#testing/certificates';
import { startTlsPostgres, type TlsPostgres, writePem } from '#testing/tls-postgres';
import { until } from '#testing/until';
import { dataSourceOptions, examineServer, openPool, withClient } from './index.js';
import { tlsFailure, tlsProblem } from './tls.js';

const CHECKS = { purpose: 'checks', name: 'spec' } as const;

let folder: string;
let postgres: TlsPostgres;
let files: Readonly<Record<'ca' | 'other' | 'cert' | 'key', string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regie-tls-'));
  const [authority, other] = await Promise.all([createAuthority(), createAuthority()]);
  const client = await authority.issue('regie');
  files = await writePem(folder, {
    ca: authority.certificate,
    other: other.certificate,
    cert: client.certificate,
    key: client.key,
  });
  postgres = await startTlsPostgres(authority);
}, 120_000);
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

type Host = Parameters<TlsPostgres['address']>[1];
const encrypted = (tls: Readonly<Record<string, string>>, host: Host = 'localhost'): string =>
  postgres.address('encrypted', host, tls);
/** Returns whether the connection is encrypted, or the code or message of the error. */
const connect = (address: string): Promise<unknown> =>
  withClient(address, CHECKS, async (client) => {
    const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    return rows[0]!.ssl ? 'encrypted' : 'plain';
  }).catch((error: unknown) => {
    const { code = '', message } = error as { code?: string; message: string };
    return AUTHORITY_CODES.test(code) ? UNKNOWN_AUTHORITY : code || message;
  });

const UNKNOWN_AUTHORITY = 'refused: unknown authority';
const AUTHORITY_CODES = /^(UNABLE_TO_|SELF_SIGNED_|CERT_SIGNATURE_FAILURE)/;
const OTHER_HOST = 'ERR_TLS_CERT_ALTNAME_INVALID';

describe('a connection', () => {
  it.each<readonly [mode: string, ca: 'ca' | 'other' | undefined, host: Host, outcome: string]>([
    ['disable', undefined, 'localhost', '28000'],
    ['require', undefined, '127.0.0.1', 'encrypted'],
    ['require', 'ca', '127.0.0.1', 'encrypted'],
    ['require', 'other', 'localhost', UNKNOWN_AUTHORITY],
    ['verify-ca', 'ca', '127.0.0.1', 'encrypted'],
    ['verify-ca', 'other', 'localhost', UNKNOWN_AUTHORITY],
    ['verify-full', 'ca', 'localhost', 'encrypted'],
    ['verify-full', 'ca', '127.0.0.1', OTHER_HOST],
    ['verify-full', 'other', 'localhost', UNKNOWN_AUTHORITY],
    ['verify-full', undefined, 'localhost', UNKNOWN_AUTHORITY],
  ])('with sslmode=%s and the authority %s to %s is %s', async (sslmode, ca, host, outcome) => {
    const tls = { sslmode, ...(ca && { sslrootcert: files[ca] }) };
    expect(await connect(encrypted(tls, host))).toEqual(outcome);
  });

  it('without sslmode is plain, and a server that wants TLS refuses it', async () =>
    expect(await connect(encrypted({}))).toBe('28000'));

  it('shows a client certificate, and is refused without one', async () => {
    const tls = { sslmode: 'verify-full', sslrootcert: files.ca };
    const { cert: sslcert, key: sslkey } = files;
    expect(await connect(postgres.address('guarded', 'localhost', { ...tls, sslcert, sslkey }))).toBe('encrypted');
    expect(await connect(postgres.address('guarded', 'localhost', tls))).toBe('28000');
  });

  it('to several hosts is encrypted, and goes to the host whose certificate is for it', async () => {
    const tls = { sslmode: 'verify-full', sslrootcert: files.ca };
    const { host } = new URL(encrypted(tls));
    const other = host.replace('localhost', '127.0.0.1');
    expect(await connect(encrypted(tls).replace(host, `${other},${host}`))).toBe('encrypted');
    expect(await connect(encrypted(tls).replace(host, `${other},${other}`))).toBe('REGIE_NO_WRITABLE_HOST');
  });

  it('of a pool, of TypeORM and of the examination checks the server in the same way', async () => {
    const [right, wrong] = (['localhost', '127.0.0.1'] as const).map((host) =>
      encrypted({ sslmode: 'verify-full', sslrootcert: files.ca }, host),
    ) as [string, string];
    const pool = openPool(right, CHECKS);
    await pool.query('SELECT 1');
    await pool.end();
    const db = await new DataSource(dataSourceOptions(right, CHECKS)).initialize();
    await db.destroy();
    expect(await examineServer(right, { connections: 1, name: 'spec' })).not.toContainEqual(UNCHECKED);
    const failure = { code: OTHER_HOST };
    await expect(openPool(wrong, CHECKS).query('SELECT 1')).rejects.toMatchObject(failure);
    await expect(new DataSource(dataSourceOptions(wrong, CHECKS)).initialize()).rejects.toMatchObject(failure);
    await expect(examineServer(wrong, { connections: 1, name: 'spec' })).rejects.toMatchObject(failure);
  });

  it('reads its certificates again, so that renewed ones need no restart', async () => {
    const ca = join(folder, 'renewed.pem');
    await writeFile(ca, (await selfSigned('an authority of before')).certificate);
    const pool = openPool(encrypted({ sslmode: 'verify-full', sslrootcert: ca }), CHECKS);
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: expect.stringMatching(AUTHORITY_CODES) });
    await copyFile(files.ca, ca);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('whose statement takes too long cancels it over TLS', async () => {
    const address = encrypted({ sslmode: 'verify-full', sslrootcert: files.ca });
    const pool = openPool(address, { ...CHECKS, name: 'slow' });
    // A time limit of the server is lifted, so that only the cancellation ends the statement.
    const slow = pool.query(
      "SELECT set_config('statement_timeout', '0', false) FROM (SELECT 1) one; SELECT pg_sleep(60)",
    );
    await expect(slow).rejects.toMatchObject({ code: 'REGIE_CONNECTION_SILENT' });
    await until(() =>
      withClient(address, CHECKS, async (client) => {
        const { rows } = await client.query(
          "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
        );
        return rows.length === 0;
      }),
    );
    await pool.end();
  });
});

const UNCHECKED = expect.objectContaining({
  severity: 'attention',
  problem: expect.stringContaining('sslmode=require'),
});

it('the examination warns of a server that is not checked', async () => {
  expect(await examineServer(encrypted({ sslmode: 'require' }), { connections: 1, name: 'spec' })).toContainEqual(
    UNCHECKED,
  );
});

describe('the parameters of TLS', () => {
  const problem = (parameters: string): string | undefined =>
    tlsProblem(`postgres://regie:x@db1,db2:5433/regie?${parameters}`);

  it.each<readonly [parameters: string, remedy: RegExp]>([
    ['sslmode=prefer', /sslmode is disable, require, verify-ca or verify-full/],
    ['sslmode=no-verify', /sslmode is disable/],
    ['sslmode=verify-ca', /needs sslrootcert/],
    ['sslmode=verify-ca&sslrootcert=system', /needs sslrootcert/],
    ['sslmode=verify-full&sslcert=a.pem', /sslcert and sslkey need each other/],
    ['sslrootcert=ca.pem', /sslrootcert needs sslmode/],
    ['sslmode=verify-full&sslrootcert=/no/ca.pem', /the file of sslrootcert cannot be read \(ENOENT\): \/no\/ca.pem/],
    ['sslmode=verify-full&sslcrl=x', /sslcrl is not supported/],
  ])('%s are refused with the remedy', (parameters, remedy) => expect(problem(parameters)).toMatch(remedy));

  it.each(['', 'sslmode=disable', 'sslmode=require', 'sslmode=verify-full', 'sslmode=verify-full&sslrootcert=system'])(
    '%j are accepted',
    (parameters) => expect(problem(parameters)).toBeUndefined(),
  );
});

it('a failure of TLS at the start has its remedy', () => {
  expect(tlsFailure({ code: OTHER_HOST })).toMatch(/another host/);
  expect(tlsFailure({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })).toMatch(/name its file in sslrootcert/);
  expect(tlsFailure({ message: 'The server does not support SSL connections' })).toMatch(/ssl = on/);
  expect(tlsFailure({ code: '28P01' })).toBeUndefined();
});
