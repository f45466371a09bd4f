import { CommandFailed, type Terminal } from './terminal.js';
import { whereIsHub } from './where.js';

export const DATABASE_UNKNOWN = 'Where the database of the hub is, is not known here.';
export const SAY_WHERE_DATABASE_IS = 'Set REGIE_POSTGRES_URL as for the hub itself.';

/**
 * The address of the hub's database: from the note of the hub that runs here, else REGIE_POSTGRES_URL; undefined when neither says. Of services
 * over Kafka there is no note. It holds a password: never print it.
 */
export const databaseOf = async (url: string | undefined, terminal: Terminal): Promise<string | undefined> => {
  if (isOverKafka(terminal)) return terminal.env.REGIE_POSTGRES_URL || undefined;
  const where = await whereIsHub(url, terminal).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error;
    return { postgresUrl: terminal.env.REGIE_POSTGRES_URL || undefined };
  });
  return where.postgresUrl;
};

/** The environment is that of a service, and not of a hub in a box. */
export const isOverKafka = ({ env }: Pick<Terminal, 'env'>): boolean => env.REGIE_BUS === 'kafka';

/** What went wrong with the database, in words; other errors stay as they are. */
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
/** By code of PostgreSQL or of the network. */
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
