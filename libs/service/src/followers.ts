import { Injectable } from '@nestjs/common';
import type { Follower } from '#messaging';

/** Everything in this process that follows a log: started last, stopped first, and asked how far it is. */
@Injectable()
export class Followers {
  private readonly all: Follower[] = [];

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

  /** Those that cannot go on, and why. */
  problems(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.all.flatMap(({ name, problem }) => (problem ? [[name, `since ${problem.since.toISOString()}: ${problem.message}`]] : [])));
  }

  positions(source: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.all.map((follower) => [follower.name, follower.position(source)]));
  }
}
