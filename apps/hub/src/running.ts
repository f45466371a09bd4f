import { rmSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The note of a running hub: `hub.json` in its folder, which locks the folder and shows the command line the address of the hub.
 * Only the user of the hub may read the note, because it contains the database addresses with their passwords.
 * A hub with its own PostgreSQL adds the addresses of the owner and of the reader.
 */
export type Running = Readonly<{
  pid: number;
  startedAt: string;
  url?: string;
  postgresUrl?: string;
  ownerUrl?: string;
  readerUrl?: string;
}>;

const file = (folder: string): string => join(folder, 'hub.json');

const read = async (folder: string): Promise<Running | undefined> => {
  try {
    return JSON.parse(await readFile(file(folder), 'utf8')) as Running;
  } catch {
    return undefined;
  }
};

/** Returns true when the process lives and is a hub. The process id of a dead hub may belong to another program by now. */
const isRunningHub = async ({ pid }: Running): Promise<boolean> => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.includes('apps/hub');
};

/** Removes the note when the process exits without a release, as at a second signal. */
let removeAtExit: () => void = () => undefined;

/**
 * Locks the folder for this process.
 * @returns the hub that runs there already, when there is one
 */
export const claim = async (folder: string): Promise<Running | undefined> => {
  const ownFile = `${file(folder)}.${process.pid}`;
  await writeFile(ownFile, JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() }), { mode: 0o600 });
  try {
    for (;;) {
      // `link` is atomic and never replaces a file: of two hubs that start at once, only one succeeds.
      if (await link(ownFile, file(folder)).then(() => true, alreadyExists)) {
        removeAtExit = () => rmSync(file(folder), { force: true });
        process.once('exit', removeAtExit);
        return undefined;
      }
      const running = await read(folder);
      if (running && (await isRunningHub(running))) return running;
      // A killed hub leaves its note behind.
      await rm(file(folder), { force: true });
    }
  } finally {
    await rm(ownFile, { force: true });
  }
};

/** Returns false when the file exists already, and rethrows every other error. */
const alreadyExists = (error: NodeJS.ErrnoException): false => {
  if (error.code !== 'EEXIST') throw error;
  return false;
};

/** Replaces the note atomically, by a rename, so that a reader sees either the old note or the new one. */
export const recordRunning = async (folder: string, running: Omit<Running, 'pid' | 'startedAt'>): Promise<void> => {
  const next = `${file(folder)}.${process.pid}`;
  await writeFile(
    next,
    JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), ...running }, undefined, 2),
    { mode: 0o600 },
  );
  await rename(next, file(folder));
};

export const release = async (folder: string): Promise<void> => {
  // Once the file is gone another hub may lock the folder, so this process must not remove the file again when it exits.
  process.off('exit', removeAtExit);
  await rm(file(folder), { force: true });
};
