import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { comparePositions, type EventStore } from '#event-store';
import type { Place } from '#http';
import { contextOfStream, hasApplied, LOG, type ProcessorHandle } from '#messaging';
import { EVENT_STORE } from './injection-tokens.js';

/** A processor of public events of contexts that may be in other processes, with the database that knows how far it is in each stream. */
type Reader = Readonly<{ processor: ProcessorHandle; topics: readonly Topic[]; db: DataSource }>;

const LOOK_EVERY_MS = 25;

/** Everything in this process that follows a log: started last, stopped first, and asked how far it is. */
@Injectable()
export class ProcessorRegistry {
  private readonly own: ProcessorHandle[] = [];
  private readonly publishers: ProcessorHandle[] = [];
  private readonly readers: Reader[] = [];
  private readonly contexts = new Set<ContextName>();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** The process has this context, and its log. */
  serve(context: ContextName): void {
    this.contexts.add(context);
  }

  /** One that follows the log of this process. */
  add(processor: ProcessorHandle): void {
    this.own.push(processor);
  }

  /** One that brings the log of this process to others; what is read here does not wait for it. */
  addPublisher(processor: ProcessorHandle): void {
    this.publishers.push(processor);
  }

  /** One that follows what contexts publish on a bus outside. */
  addReader(reader: Reader): void {
    this.readers.push(reader);
  }

  start(): void {
    for (const processor of this.all) processor.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((processor) => processor.stop()));
  }

  /** The names of those that have not got as far as `place` in time, of all that are to see it. */
  async behind(place: Place, timeoutMs: number): Promise<readonly string[]> {
    if (this.contexts.has(place.context)) {
      const end = await this.end();
      // what is not in the log will not come by waiting
      const isThere = end !== undefined && comparePositions(place.position, end.position) <= 0;
      return this.behindInLog(place.position, isThere ? timeoutMs : 0);
    }
    const concerned = this.readers.filter(({ topics }) => topics.includes(TOPICS[place.context]));
    const arrived = await Promise.all(concerned.map((reader) => hasReached(reader, place, timeoutMs)));
    return concerned.filter((_, index) => !arrived[index]).map(({ processor }) => processor.name);
  }

  /** Where the last event in the log of this process is; undefined when it is empty. */
  async end(): Promise<(Omit<Place, 'digest'> & { stream: string }) | undefined> {
    const [last] = await this.store.readAllBackwards(1);
    return last && { ...last, context: contextOfStream(last.stream) };
  }

  /** The names of those that have not handled all that is in the log now in time. */
  async unsettled(timeoutMs: number): Promise<readonly string[]> {
    return this.behindInLog(await this.store.head(), timeoutMs);
  }

  /** Waits until everything that is in the log now is handled; false when that takes longer. */
  async settled(timeoutMs: number): Promise<boolean> {
    return (await this.unsettled(timeoutMs)).length === 0;
  }

  /** Those that cannot go on, and why. */
  problems(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.all.flatMap(({ name, problem }) =>
        problem ? [[name, `since ${problem.since.toISOString()}: ${problem.message}`]] : [],
      ),
    );
  }

  /** How far each reader of the log of this process has got in it. */
  positions(): readonly (readonly [processor: string, position: string])[] {
    return this.own.map((processor) => [processor.name, processor.position(LOG)]);
  }

  /** Whether each cannot go on. */
  stuck(): readonly (readonly [processor: string, stuck: boolean])[] {
    return this.all.map(({ name, problem }) => [name, problem !== undefined]);
  }

  private get all(): readonly ProcessorHandle[] {
    return [...this.own, ...this.publishers, ...this.readers.map(({ processor }) => processor)];
  }

  private async behindInLog(position: string, timeoutMs: number): Promise<readonly string[]> {
    const arrived = await Promise.all(this.own.map((processor) => processor.reaches(LOG, position, timeoutMs)));
    return this.own.filter((_, index) => !arrived[index]).map(({ name }) => name);
  }
}

/** Asks the database, for another process of this name may be the one that reads this stream. */
const hasReached = async (
  { processor: { name }, db }: Reader,
  { digest, revision }: Place,
  timeoutMs: number,
): Promise<boolean> => {
  for (const deadline = Date.now() + timeoutMs; ; await pause(LOOK_EVERY_MS)) {
    if (await hasApplied(db, name, digest, revision)) return true;
    if (Date.now() > deadline) return false;
  }
};
