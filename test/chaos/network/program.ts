import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process must end within this time of SIGTERM. */
const MUST_END_WITHIN_MS = 20_000;
const STARTS_WITHIN_MS = 60_000;

const children = new Set<ChildProcess>();
// The child processes end with this process.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process of the hub. It can be stopped and started again at its address. Its output goes to a file. */
export class Program {
  private child: ChildProcess | undefined;
  /** the number of successful starts */
  starts = 0;
  /** true after a start, until a signal is sent to the process */
  running = false;

  constructor(
    readonly name: string,
    readonly url: string,
    readonly logFile: string,
    private readonly args: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Starts the process. Returns false when the process ends, or does not answer within a minute. */
  async start(): Promise<boolean> {
    const child = this.spawn(this.args);
    this.child = child;
    for (const deadline = Date.now() + STARTS_WITHIN_MS; Date.now() < deadline; await sleep(100)) {
      if (hasEnded(child)) return false;
      const answer = await fetch(`${this.url}/health/live`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      if (!answer?.ok) continue;
      this.starts++;
      return (this.running = true);
    }
    child.kill('SIGKILL');
    return false;
  }

  /** Stops the process with SIGTERM. Returns false when it did not end in time and was killed. */
  async stop(): Promise<boolean> {
    const { child } = this;
    this.running = false;
    if (!child || hasEnded(child)) return true;
    const ended = once(child, 'exit').then(() => true);
    child.kill('SIGTERM');
    const late = new AbortController();
    const inTime = await Promise.race([
      ended,
      sleep(MUST_END_WITHIN_MS, false, { signal: late.signal }).catch(() => true),
    ]);
    late.abort();
    if (inTime) return true;
    child.kill('SIGKILL');
    await ended;
    return false;
  }

  kill(): void {
    this.running = false;
    this.child?.kill('SIGKILL');
  }

  /** Runs a command in the environment of this process, to its end. */
  async run(args: readonly string[]): Promise<void> {
    const [code] = (await once(this.spawn(args), 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: see ${this.logFile}`);
  }

  private spawn(args: readonly string[]): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      env: { PATH, HOME, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    const log = createWriteStream(this.logFile, { flags: 'a' });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    child.once('close', () => log.end());
    return child;
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
