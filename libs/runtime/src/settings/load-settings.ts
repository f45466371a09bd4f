import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { proxyProblem } from '#outbound';
import { tlsProblem } from '#postgres';
import { productionProblems } from './production.js';
import { Settings } from './settings.js';
import { variableOf } from './variable-of.js';

/** The environment is invalid; the message lists every wrong setting with its remedy. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const NAMES = [
  'environment',
  'host',
  'port',
  'drainMs',
  'connections',
  'rateWindowSeconds',
  'rateSubject',
  'rateAgency',
  'rateAddress',
  'rateKeys',
  'shedLagMs',
  'readSeconds',
  'logLevel',
  'trustedProxies',
  'pseudonymKey',
  'folder',
  'postgresUrl',
  'postgresOwnerUrl',
  'postgresReaderUrl',
  'postgresNotify',
  'issuer',
  'audience',
  'jwksUri',
  'cities',
  'demonstration',
  'demonstrationOnNetwork',
  'eventStore',
  'kurrentdbUrl',
  'bus',
  'kafkaBrokers',
  'kafkaClient',
  'kafkaPrefix',
  'kafkaTls',
  'kafkaTlsCa',
  'kafkaTlsCert',
  'kafkaTlsKey',
  'kafkaSaslMechanism',
  'kafkaUsername',
  'kafkaPassword',
  'kafkaPartitions',
  'kafkaReplicas',
  'kafkaRetentionDays',
  'publicUrl',
  'secretsKey',
  'webhookAllow',
  'webhookLogDays',
  'smtpUrl',
  'mailFrom',
] as const satisfies readonly (keyof Settings)[];

/** The environment variables of all settings. */
export const VARIABLES: readonly string[] = NAMES.map(variableOf);

/** The variables of the command line. They are no settings, but must not be refused: a shell may set them for every program. */
const OF_THE_COMMAND_LINE = ['REGIE_URL', 'REGIE_TOKEN'];

/**
 * Reads the settings from the environment.
 * @throws {InvalidSettings} when one is unknown or invalid, with the remedy for each
 */
export const loadSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const given = Object.fromEntries(
    NAMES.map((name) => [name, environment[variableOf(name)] ?? ''] as const).filter(([, value]) => value !== ''),
  );
  const settings: Settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems = validateSync(settings, { stopAtFirstError: true }).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  const known = [...VARIABLES, ...OF_THE_COMMAND_LINE];
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('REGIE_') && !name.startsWith('REGIE_TEST_') && !known.includes(name),
  );
  problems.push(...unknown.map((variable) => `${variable} is not a setting`));
  if (unknown.length > 0) problems.push(`the settings are ${VARIABLES.join(', ')}`);
  if (settings.eventStore === 'kurrentdb' && !settings.kurrentdbUrl)
    problems.push('REGIE_KURRENTDB_URL is needed when REGIE_EVENT_STORE is kurrentdb');
  if (settings.bus === 'kafka' && !settings.kafkaBrokers)
    problems.push('REGIE_KAFKA_BROKERS is needed when REGIE_BUS is kafka');
  if (settings.kafkaSaslMechanism && !(settings.kafkaUsername && settings.kafkaPassword)) {
    problems.push('REGIE_KAFKA_USERNAME and REGIE_KAFKA_PASSWORD are needed with REGIE_KAFKA_SASL_MECHANISM');
  }
  const tls = tlsProblem(settings.postgresUrl ?? '');
  if (tls) problems.push(`REGIE_POSTGRES_URL: ${tls}`);
  const proxy = proxyProblem(environment);
  if (proxy) problems.push(proxy);
  if (!settings.kafkaTlsCert !== !settings.kafkaTlsKey)
    problems.push('REGIE_KAFKA_TLS_CERT and REGIE_KAFKA_TLS_KEY need each other');
  if (settings.kafkaTls === 'no' && (settings.kafkaTlsCa || settings.kafkaTlsCert)) {
    problems.push('REGIE_KAFKA_TLS is yes when there are certificates: without it everything travels in the clear');
  }
  if (settings.environment === 'production') problems.push(...productionProblems(settings));
  if (problems.length > 0)
    throw new InvalidSettings(
      `the settings do not make sense:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  return settings;
};
