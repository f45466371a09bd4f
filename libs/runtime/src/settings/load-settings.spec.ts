import { randomBytes } from 'node:crypto';
import { EXAMPLE_SECRETS } from './example-secrets.js';
import { InvalidSettings, loadSettings } from './load-settings.js';
import { variableOf } from './variable-of.js';

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
  REGIE_POSTGRES_URL: 'postgres://regie:5b1c7e0f@postgres:5432/regie',
  REGIE_CITIES: '44021',
  REGIE_DEMONSTRATION: 'no',
};
const RANDOM_KEY = 'q3Jm0m4vS9wE1xZ7c2Yb8tK5uHfNpLrA6dGiOoQeWsU=';

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

  it.each<[string, string, string]>([
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
    ['REGIE_DEMONSTRATION_ON_NETWORK', 'ja', 'REGIE_DEMONSTRATION_ON_NETWORK is yes or no'],
    ...['4402', '44021,', '44021, 11002', '44000', '04021', 'Gent'].map(
      (cities) =>
        [
          'REGIE_CITIES',
          cities,
          'REGIE_CITIES has the NIS code of each municipality, five digits that do not end in 000, such as 44021; several separated by commas',
        ] as [string, string, string],
    ),
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
    [
      'REGIE_CITIES',
      '',
      'REGIE_CITIES is needed in production: the NIS codes of the cities that this hub serves, such as 44021',
    ],
  ])('are refused in production with %s="%s"', (variable, value, message) =>
    expect(problemsOf({ ...PRODUCTION, [variable]: value })).toEqual([message]),
  );

  it.each([
    ...EXAMPLE_SECRETS.filter((secret) => secret.length < 40).map((secret) => `postgres://regie:${secret}@db/regie`),
    'postgres://regie:%64emo@db/regie',
    'postgres://regie:Postgres@db1:5432,db2:5432/regie',
    'postgres://db/regie?user=hub&password=demo',
  ])('are refused in production with the database %s, whose password is public', (url) => {
    const [problem, ...others] = problemsOf({ ...PRODUCTION, REGIE_POSTGRES_URL: url });
    expect(problem).toBe(
      'REGIE_POSTGRES_URL has a password that everybody can read in an example: make a new one with openssl rand -hex 24',
    );
    expect(others).toEqual([]);
  });

  it.each([
    ['REGIE_POSTGRES_URL', 'postgres://mandates:mandates@db/mandates', /name of the user as its password/],
    ['REGIE_KURRENTDB_URL', 'kurrentdb://admin:changeit@host:2113?tls=true', /everybody can read/],
    ['REGIE_SMTP_URL', 'smtps://user:password@mail:465', /everybody can read/],
    ['REGIE_KAFKA_PASSWORD', 'development', /everybody can read/],
    ['REGIE_SECRETS_KEY', `${EXAMPLE_SECRETS.at(-1)},${RANDOM_KEY}`, /everybody can read .*openssl rand -base64 32/],
    ['REGIE_PSEUDONYM_KEY', EXAMPLE_SECRETS.at(-2)!, /everybody can read .*openssl rand -base64 32/],
    ['REGIE_SECRETS_KEY', `${'A'.repeat(43)}=`, /a pattern, not random/],
    ['REGIE_SECRETS_KEY', `${'f00dcafe'.repeat(5)}caf=`, /a pattern, not random/],
    ['REGIE_WEBHOOK_ALLOW', '10.1.0.0/16,0.0.0.0/0,::/0', /trusts too much with 0\.0\.0\.0\/0, ::\/0: /],
    ['REGIE_WEBHOOK_ALLOW', '0.0.0.0/1,128.0.0.0/1', /trusts too much with 0\.0\.0\.0\/1, 128\.0\.0\.0\/1: /],
    ['REGIE_WEBHOOK_ALLOW', '::ffff:0:0/96', /trusts too much/],
  ])('are refused in production with %s=%s, and in development accepted', (variable, value, problem) => {
    const problems = problemsOf({ ...PRODUCTION, [variable]: value });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toMatch(new RegExp(`^${variable} `));
    expect(problemsOf({ [variable]: value })).toEqual([]);
  });

  it('are accepted in production with random secrets and with the networks of an organisation', () =>
    expect(
      problemsOf({
        ...PRODUCTION,
        REGIE_SECRETS_KEY: `${randomBytes(32).toString('base64')},${RANDOM_KEY},${EXAMPLE_SECRETS.at(-1)}`,
        REGIE_WEBHOOK_ALLOW: '10.0.0.0/8,193.191.0.0/16,fc00::/7,fd00:1::/32,2a02:2c40::/32,::ffff:10.0.0.0/104',
        REGIE_SMTP_URL: 'smtp://mail:25',
        REGIE_KAFKA_PASSWORD: 'fa8e1d',
      }),
    ).toEqual([]));

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
