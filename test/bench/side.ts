import 'reflect-metadata';
import { inspect } from 'node:util';
import type { Measure, Run, Side } from './contest.js';
import { loadContest } from './contests/index.js';
import { processorTimeOf } from './processor.js';
import { createDatabaseOn, dropDatabaseOn } from './server.js';

/**
 * The protocol between the harness and the process of one side. Each side has its own process, so that libraries of the
 * other side cannot affect it. The harness sends one request at a time, and gets lines of progress and then one reply.
 * Keep the protocol unchanged, because `--against` combines a harness with the sides of another checkout.
 */
export type Request =
  | Readonly<{
      type: 'open';
      contest: string;
      side: 'ours' | 'peer' | 'secondPeer';
      quick: boolean;
      server: Readonly<{ url: string; pid: number }>;
      brokers: readonly string[];
    }>
  | Readonly<{ type: 'run' | 'close' }>;
export type Reply =
  | Readonly<{ type: 'done'; run?: Run }>
  | Readonly<{ type: 'failed'; reason: string }>
  | Readonly<{ type: 'progress'; line: string }>;

const reply = (message: Reply): void => void process.send!(message);

type Opened = Readonly<{ side: Side; measure: Measure; dropDatabases(): Promise<void> }>;

const open = async ({
  contest: name,
  side: role,
  quick,
  server,
  brokers,
}: Request & { type: 'open' }): Promise<Opened> => {
  const contest = await loadContest(name, quick);
  const openSide = role === 'secondPeer' ? contest?.secondPeer?.open : contest?.[role];
  if (typeof openSide !== 'function') throw new Error(`this checkout has no side "${role}" of a contest ${name}`);
  const databases: string[] = [];
  const side = await openSide({
    createDatabase: async () => {
      databases.push(await createDatabaseOn(server.url));
      return databases.at(-1)!;
    },
    brokers,
    onProgress: (line) => reply({ type: 'progress', line }),
  });
  return {
    side,
    measure: measuring(server.pid, side.counted),
    dropDatabases: async () => {
      for (const url of databases) await dropDatabaseOn(server.url, url);
    },
  };
};

/** Returns the measurement of a side, which reads the clocks directly before and after the work. */
const measuring =
  (postgres: number, counted: readonly number[] | undefined): Measure =>
  async (work) => {
    const clocks = () => ({
      postgres: processorTimeOf(postgres),
      node: counted ? sumOf(counted.map(processorTimeOf)) : ownProcessorTime(),
    });
    const before = clocks();
    const start = performance.now();
    const operations = await work();
    const milliseconds = performance.now() - start;
    const after = clocks();
    const perOperation = (name: 'node' | 'postgres'): number | undefined =>
      before[name] === undefined ? undefined : ((after[name]! - before[name]) / operations) * 1_000;
    const [node, ofPostgres] = [perOperation('node'), perOperation('postgres')];
    return {
      value: (operations / milliseconds) * 1_000,
      ...(node !== undefined && ofPostgres !== undefined && { processor: { node, postgres: ofPostgres } }),
    };
  };

/** Returns undefined when a part is not known. */
const sumOf = (times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((sum, time) => (sum === undefined || time === undefined ? undefined : sum + time), 0);

const ownProcessorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

let opened: Opened | undefined;
const answer = async (request: Request): Promise<Run | undefined> => {
  if (request.type === 'open') opened = await open(request);
  else if (request.type === 'run') return opened!.side.run(opened!.measure);
  else {
    await opened!.side.close();
    await opened!.dropDatabases();
  }
  return undefined;
};

process.on('message', (request: Request) => {
  answer(request).then(
    (run) => reply({ type: 'done', run }),
    (error: unknown) => reply({ type: 'failed', reason: inspect(error) }),
  );
});
// When the harness is gone, this process kills its process group: itself and the processes that it started.
process.on('disconnect', () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'));
