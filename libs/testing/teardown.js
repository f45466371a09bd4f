// Stops the servers of this run and of killed runs (libs/testing/src/postgres.ts and kafka.ts).
// Reports the specs that could not run here.
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

/** Ends each broker by the file `end`. The process that watches the broker (`endWith` in kafka-broker.ts) then stops it. */
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

/** Reports the specs whose program is missing (test/client/programs.ts). */
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
      // Stops at once: its data are thrown away.
      process.kill(pid, 'SIGQUIT');
      for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 20) await pause(20);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
};
