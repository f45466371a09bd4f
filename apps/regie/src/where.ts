import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CommandFailed, type Terminal } from './terminal.js';

/** A hub and its database, as far as known, and who says so. */
export type Whereabouts = Readonly<{ url: string; postgresUrl?: string; saidBy: string }>;

/** What a running hub writes in `hub.json` in its folder; without `url` it is still starting. */
type Running = Readonly<{ pid: number; startedAt: string; url?: string; postgresUrl?: string }>;

/**
 * Where the hub is: `--url`, else REGIE_URL, else what a hub wrote in its folder. Address and database come from one source, so that they
 * never belong to two hubs.
 * @throws {CommandFailed} when nothing says where
 */
export const whereIsHub = async (
  url: string | undefined,
  { env, folder }: Pick<Terminal, 'env' | 'folder'>,
): Promise<Whereabouts> => {
  const said = url ? { url, by: '--url' } : env.REGIE_URL ? { url: env.REGIE_URL, by: 'REGIE_URL' } : undefined;
  if (said)
    return { url: httpAddress(said.url, said.by), postgresUrl: env.REGIE_POSTGRES_URL || undefined, saidBy: said.by };
  const file = env.REGIE_FOLDER
    ? join(resolve(folder, env.REGIE_FOLDER), 'hub.json')
    : await upwards(folder, join('.regie', 'hub.json'));
  const running = file && (await note(file));
  if (!file || !running) {
    throw new CommandFailed(
      file ? `No hub runs in ${dirname(file)}.` : `No hub was found in ${folder} or above.`,
      'Start one with `npm start`, or say where it is: --url http://localhost:3000, or REGIE_URL.',
    );
  }
  if (!running.url)
    throw new CommandFailed(
      `The hub in ${dirname(file)} is still starting (process ${running.pid}).`,
      'Try again in a moment.',
    );
  return { url: httpAddress(running.url, file), postgresUrl: running.postgresUrl, saidBy: file };
};

const httpAddress = (text: string, saidBy: string): string => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CommandFailed(`${saidBy} is not a web address: ${text}`, 'It looks like http://localhost:3000.');
  return url.href.replace(/\/+$/, '');
};

const upwards = async (folder: string, name: string): Promise<string | undefined> => {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const file = join(here, name);
    if (await stat(file).catch(() => undefined)) return file;
    if (here === dirname(here)) return undefined;
  }
};

const note = async (file: string): Promise<Running | undefined> => {
  try {
    const { uid } = await stat(file);
    // A note in a folder above could be laid there by somebody else, to be sent a token.
    if (process.getuid && uid !== process.getuid())
      throw new CommandFailed(`${file} belongs to another user.`, 'Say where the hub is: --url, or REGIE_URL.');
    return JSON.parse(await readFile(file, 'utf8')) as Running;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(
      `${file} cannot be read: ${(error as Error).message}`,
      'Remove it and start the hub again, or say where the hub is: --url, or REGIE_URL.',
    );
  }
};
