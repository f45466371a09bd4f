// Ends the servers that the specs of this run have started (libs/testing/src/postgres.ts), and those that a killed run has left behind.
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FOLDER = /^regie-test-(\d+)$/;

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

export default async () => {
  for (const name of await readdir(tmpdir())) {
    const run = Number(FOLDER.exec(name)?.[1]);
    if (!run || (run !== process.pid && isRunning(run))) continue;
    const folder = join(tmpdir(), name);
    const pid = Number((await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
    if (pid && isRunning(pid)) {
      // Immediately: everything in it is thrown away.
      process.kill(pid, 'SIGQUIT');
      for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 20) await pause(20);
    }
    await rm(folder, { recursive: true, force: true });
  }
};
