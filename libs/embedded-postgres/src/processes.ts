import type { Runner } from './runner.js';

/** Ends a process and its process group, because initdb runs other processes. */
export const endNow = (pid: number, signal: NodeJS.Signals): void => {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // There is no such group, or the process has ended.
    }
  }
};

/** The detached processes that this process started: initdb, and the server. */
export class Processes {
  private readonly ids = new Set<number>();
  private readonly atExit = (): void => this.end('SIGQUIT');

  /** Wraps a runner: every process that it starts is listed here until that process ends. */
  of(runner: Runner): Runner {
    return {
      ...runner,
      run: (program, args, output) => {
        const child = runner.run(program, args, output);
        const { pid } = child;
        if (pid !== undefined) {
          this.ids.add(pid);
          child.once('exit', () => this.ids.delete(pid));
        }
        return child;
      },
    };
  }

  /** Adds a running server, also one that another process has started. */
  add(pid: number): void {
    this.ids.add(pid);
  }

  /** Ends all processes at once. A server ends without a checkpoint, so that its next start runs recovery. */
  end(signal: NodeJS.Signals): void {
    for (const pid of this.ids) endNow(pid, signal);
  }

  /** Makes all processes end with this process, except after a SIGKILL. `release` undoes it. */
  endWithProcess(): void {
    process.once('exit', this.atExit);
  }

  release(): void {
    process.off('exit', this.atExit);
    this.ids.clear();
  }
}
