import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CommandFailed, type Terminal } from './terminal.js';

/** The addresses of the database of a hub, by role: of the hub itself, of the owner of its tables, and of a reader. */
export type DatabaseAddresses = Readonly<{
  postgresUrl?: string | undefined;
  ownerUrl?: string | undefined;
  readerUrl?: string | undefined;
}>;

/** The addresses of a hub and of its database, and their source. */
export type HubLocation = Readonly<{ url: string; source: string }> & DatabaseAddresses;

/** The note of a running hub: `hub.json` in its folder. It has no `url` while the hub starts. */
type Running = Readonly<{ pid: number; startedAt: string; url?: string }> & DatabaseAddresses;

/** Returns the addresses that the environment names. An empty variable is as one that is not set. */
export const databaseIn = (env: Terminal['env']): DatabaseAddresses => ({
  postgresUrl: env.REGIE_POSTGRES_URL || undefined,
  ownerUrl: env.REGIE_POSTGRES_OWNER_URL || undefined,
  readerUrl: env.REGIE_POSTGRES_READER_URL || undefined,
});

/**
 * Finds the hub: from `--url`, else REGIE_URL, else the note `hub.json` in the folder of a hub.
 * Both addresses come from one source, so that they always belong to the same hub.
 * @throws {CommandFailed} when no source names a hub
 */
export const locateHub = async (
  url: string | undefined,
  { env, folder }: Pick<Terminal, 'env' | 'folder'>,
): Promise<HubLocation> => {
  const explicit = url ? { url, by: '--url' } : env.REGIE_URL ? { url: env.REGIE_URL, by: 'REGIE_URL' } : undefined;
  if (explicit)
    return {
      url: httpAddress(explicit.url, explicit.by),
      ...databaseIn(env),
      source: explicit.by,
    };
  const file = env.REGIE_FOLDER
    ? join(resolve(folder, env.REGIE_FOLDER), 'hub.json')
    : await findUpwards(folder, join('.regie', 'hub.json'));
  const running = file && (await readNote(file));
  if (!file || !running) {
    throw new CommandFailed(
      file ? `No hub runs in ${dirname(file)}.` : `No hub was found in ${folder} or above.`,
      'Start one with `npm start`, or give its address: --url http://localhost:3000, or REGIE_URL.',
    );
  }
  if (!running.url)
    throw new CommandFailed(
      `The hub in ${dirname(file)} is still starting (process ${running.pid}).`,
      'Try again in a moment.',
    );
  return { url: httpAddress(running.url, file), ...databaseOfNote(running, env), source: file };
};

/** A hub with its own PostgreSQL notes every address; for any other one, the environment names the owner and the reader. */
const databaseOfNote = ({ postgresUrl, ownerUrl, readerUrl }: Running, env: Terminal['env']): DatabaseAddresses => {
  const named = databaseIn(env);
  return { postgresUrl, ownerUrl: ownerUrl ?? named.ownerUrl, readerUrl: readerUrl ?? named.readerUrl };
};

const httpAddress = (text: string, source: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CommandFailed(`${source} is not a web address: ${text}`, 'It looks like http://localhost:3000.');
  return url.href.replace(/\/+$/, '');
};

const findUpwards = async (folder: string, name: string): Promise<string | undefined> => {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = join(current, name);
    if (await stat(file).catch(() => undefined)) return file;
    if (current === dirname(current)) return undefined;
  }
};

const readNote = async (file: string): Promise<Running | undefined> => {
  try {
    const { uid } = await stat(file);
    // Another user could place a note in a parent folder that leads to their own server, in order to receive the token.
    if (process.getuid && uid !== process.getuid())
      throw new CommandFailed(`${file} belongs to another user.`, 'Give the address of the hub: --url, or REGIE_URL.');
    return JSON.parse(await readFile(file, 'utf8')) as Running;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(
      `${file} cannot be read: ${(error as Error).message}`,
      'Remove it and start the hub again, or give the address of the hub: --url, or REGIE_URL.',
    );
  }
};
