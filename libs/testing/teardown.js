// Ends the servers that the specs of this run have started (libs/testing/src/postgres.ts and kafka.ts), and those that a killed run has left behind.
// Says what could not be tried here.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FOLDER = /^regie-test-(\d+)$/;
const KAFKA_FOLDER = /^regie-test-kafka-(\d+)$/;

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Each broker has a process beside it that ends it: with the run, or when asked to. */
const endKafka = async () => {
  for (const name of await readdir(tmpdir())) {
    const run = Number(KAFKA_FOLDER.exec(name)?.[1]);
    if (!run || (run !== process.pid && isRunning(run))) continue;
    const folder = join(tmpdir(), name);
    const absent = await readFile(join(folder, 'absent'), 'utf8').catch(() => '');
    if (absent && run === process.pid) process.stderr.write(`\n*** NOT TRIED: there is no Kafka here ***\n${absent}\n`);
    await writeFile(join(folder, 'end'), '');
    const watched = async () => (await readdir(folder)).some((file) => file.endsWith('.watched'));
    for (let waited = 0; waited < 20_000 && (await watched()); waited += 50) await pause(50);
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
};

/** What needed a program that is not here (test/client/programs.ts). */
const sayAbsent = async () => {
  const file = join(tmpdir(), `regie-test-absent-${process.pid}`);
  const absent = await readFile(file, 'utf8').catch(() => '');
  if (absent) process.stderr.write(`\n*** NOT TRIED: a program is missing here ***\n${absent}\n`);
  await rm(file, { force: true });
};

export default async () => {
  await sayAbsent();
  await endKafka();
  for (const name of await readdir(tmpdir())) {
    const run = Number(FOLDER.exec(name)?.[1]);
    if (!run || (run !== process.pid && isRunning(run))) continue;
    const folder = join(tmpdir(), name);
    const pid = Number(
      (await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
    );
    if (pid && isRunning(pid)) {
      // Immediately: everything in it is thrown away.
      process.kill(pid, 'SIGQUIT');
      for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 20) await pause(20);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
};
