import type { Runner } from './runner.js';

/** Ends a process and those of its group: initdb runs others. */
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

/** The processes that this one runs detached: initdb, and the server. */
export class Processes {
  private readonly ids = new Set<number>();
  private readonly atExit = (): void => this.end('SIGQUIT');

  /** Adds every process that the runner starts, until it ends. */
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

  /** Adds a server that another process has started. */
  add(pid: number): void {
    this.ids.add(pid);
  }

  /** Ends them at once: the server without a checkpoint, so that its next start recovers. */
  end(signal: NodeJS.Signals): void {
    for (const pid of this.ids) endNow(pid, signal);
  }

  /** Ends them when this process exits in whatever way but a SIGKILL, until `release`. */
  endWithProcess(): void {
    process.once('exit', this.atExit);
  }

  release(): void {
    process.off('exit', this.atExit);
    this.ids.clear();
  }
}
