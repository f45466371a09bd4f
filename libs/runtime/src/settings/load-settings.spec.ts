import { InvalidSettings, loadSettings, variableOf } from './load-settings.js';

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidSettings);
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ''));
  }
};

const PRODUCTION = {
  REGIE_ENVIRONMENT: 'production',
  REGIE_ISSUER: 'https://login.example.be/realms/regie',
  REGIE_POSTGRES_URL: 'postgres://regie:secret@postgres:5432/regie',
  REGIE_DEMONSTRATION: 'no',
};

const POSTGRES_URL =
  'REGIE_POSTGRES_URL looks like postgres://user:password@host:5432/regie, or has several hosts: host1:5432,host2:5432';
const TRUSTED_PROXIES =
  'REGIE_TRUSTED_PROXIES is the network of the reverse proxy, such as 10.1.0.0/16; several separated by commas; 0.0.0.0/0 would believe every client';

describe('settings', () => {
  it('have defaults', () => {
    expect(loadSettings({})).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      folder: '.regie',
      audience: 'urn:regie:api',
      demonstration: 'yes',
    });
  });

  it('come from the environment, in which an empty variable counts as missing', () => {
    const given = {
      REGIE_PORT: '0',
      REGIE_HOST: '::',
      REGIE_LOG_LEVEL: 'debug',
      REGIE_FOLDER: '/var/lib/regie',
      REGIE_AUDIENCE: '',
      REGIE_DEMONSTRATION: 'no',
      PATH: '/bin',
    };
    expect(loadSettings(given)).toMatchObject({
      port: 0,
      host: '::',
      logLevel: 'debug',
      folder: '/var/lib/regie',
      audience: 'urn:regie:api',
      demonstration: 'no',
    });
  });

  it.each([
    'postgres://regie:p%40ss@localhost/regie',
    'postgresql://db_1:5432/regie?sslmode=require',
    'postgres://[::1]:5432/regie',
  ])('accept the database %s', (url) => {
    expect(loadSettings({ REGIE_POSTGRES_URL: url }).postgresUrl).toBe(url);
  });

  it.each([
    ['REGIE_ENVIRONMENT', 'test', 'REGIE_ENVIRONMENT is development or production'],
    ['REGIE_HOST', 'my host', 'REGIE_HOST is the address to listen on, such as 127.0.0.1 or 0.0.0.0'],
    ['REGIE_PORT', 'eighty', 'REGIE_PORT is a whole number, such as 3000'],
    ['REGIE_PORT', ' ', 'REGIE_PORT is a whole number, such as 3000'],
    ['REGIE_PORT', '0x50', 'REGIE_PORT is a whole number, such as 3000'],
    ['REGIE_PORT', '-1', 'REGIE_PORT is a whole number, such as 3000'],
    ['REGIE_PORT', '65536', 'REGIE_PORT is between 0 and 65535; 0 takes any free port'],
    ['REGIE_LOG_LEVEL', 'loud', 'REGIE_LOG_LEVEL is fatal, error, warn, info, debug or silent'],
    ['REGIE_PSEUDONYM_KEY', 'short', 'REGIE_PSEUDONYM_KEY is 32 bytes in base64, made by openssl rand -base64 32'],
    ['REGIE_TRUSTED_PROXIES', '10.0.0.0/33', TRUSTED_PROXIES],
    ['REGIE_TRUSTED_PROXIES', '10.1.0.7', TRUSTED_PROXIES],
    ['REGIE_TRUSTED_PROXIES', '10.1.0.0/16,0.0.0.0/0', TRUSTED_PROXIES],
    ['REGIE_TRUSTED_PROXIES', '::/0', TRUSTED_PROXIES],
    ['REGIE_POSTGRES_URL', 'mysql://regie:secret@db/regie', POSTGRES_URL],
    ['REGIE_POSTGRES_URL', 'postgres://db1,,db2/regie', POSTGRES_URL],
    ['REGIE_POSTGRES_URL', 'postgres:regie', POSTGRES_URL],
    [
      'REGIE_ISSUER',
      'login.example.be',
      'REGIE_ISSUER is the address of the identity provider, equal to `iss` of its tokens',
    ],
    ['REGIE_AUDIENCE', 'the hub', 'REGIE_AUDIENCE is the `aud` that tokens must have, such as urn:regie:api'],
    [
      'REGIE_JWKS_URI',
      'ftp://login.example.be/keys',
      'REGIE_JWKS_URI is the address of the keys of the identity provider; left out, it is discovered',
    ],
    ['REGIE_DEMONSTRATION', 'true', 'REGIE_DEMONSTRATION is yes or no'],
  ])('are refused with one explanation for %s=%s', (variable, value, message) => {
    expect(problemsOf({ [variable]: value })).toEqual([message]);
  });

  it('are refused with the name of every invalid variable, and with no secret', () => {
    const problems = problemsOf({
      REGIE_PORT: 'x',
      REGIE_POSTGRES_URL: 'mysql://regie:hunter2@db/regie',
      REGIE_PROT: '1',
      REGIE_PASSWORD: 'hunter3',
    });
    expect(problems).toEqual([
      expect.stringContaining('REGIE_PORT'),
      expect.stringContaining('REGIE_POSTGRES_URL'),
      'REGIE_PROT is not a setting',
      'REGIE_PASSWORD is not a setting',
      expect.stringMatching(/^the settings are REGIE_ENVIRONMENT, .*REGIE_JWKS_URI/),
    ]);
    expect(problems.join()).not.toMatch(/hunter/);
  });

  it('ignore the variables of the command line and of tests', () => {
    expect(
      problemsOf({ REGIE_URL: 'http://localhost:3000', REGIE_TOKEN: 'x', REGIE_TEST_RUN: '1', NODE_ENV: 'x' }),
    ).toEqual([]);
  });

  it('are accepted in production when they are complete', () =>
    expect(loadSettings(PRODUCTION).environment).toBe('production'));

  it.each([
    ['REGIE_ISSUER', '', 'REGIE_ISSUER is needed in production: the demonstration identity provider is for trying out'],
    ['REGIE_ISSUER', 'HTTP://login.example.be', 'REGIE_ISSUER is an https address in production'],
    ['REGIE_JWKS_URI', 'http://login.example.be/keys', 'REGIE_JWKS_URI is an https address in production'],
    ['REGIE_POSTGRES_URL', '', 'REGIE_POSTGRES_URL is needed in production: the embedded PostgreSQL is for trying out'],
    ['REGIE_DEMONSTRATION', 'yes', 'REGIE_DEMONSTRATION is no in production'],
    ['REGIE_DEMONSTRATION', '', 'REGIE_DEMONSTRATION is no in production'],
  ])('are refused in production with %s="%s"', (variable, value, message) =>
    expect(problemsOf({ ...PRODUCTION, [variable]: value })).toEqual([message]),
  );

  it.each<[Record<string, string>, string]>([
    [{ REGIE_BUS: 'kafka' }, 'REGIE_KAFKA_BROKERS is needed when REGIE_BUS is kafka'],
    [{ REGIE_KAFKA_CLIENT: 'librdkafka' }, 'REGIE_KAFKA_CLIENT is kafkajs or platformatic'],
    [{ REGIE_EVENT_STORE: 'kurrentdb' }, 'REGIE_KURRENTDB_URL is needed when REGIE_EVENT_STORE is kurrentdb'],
    [
      { REGIE_KAFKA_SASL_MECHANISM: 'plain' },
      'REGIE_KAFKA_USERNAME and REGIE_KAFKA_PASSWORD are needed with REGIE_KAFKA_SASL_MECHANISM',
    ],
    [
      { REGIE_KAFKA_TLS: 'yes', REGIE_KAFKA_TLS_CERT: 'cert.pem' },
      'REGIE_KAFKA_TLS_CERT and REGIE_KAFKA_TLS_KEY need each other',
    ],
    [
      { REGIE_KAFKA_TLS: 'yes', REGIE_KAFKA_TLS_KEY: 'key.pem' },
      'REGIE_KAFKA_TLS_CERT and REGIE_KAFKA_TLS_KEY need each other',
    ],
    [
      { REGIE_KAFKA_TLS_CA: 'ca.pem' },
      'REGIE_KAFKA_TLS is yes when there are certificates: without it everything travels in the clear',
    ],
  ])('are refused with the name of a missing companion: %j', (given, message) =>
    expect(problemsOf(given)).toEqual([message]),
  );

  it('have environment variables of their name', () =>
    expect(['port', 'postgresUrl', 'logLevel'].map(variableOf)).toEqual([
      'REGIE_PORT',
      'REGIE_POSTGRES_URL',
      'REGIE_LOG_LEVEL',
    ]));
});
