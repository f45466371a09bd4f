import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  return command === undefined || command.includes('hub');
};

/**
 * Claims the folder for this process.
 * @returns the hub that runs there already, when there is one
 */
export const claim = async (folder: string): Promise<Running | undefined> => {
  const mine = JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() });
  for (;;) {
    try {
      const handle = await open(file(folder), 'wx', 0o600);
      await handle.writeFile(mine);
      await handle.close();
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const running = await read(folder);
    if (running && (await alive(running))) return running;
    // left behind by a hub that was killed
    await rm(file(folder), { force: true });
  }
};

/** Says where the hub is, in one step: a reader sees the old note or the new one. */
export const announce = async (folder: string, running: Omit<Running, 'pid' | 'startedAt'>): Promise<void> => {
  const next = `${file(folder)}.${process.pid}`;
  await writeFile(next, JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), ...running }, undefined, 2), { mode: 0o600 });
  await rename(next, file(folder));
};

export const release = (folder: string): Promise<void> => rm(file(folder), { force: true });
