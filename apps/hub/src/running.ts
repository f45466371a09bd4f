import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running hub tells the command line, in `hub.json` in its folder. It holds the database address: readable by its owner only. */
export type Running = Readonly<{ pid: number; startedAt: string; url?: string; postgresUrl?: string }>;

const file = (folder: string): string => join(folder, 'hub.json');

const read = async (folder: string): Promise<Running | undefined> => {
  try {
    return JSON.parse(await readFile(file(folder), 'utf8')) as Running;
  } catch {
    return undefined;
  }
};

/** True while that process lives and is a hub: a number may have gone to another program since. */
const alive = async ({ pid }: Running): Promise<boolean> => {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.includes('apps/hub');
};

/**
 * Claims the folder for this process.
 * @returns the hub that runs there already, when there is one
 */
export const claim = async (folder: string): Promise<Running | undefined> => {
  const mine = `${file(folder)}.${process.pid}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() }), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears whole and only where nothing was: of two hubs that start at once, one gets it.
      if (await link(mine, file(folder)).then(() => true, isThere)) return undefined;
      const running = await read(folder);
      if (running && (await alive(running))) return running;
      // left behind by a hub that was killed
      await rm(file(folder), { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
};

/** False when the link could not be made because something is there. */
const isThere = (error: NodeJS.ErrnoException): false => {
  if (error.code !== 'EEXIST') throw error;
  return false;
};

/** Says where the hub is, in one step: a reader sees the old note or the new one. */
export const recordRunning = async (folder: string, running: Omit<Running, 'pid' | 'startedAt'>): Promise<void> => {
  const next = `${file(folder)}.${process.pid}`;
  await writeFile(
    next,
    JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), ...running }, undefined, 2),
    { mode: 0o600 },
  );
  await rename(next, file(folder));
};

export const release = (folder: string): Promise<void> => rm(file(folder), { force: true });
