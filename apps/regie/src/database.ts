import { type DatabaseAddresses, databaseIn, locateHub } from './locate-hub.js';
import { CommandFailed, type Terminal } from './terminal.js';

export const DATABASE_UNKNOWN = 'The address of the database of the hub is missing.';
export const NAME_THE_DATABASE = 'Set REGIE_POSTGRES_URL as for the hub itself.';
export const NAME_THE_OWNER = 'Set REGIE_POSTGRES_OWNER_URL to its address as the owner of the tables.';

/**
 * Finds the addresses of the database: from the note of the hub that runs here (hub.json), else from the environment.
 * Services over Kafka write no such note. Never print an address, because it contains the password.
 */
const addressesOf = async (url: string | undefined, terminal: Terminal): Promise<DatabaseAddresses> => {
  if (isOverKafka(terminal)) return databaseIn(terminal.env);
  return locateHub(url, terminal).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error;
    return databaseIn(terminal.env);
  });
};

/** Finds the address of the database as the hub itself uses it. */
export const databaseOf = async (url: string | undefined, terminal: Terminal): Promise<string | undefined> =>
  (await addressesOf(url, terminal)).postgresUrl;

/** Finds the address for a command that only reads: of the reader, else of the hub itself, which is `postgresUrl`. */
export const databaseToRead = async (
  url: string | undefined,
  terminal: Terminal,
): Promise<Readonly<{ readUrl: string | undefined; postgresUrl: string | undefined }>> => {
  const { readerUrl, postgresUrl } = await addressesOf(url, terminal);
  return { readUrl: readerUrl ?? postgresUrl, postgresUrl };
};

/**
 * Finds the address for a command that changes tables: of the owner, else of the hub itself, which owns them where a
 * city uses one role for everything.
 * @throws {CommandFailed} when neither is known
 */
export const databaseOfOwner = async (url: string | undefined, terminal: Terminal): Promise<string> => {
  const { ownerUrl, postgresUrl } = await addressesOf(url, terminal);
  const found = ownerUrl ?? postgresUrl;
  if (!found) throw new CommandFailed(DATABASE_UNKNOWN, NAME_THE_OWNER);
  return found;
};

/** Returns true in the environment of a service over Kafka, false in that of a hub in a box. */
export const isOverKafka = ({ env }: Pick<Terminal, 'env'>): boolean => env.REGIE_BUS === 'kafka';

/** Explains an error of the database with its remedy; other errors stay as they are. */
export const databaseFailed = (error: unknown): unknown => {
  const { code = '', message, name } = error as { code?: string; message?: string; name?: string };
  if (name === 'CannotStart') return withRemedy(message!);
  if (code === '42501') return new CommandFailed(`The database refuses: ${message}.`, RIGHTS);
  const [found, remedy] =
    FAILURES[code] ?? (SQLSTATE.test(code) ? [`The database refuses: ${message} (${code}).`] : []);
  return found ? new CommandFailed(found, remedy) : error;
};

/** Takes the first line of a failed check as the error, and the others as its remedy. */
const withRemedy = (message: string): CommandFailed => {
  const [found, ...remedy] = message.split('\n');
  return new CommandFailed(found!, remedy.length > 0 ? remedy.join('\n') : undefined);
};

const RIGHTS =
  'Name a role with the right in the address: the owner in REGIE_POSTGRES_OWNER_URL. Roles get their rights by: npx regie migrate';
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

const notSetUp = [
  'The database has no tables of this hub, or those of an older one.',
  'Make them: npx regie migrate. A hub with its own PostgreSQL makes them at its start.',
] as const;
const noEntry = ['The database does not accept the user or password.', 'Correct REGIE_POSTGRES_URL.'] as const;
const noAnswer = [
  'The database does not answer.',
  'Start the hub (npm start), or its PostgreSQL when it has one of its own (REGIE_POSTGRES_URL).',
] as const;
/** The problem and its remedy, by the error code of PostgreSQL or of the network. */
const FAILURES: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  ECONNREFUSED: noAnswer,
  ECONNRESET: noAnswer,
  ETIMEDOUT: noAnswer,
  ENOTFOUND: ['There is no such database host.', 'Correct REGIE_POSTGRES_URL.'],
  '28P01': noEntry,
  '28000': noEntry,
  '3D000': ['The server has no such database.', 'Create it, or correct REGIE_POSTGRES_URL.'],
  '3F000': notSetUp,
  '42P01': notSetUp,
  '57P03': ['The database is starting.', 'Try again in a moment.'],
};
