import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { type Follower, LOG } from '#messaging';
import { EVENT_STORE } from './tokens.js';

/** Everything in this process that follows a log: started last, stopped first, and asked how far it is. */
@Injectable()
export class Followers {
  private readonly all: Follower[] = [];

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  add(follower: Follower): void {
    this.all.push(follower);
  }

  start(): void {
    for (const follower of this.all) follower.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((follower) => follower.stop()));
  }

  /** The names of those that have not reached `position` in time. */
  async behind(source: string, position: string, timeoutMs: number): Promise<readonly string[]> {
    const arrived = await Promise.all(this.all.map((follower) => follower.reaches(source, position, timeoutMs)));
    return this.all.filter((_, index) => !arrived[index]).map(({ name }) => name);
  }

  /** Waits until everything that is in the log now is handled; false when that takes longer. */
  async settled(timeoutMs: number): Promise<boolean> {
    return (await this.behind(LOG, await this.store.head(), timeoutMs)).length === 0;
  }

  /** Those that cannot go on, and why. */
  problems(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.all.flatMap(({ name, problem }) => (problem ? [[name, `since ${problem.since.toISOString()}: ${problem.message}`]] : [])));
  }

  positions(source: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.all.map((follower) => [follower.name, follower.position(source)]));
  }
}
