import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../architecture/files.js';
import { migratedForHub } from './databases.js';

/** The last line that a hub prints at its start. */
const READY = 'Stop with Ctrl-C.';

/** Returns the options of Node in the script `start`. */
const nodeOptions = (): readonly string[] => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<'start', string>> };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
};

/** A hub in a separate process, on a free port, with its own data folder. */
export class HubProcess {
  private constructor(
    readonly folder: string,
    private child: ChildProcess,
    private output: string[],
    public url: string,
  ) {}

  /**
   * Starts a hub. Needs `npm run build`. `database` is the address of an empty database as an administrator: it is
   * migrated, and the hub runs as an ordinary role.
   */
  static async start({
    folder,
    onLine,
    database,
    environment: given = {},
  }: {
    folder?: string;
    onLine?: (line: string) => void;
    database?: string;
    environment?: Record<string, string>;
  } = {}): Promise<HubProcess> {
    const environment = database
      ? { ...given, REGIE_POSTGRES_URL: (await migratedForHub(database)).runtimeUrl }
      : given;
    const home = folder ?? (await mkdtemp(join(tmpdir(), 'regie-')));
    const output: string[] = [];
    const child = spawn(process.execPath, [...nodeOptions(), 'dist/apps/hub/src/main.js'], {
      env: { ...process.env, REGIE_PORT: '0', REGIE_LOG_LEVEL: 'error', ...environment, REGIE_FOLDER: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line === '') return;
        output.push(line);
        onLine?.(line);
      });
    }
    let ended = false;
    // The output is complete at `close`; at `exit` the last lines may be missing.
    child.once('close', () => (ended = true));
    for (let waited = 0; waited < 60_000; waited += 50) {
      if (ended) throw new Error(`the hub did not start:\n${output.join('\n')}`);
      if (output.includes(READY)) {
        const { url } = JSON.parse(await readFile(join(home, 'hub.json'), 'utf8')) as { url: string };
        return new HubProcess(home, child, output, url);
      }
      await sleep(50);
    }
    child.kill('SIGKILL');
    throw new Error(`the hub was not ready within a minute:\n${output.join('\n')}`);
  }

  /** Starts the same hub again after its end, with its data and on its port, so that earlier tokens stay valid. */
  startAgain(environment: Record<string, string> = {}): Promise<HubProcess> {
    return HubProcess.start({
      folder: this.folder,
      environment: { ...environment, REGIE_PORT: new URL(this.url).port },
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  get lines(): readonly string[] {
    return this.output;
  }

  /** Kills the hub like a power cut: nothing gets a chance to finish. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  /** Stops the hub like Ctrl-C under npm: the terminal sends a signal, and npm another one. */
  async interrupt(): Promise<number | null> {
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill('SIGINT');
    await sleep(20);
    this.child.kill('SIGINT');
    return (await ended)[0];
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
