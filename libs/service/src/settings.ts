import 'reflect-metadata';
import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateBy, validateSync } from 'class-validator';

const number = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);

/** An address of one of these schemes, as the URL standard reads it. The message never repeats the value: it may hold a password. */
const IsAddress = (schemes: readonly string[], message: string): PropertyDecorator =>
  ValidateBy({ name: 'isAddress', validator: (value: unknown) => typeof value === 'string' && schemes.includes(schemeOf(value)) && new URL(value).hostname !== '' }, { message });

const schemeOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : '');

/** Every setting of every process, with its default; `REGIE_<NAME>` in the environment. docs/configuration.md lists the same. */
export class Settings {
  @IsIn(['development', 'production'], { message: 'REGIE_ENVIRONMENT is development or production' })
  readonly environment: 'development' | 'production' = 'development';

  @Matches(/^[0-9a-fA-F.:]+$|^localhost$/, { message: 'REGIE_HOST is the address to listen on, such as 127.0.0.1 or 0.0.0.0' })
  readonly host: string = '127.0.0.1';

  @Transform(number)
  @IsInt({ message: 'REGIE_PORT is a whole number, such as 3000' })
  @Min(0, { message: 'REGIE_PORT is between 0 and 65535; 0 takes any free port' })
  @Max(65535, { message: 'REGIE_PORT is between 0 and 65535; 0 takes any free port' })
  readonly port: number = 3000;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { message: 'REGIE_LOG_LEVEL is fatal, error, warn, info, debug or silent' })
  readonly logLevel: string = 'info';

  /** Where the hub in a box keeps its database, keys and notes. */
  readonly folder: string = '.regie';

  /** Without it, the hub starts a PostgreSQL of its own in its folder. */
  @IsOptional()
  @IsAddress(['postgres:', 'postgresql:'], 'REGIE_POSTGRES_URL looks like postgres://user:password@host:5432/regie')
  readonly postgresUrl?: string;

  /** The identity provider whose tokens are accepted. Without it, the hub runs a demonstration provider of its own; never in production. */
  @IsOptional()
  @IsAddress(['https:', 'http:'], 'REGIE_ISSUER is the address of the identity provider, as its tokens say in `iss`')
  readonly issuer?: string;

  /** What tokens must name in `aud`. */
  @Matches(/^\S+$/, { message: 'REGIE_AUDIENCE is what tokens must name in `aud`, such as urn:regie:api' })
  readonly audience: string = 'urn:regie:api';

  @IsOptional()
  @IsAddress(['https:', 'http:'], 'REGIE_JWKS_URI is where the keys of the identity provider are; left out, it is discovered')
  readonly jwksUri?: string;

  /** Load the Ghent demonstration at the first start: neighbourhoods, agencies and people to try the hub with. */
  @IsIn(['yes', 'no'], { message: 'REGIE_DEMONSTRATION is yes or no' })
  readonly demonstration: 'yes' | 'no' = 'yes';
}

/** The environment does not make sense; the message lists every setting that is wrong and what it should be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** `REGIE_POSTGRES_URL` for `postgresUrl`. */
export const variableOf = (setting: string): string => `REGIE_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** What the command line reads, and somebody may have set for all that they start. */
const OF_THE_COMMAND_LINE = ['REGIE_URL', 'REGIE_TOKEN'];

/**
 * The settings from the environment.
 * @throws {InvalidSettings} when one is unknown or makes no sense, with the remedy for each
 */
export const loadSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const names = ['environment', 'host', 'port', 'logLevel', 'folder', 'postgresUrl', 'issuer', 'audience', 'jwksUri', 'demonstration'];
  const given = Object.fromEntries(names.map((name) => [name, environment[variableOf(name)] ?? ''] as const).filter(([, value]) => value !== ''));
  const settings: Settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems = validateSync(settings, { stopAtFirstError: true }).flatMap(({ constraints }) => Object.values(constraints ?? {}));
  const known = [...names.map(variableOf), ...OF_THE_COMMAND_LINE];
  const unknown = Object.keys(environment).filter((name) => name.startsWith('REGIE_') && !name.startsWith('REGIE_TEST_') && !known.includes(name));
  problems.push(...unknown.map((variable) => `${variable} is not a setting`));
  if (unknown.length > 0) problems.push(`the settings are ${names.map(variableOf).join(', ')}`);
  if (settings.environment === 'production') {
    if (!settings.issuer) problems.push('REGIE_ISSUER is needed in production: the demonstration identity provider is for trying out');
    for (const name of ['issuer', 'jwksUri'] as const) {
      if (schemeOf(settings[name] ?? '') === 'http:') problems.push(`${variableOf(name)} is an https address in production`);
    }
    if (!settings.postgresUrl) problems.push('REGIE_POSTGRES_URL is needed in production: the embedded PostgreSQL is for trying out');
    if (settings.demonstration === 'yes') problems.push('REGIE_DEMONSTRATION is no in production');
  }
  if (problems.length > 0) throw new InvalidSettings(`the settings do not make sense:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  return settings;
};
