import { locateHub } from './locate-hub.js';
import { CommandFailed, type Terminal } from './terminal.js';

export const DATABASE_UNKNOWN = 'The address of the database of the hub is missing.';
export const NAME_THE_DATABASE = 'Set REGIE_POSTGRES_URL as for the hub itself.';

/**
 * Finds the address of the database: from the note of the hub that runs here (hub.json), else from REGIE_POSTGRES_URL.
 * Services over Kafka write no such note. Never print the address, because it contains the password.
 */
export const databaseOf = async (url: string | undefined, terminal: Terminal): Promise<string | undefined> => {
  if (isOverKafka(terminal)) return terminal.env.REGIE_POSTGRES_URL || undefined;
  const location = await locateHub(url, terminal).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error;
    return { postgresUrl: terminal.env.REGIE_POSTGRES_URL || undefined };
  });
  return location.postgresUrl;
};

/** Returns true in the environment of a service over Kafka, false in that of a hub in a box. */
export const isOverKafka = ({ env }: Pick<Terminal, 'env'>): boolean => env.REGIE_BUS === 'kafka';

/** Explains an error of the database with its remedy; other errors stay as they are. */
export const databaseFailed = (error: unknown): unknown => {
  const { code = '', message } = error as { code?: string; message?: string };
  const [found, remedy] =
    FAILURES[code] ?? (SQLSTATE.test(code) ? [`The database refuses: ${message} (${code}).`] : []);
  return found ? new CommandFailed(found, remedy) : error;
};

const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

const notSetUp = [
  'The database has no tables of this hub, or those of an older one.',
  'Start the hub once: it makes them.',
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
