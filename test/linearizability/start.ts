import { parseArgs } from 'node:util';
import { PostgresEventStore } from '#event-store';
import { writeConcurrently } from '../../libs/event-store/src/testing/concurrent-writers.js';
import { poolOn } from '../bench/contests/stores.js';
import { startServer } from '../bench/server.js';

const USAGE = `npm run linearizability [-- --operations N] [--writers N] [--streams N] [--processes N] [--seed N]
Writers append to one log with mixed expectations, repeat commands and lose responses. A checker compares their results with the log: gaps,
inversions, doubles, losses. A million operations by default; exits with 1 when something is wrong.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values: given } = parseArgs({
  options: {
    operations: { type: 'string', default: '1000000' },
    writers: { type: 'string', default: '64' },
    streams: { type: 'string', default: '5000' },
    processes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const main = async (): Promise<number> => {
  if (given.help) return (say(USAGE), 0);
  const [operations, writers, streams, processes] = [
    given.operations,
    given.writers,
    given.streams,
    given.processes,
  ].map(Number) as [number, number, number, number];
  const seed = Number(given.seed ?? Math.floor(Math.random() * 1_000_000));
  if ([operations, writers, streams, processes, seed].some((number) => !Number.isSafeInteger(number) || number < 0))
    return (say(`the options are whole numbers\n\n${USAGE}`), 2);

  const server = await startServer(say);
  const url = await server.createDatabase();
  const pools = Array.from({ length: processes }, () => poolOn(url));
  const stores = pools.map((pool) => new PostgresEventStore(pool));
  try {
    await stores[0]!.migrate();
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1_000;
    say(`seed ${seed}: ${operations} operations of ${writers} writers in ${processes} processes on ${streams} streams`);
    let next = 0;
    const onProgress = (done: number): void => {
      if (done < next) return;
      next = done + operations / 20;
      say(`  ${done} operations, ${Math.round(done / seconds())} per second`);
    };
    const problems = await writeConcurrently({ stores, writers, operations, streams, seed, gapless: true, onProgress });
    const { events, bytes } = await stores[0]!.statistics();
    say(
      `${operations} operations, ${events} events, ${Math.round((bytes ?? 0) / 2 ** 20)} MiB, checked in ${Math.round(seconds())} s (seed ${seed})`,
    );
    for (const problem of problems) say(`  WRONG: ${problem}`);
    say(
      problems.length === 0
        ? 'no gap, no inversion, no double, no loss'
        : `${problems.length} problems; the same seed asks for the same again`,
    );
    return problems.length === 0 ? 0 : 1;
  } finally {
    for (const store of stores) await store.close();
    for (const pool of pools) await pool.end();
    await server.stop();
  }
};

process.exitCode = await main();
