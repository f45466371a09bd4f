import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '#testing/until';

/** A service of one context in a process of its own. Needs `npm run build`. */
export class ServiceProcess {
  private constructor(
    private readonly context: string,
    private readonly environment: Readonly<Record<string, string>>,
    private child: ChildProcess,
  ) {}

  /** Starts it, and resolves when it answers. `environment`: with REGIE_PORT */
  static async start(context: string, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    const service = new ServiceProcess(context, environment, spawned(context, environment));
    await service.answers();
    return service;
  }

  /** The address that Prometheus scrapes. */
  get target(): string {
    return `127.0.0.1:${this.environment['REGIE_PORT']}`;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Sends a request without a token. */
  get(path: string): Promise<Response> {
    return fetch(`http://${this.target}${path}`);
  }

  async metrics(): Promise<string> {
    return (await this.get('/metrics')).text();
  }

  /** Kills the process like a power cut, and starts it again. */
  async restart(): Promise<void> {
    await this.kill();
    this.child = spawned(this.context, this.environment);
    await this.answers();
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private answers(): Promise<unknown> {
    return until(() => {
      if (this.child.exitCode !== null)
        throw new Error(`the service ${this.context} ended with ${this.child.exitCode}`);
      return this.get('/health/live').then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }
}

const spawned = (context: string, environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [`dist/apps/${context}/src/main.js`], {
    env: { ...process.env, REGIE_LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', process.env.REGIE_TEST_LOG_LEVEL ? 'inherit' : 'ignore'],
  });
