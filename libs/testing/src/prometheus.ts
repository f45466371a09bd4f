import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programOf } from './debian-package.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

const PACKAGE = 'prometheus';

/** The path of promtool, which checks rules; undefined where it cannot be had. */
export const promtool = (): Promise<string | undefined> => programOf(PACKAGE, '/usr/bin/promtool');

/** Runs promtool and returns its output, both on success and on failure. */
export const runPromtool = async (args: readonly string[]): Promise<Readonly<{ ok: boolean; output: string }>> => {
  const program = (await promtool())!;
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...args]);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: stdout + stderr };
  }
};

export type Alert = Readonly<{ labels: Readonly<Record<string, string>>; state: 'pending' | 'firing'; value: string }>;

/** A Prometheus with short intervals. Its data are thrown away when it stops. */
export class TestPrometheus {
  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly program: ChildProcess,
  ) {}

  /** Starts it with the text of a file of rules. */
  static async start(rules: string): Promise<TestPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'regie-prometheus-'));
    const port = await freePort();
    await writeFile(join(folder, 'rules.yml'), rules);
    await writeFile(join(folder, 'targets.json'), '[]');
    await writeFile(join(folder, 'prometheus.yml'), CONFIGURATION);
    const program = spawn(
      (await programOf(PACKAGE, '/usr/bin/prometheus'))!,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const prometheus = new TestPrometheus(`http://127.0.0.1:${port}`, folder, program);
    await until(() =>
      fetch(`${prometheus.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return prometheus;
  }

  /**
   * Scrapes these processes from now on. `targets`: the addresses (host:port) of those that may answer late, every four
   * seconds; `prompt`: those of the others, every two
   */
  async scrape(targets: readonly string[], prompt: readonly string[] = []): Promise<void> {
    const groups = [
      { targets, labels: {} },
      { targets: prompt, labels: { __scrape_interval__: '2s', __scrape_timeout__: '2s' } },
    ];
    await writeFile(join(this.folder, 'targets.json'), JSON.stringify(groups));
  }

  /** Returns the alerts that fire, or whose condition holds for less than their time. */
  async alerts(): Promise<readonly Alert[]> {
    return (await this.get<{ alerts: readonly Alert[] }>('alerts')).alerts;
  }

  /** Returns the value of the first series of a query; undefined without one. */
  async value(query: string): Promise<number | undefined> {
    const { result } = await this.get<{ result: readonly Readonly<{ value: readonly [number, string] }>[] }>(
      `query?query=${encodeURIComponent(query)}`,
    );
    return result[0] && Number(result[0].value[1]);
  }

  async stop(): Promise<void> {
    this.program.kill('SIGKILL');
    if (this.program.exitCode === null && this.program.signalCode === null) await once(this.program, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async get<Data>(path: string): Promise<Data> {
    return ((await (await fetch(`${this.url}/api/v1/${path}`)).json()) as { data: Data }).data;
  }
}

const CONFIGURATION = `
global:
  scrape_interval: 4s
  scrape_timeout: 4s
  evaluation_interval: 1s
rule_files: [rules.yml]
scrape_configs:
  - job_name: regie
    file_sd_configs: [{ files: [targets.json], refresh_interval: 1s }]
`;
