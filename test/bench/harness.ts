import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { startBroker } from './broker.js';
import type { Contest, Run } from './contest.js';
import { type Raw, type Result, resultsOf, summary } from './report.js';
import type { BenchServer } from './server.js';
import type { Reply, Request } from './side.js';

/** The root of the checkout that contains this file. */
const ROOT = resolve(import.meta.dirname, '../../..');

/** Returns the path of the program that runs a side, in a built checkout. */
export const sideProgram = (root: string): string => join(root, 'dist/test/bench/side.js');

/** Time limits in seconds, after which a side has failed. Opening may take long, because preparing ten million rows takes minutes. */
const OPEN_WITHIN = 1_800;
const CLOSE_WITHIN = 120;

export type HoldOptions = Readonly<{
  server: BenchServer;
  quick: boolean;
  /** the number of runs of each side that count */
  runs: number;
  /** the longest time of a run, in seconds */
  deadline: number;
  /** another checkout whose own side of the same contest replaces the peer */
  against?: string;
  onProgress(line: string): void;
}>;

/**
 * Runs the sides in turns, so that a temporary load on the machine slows down all. The sides take turns to go first.
 * A first round, which does not count, warms up caches, query plans and the compiler; short runs have none.
 * Returns a result for each peer.
 * @throws {ContestFailed} when a side fails, ends, or does not answer in time; no process of any is left
 */
export const hold = async (contest: Contest, options: HoldOptions): Promise<readonly Result[]> => {
  const { server, quick, against, onProgress } = options;
  const [first, runs, deadline] = contest.once ? [1, 1, OPEN_WITHIN] : [quick ? 1 : 0, options.runs, options.deadline];
  const broker = contest.needsKafka ? await startBroker(onProgress) : undefined;
  const processes: SideProcess[] = [];
  const raw: Record<'ours' | 'peer', Run[]> & { secondPeer?: Run[] } = { ours: [], peer: [] };
  const start = async (label: string, root: string, side: keyof Raw): Promise<() => Promise<Run>> => {
    const started = new SideProcess(label, root, onProgress);
    processes.push(started);
    const { url, pid } = server;
    const brokers = broker?.brokers ?? [];
    await started.request(
      { type: 'open', contest: contest.name, side, quick, server: { url, pid }, brokers },
      OPEN_WITHIN,
    );
    return async () => (await started.request({ type: 'run' }, deadline))!;
  };
  const bound = (value: number) => () => Promise.resolve({ value });
  try {
    const peer = (): Promise<() => Promise<Run>> | (() => Promise<Run>) => {
      if (against !== undefined) return start('the other checkout', against, 'ours');
      return typeof contest.peer === 'number' ? bound(contest.peer) : start('the peer', ROOT, 'peer');
    };
    const hasSecond = contest.secondPeer !== undefined && against === undefined;
    const second = () => (hasSecond ? start('the second peer', ROOT, 'secondPeer') : undefined);
    const opened = await Promise.all([start('ours', ROOT, 'ours'), peer(), second()]);
    const names = ['ours', 'peer', 'secondPeer'] as const;
    const sides = opened.flatMap((run, nth) => (run ? [[names[nth]!, run] as const] : []));
    for (let round = first; round <= runs; round++) {
      onProgress(round === 0 ? 'warming up' : `run ${round} of ${runs}${summary(raw, contest.unit)}`);
      for (const [name, run] of round % 2 ? sides : sides.toReversed()) {
        const measured = await run();
        if (round > 0) (raw[name] ??= []).push(measured);
      }
    }
    await Promise.all(processes.map((side) => side.request({ type: 'close' }, CLOSE_WITHIN)));
    return resultsOf(contest, raw);
  } finally {
    for (const side of processes) side.kill();
    await broker?.stop();
  }
};

/** The contest has no result. The message names the side and its failure. */
class ContestFailed extends Error {
  override readonly name = 'ContestFailed';
}

/** The process of one side. It leads a process group, so that its child processes can be killed with it. */
class SideProcess {
  private readonly child: ChildProcess;
  private readonly killAtExit = (): void => this.kill();

  constructor(
    private readonly label: string,
    root: string,
    private readonly onProgress: (line: string) => void,
  ) {
    // Output of the side goes to standard error, because the standard output of the harness may be JSON.
    this.child = fork(sideProgram(root), { cwd: root, detached: true, stdio: ['ignore', 2, 2, 'ipc'] });
    process.once('exit', this.killAtExit);
  }

  /** @throws {ContestFailed} */
  request(request: Request, withinSeconds: number): Promise<Run | undefined> {
    const { child, label } = this;
    return new Promise((resolveRun, reject) => {
      const settle = (settled: () => void): void => {
        clearTimeout(late);
        child.off('message', onReply).off('exit', onExit);
        settled();
      };
      const fail = (what: string): void => settle(() => reject(new ContestFailed(`${label} ${what}`)));
      const onExit = (code: number | null, signal: string | null): void =>
        fail(`ended with ${signal ?? `exit code ${code}`} instead of answering to "${request.type}"`);
      const onReply = (reply: Reply): void => {
        if (reply.type === 'progress') this.onProgress(reply.line);
        else if (reply.type === 'failed') fail(`failed to ${request.type}: ${reply.reason}`);
        else settle(() => resolveRun(reply.run));
      };
      const late = setTimeout(
        () => fail(`did not answer to "${request.type}" within ${withinSeconds} s`),
        withinSeconds * 1_000,
      );
      child.on('message', onReply).once('exit', onExit);
      child.send(request, (error) => error && fail(`has ended before "${request.type}": ${error.message}`));
    });
  }

  kill(): void {
    process.off('exit', this.killAtExit);
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
