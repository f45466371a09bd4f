import { Injectable } from '@nestjs/common';
import { Shutdown } from './shutdown.js';

/** Marks the process as draining when its shutdown begins: readiness fails, so that load balancers send nothing new, and endless responses end. */
@Injectable()
export class Draining {
  private begunAt: Date | undefined;
  private readonly begun = new AbortController();
  /** aborts at the start of draining */
  readonly signal = this.begun.signal;

  constructor(shutdown: Shutdown) {
    shutdown.signal.addEventListener('abort', () => this.begin());
  }

  get since(): Date | undefined {
    return this.begunAt;
  }

  begin(): void {
    this.begunAt ??= new Date();
    this.begun.abort();
  }
}
