import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type ContextName, TOPICS } from '#contracts';
import { comparePositions } from '#event-store';
import type { WritePosition } from '#http';
import { type PublicProjection, readsPublicEvents } from '#messaging';
import { typeParsers } from '#postgres';
import { CONTEXTS } from '../projections/read-models.js';

/** The interval at which the positions of processors are read. A delay is measured too long by this at most. */
const LOOK_EVERY_MS = 20;
/** The number of writes that have to be in the read models before the processors that handle them are known. */
const FIRST_WRITES = 3;
const VISIBLE_WITHIN_MS = 60_000;

/** A write at `position`, acknowledged at `at`, in ms of the clock of this process. */
export type Acknowledged = WritePosition & Readonly<{ at: number }>;

/** The delays of a processor in ms: from the acknowledgement of a write until the read model contains it. */
export type Delays = Readonly<{ processor: string; delays: readonly number[] }>;

/**
 * Measures how long after its acknowledgement each write is visible in each read model, from the positions that
 * processors store in the transaction of a page.
 * A processor of the log stores its position there, a reader of Kafka the revision of each stream.
 */
export class ProcessorDelays {
  private processors: readonly Watched[] = [];
  private closed = false;
  private looking: Promise<unknown> | undefined;

  private constructor(private readonly databases: readonly Database[]) {}

  /**
   * Connects to the databases of the contexts. The processors to watch are those that handle these writes. A processor
   * without events for them stores no position.
   * @throws {Error} with the name of a processor that does not contain the writes within `withinMs`
   */
  static async open(
    urls: readonly string[],
    visible: readonly Acknowledged[],
    withinMs = VISIBLE_WITHIN_MS,
  ): Promise<ProcessorDelays> {
    if (visible.length < FIRST_WRITES) throw new Error(`this needs ${FIRST_WRITES} writes`);
    const databases = await Promise.all(urls.map((url) => Database.open(url)));
    const delays = new ProcessorDelays(databases);
    const finding = Promise.all(databases.map((database) => database.processorsOf(visible, withinMs)));
    delays.processors = (
      await finding.catch(async (error: unknown) => {
        await delays.close();
        throw error;
      })
    ).flat();
    delays.looking = Promise.all(databases.map((database) => delays.look(database)));
    // An error of `look` reaches the caller by `caughtUp`.
    delays.looking.catch(() => undefined);
    return delays;
  }

  /** Measures this write from now on. */
  add(write: Acknowledged): void {
    for (const processor of this.processors) processor.pending.set(write.digest, write);
  }

  /**
   * Resolves when every read model contains all writes, with the delays since the last call.
   * @throws {Error} with the name of a processor that takes too long
   */
  async caughtUp(): Promise<readonly Delays[]> {
    for (const deadline = performance.now() + VISIBLE_WITHIN_MS; ;) {
      const late = this.processors.find(({ pending }) => pending.size > 0);
      if (!late) break;
      if (performance.now() > deadline) throw tooLate(late.name, VISIBLE_WITHIN_MS);
      await Promise.race([pause(LOOK_EVERY_MS), this.looking]);
    }
    return this.processors.map(({ name, delays }) => ({ processor: name, delays: delays.splice(0) }));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.looking;
    await Promise.all(this.databases.map((database) => database.close()));
  }

  private async look(database: Database): Promise<void> {
    for (; !this.closed; await pause(LOOK_EVERY_MS))
      await database.look(this.processors.filter(({ pending }) => pending.size > 0));
  }
}

type Watched = Readonly<{
  name: string;
  database: Database;
  /** true for a processor of the log, false for a reader of Kafka */
  ofLog: boolean;
  /** the writes that are not visible yet, by the digest of their stream */
  pending: Map<string, Acknowledged>;
  delays: number[];
}>;

const tooLate = (processor: string, withinMs: number): Error =>
  new Error(`${processor} is behind after ${withinMs / 1_000} s`);

class Database {
  private constructor(
    private readonly client: pg.Client,
    private readonly schemas: readonly string[],
  ) {}

  static async open(connectionString: string): Promise<Database> {
    const client = new pg.Client({ connectionString, types: typeParsers });
    await client.connect();
    const { rows } = await client.query<{ schema: string }>(
      `select schema from unnest($1::text[]) as schema where to_regclass(schema || '.checkpoints') is not null`,
      [CONTEXTS.map(({ name }) => name)],
    );
    return new Database(
      client,
      rows.map(({ schema }) => schema),
    );
  }

  /**
   * Returns the processors of this database that handle these writes, as soon as all have applied them: the readers of
   * their topic, and the processors of their log that store its position.
   * @throws {Error} with the name of a read model or reactor that is missing or takes too long
   */
  async processorsOf(writes: readonly Acknowledged[], withinMs: number): Promise<readonly Watched[]> {
    const { context } = writes.at(-1)!;
    const found = (name: string, ofLog: boolean): Watched => {
      return { name, database: this, ofLog, pending: new Map(), delays: [] };
    };
    for (const deadline = performance.now() + withinMs; ; await pause(LOOK_EVERY_MS)) {
      const readers = await this.readersOf(TOPICS[context]);
      const ofLog = (await this.inLogAfter(writes)).filter((name) => !readers.includes(name));
      const late =
        (await this.lateOf(readers, writes)) ??
        handlersOf(context, this.schemas).find((name) => !readers.includes(name) && !ofLog.includes(name));
      if (late === undefined)
        return [...ofLog.map((name) => found(name, true)), ...readers.map((name) => found(name, false))];
      if (performance.now() > deadline) throw tooLate(late, withinMs);
    }
  }

  /** Moves the writes that have become visible from `pending` to `delays`. */
  async look(watched: readonly Watched[]): Promise<void> {
    const here = watched.filter(({ database }) => database === this);
    const [ofLog, readers] = [here.filter((each) => each.ofLog), here.filter((each) => !each.ofLog)];
    if (ofLog.length > 0) {
      const positions = new Map((await this.positions()).map(({ processor, position }) => [processor, position]));
      const at = performance.now();
      for (const { name, pending, delays } of ofLog)
        for (const [stream, write] of pending)
          if (comparePositions(positions.get(name) ?? '0', write.position) >= 0) {
            delays.push(at - write.at);
            pending.delete(stream);
          }
    }
    if (readers.length > 0) {
      const revisions = await this.revisions([...new Set(readers.flatMap(({ pending }) => [...pending.keys()]))]);
      const at = performance.now();
      for (const { processor, stream, revision } of revisions) {
        const reader = readers.find(({ name }) => name === processor);
        const write = reader?.pending.get(stream);
        if (!write || Number(revision) < write.revision) continue;
        reader!.delays.push(at - write.at);
        reader!.pending.delete(stream);
      }
    }
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** Returns a reader that has not applied all these writes. */
  private async lateOf(readers: readonly string[], writes: readonly Acknowledged[]): Promise<string | undefined> {
    const applied = await this.revisions(writes.map(({ digest }) => digest));
    return readers.find((name) => applied.filter(({ processor }) => processor === name).length < writes.length);
  }

  /** Returns the processors whose position in the log of these writes is after them. */
  private async inLogAfter(writes: readonly Acknowledged[]): Promise<readonly string[]> {
    const { context, position: end } = writes.at(-1)!;
    // Positions of different logs cannot be compared.
    const positions = this.schemas.includes(context) ? await this.positions() : [];
    return positions.filter(({ position }) => comparePositions(position, end) >= 0).map(({ processor }) => processor);
  }

  private async positions(): Promise<readonly { processor: string; position: string }[]> {
    const { rows } = await this.client.query<{ processor: string; position: string }>({
      name: 'positions',
      text: this.union((schema) => `select processor, position from ${schema}.checkpoints where source = 'log'`),
    });
    return rows;
  }

  /** A publisher stores the ends of its partitions too, beside its position in the log. */
  private async readersOf(topic: string): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ processor: string }>(
      this.union(
        (schema) =>
          `select distinct processor from ${schema}.checkpoints
            where source like $1 and processor not in (select processor from ${schema}.checkpoints where source = 'log')`,
      ),
      [`${topic}/%`],
    );
    return rows.map(({ processor }) => processor);
  }

  private async revisions(
    streams: readonly string[],
  ): Promise<readonly { processor: string; stream: string; revision: string }[]> {
    const { rows } = await this.client.query<{ processor: string; stream: string; revision: string }>({
      name: 'revisions',
      text: this.union(
        (schema) =>
          `select processor, md5(key) as stream, sequence as revision
             from (select distinct processor from ${schema}.checkpoints) as each
             cross join unnest($1::text[]) as wanted (digest)
             join ${schema}.stream_positions using (processor) where md5(key) = wanted.digest`,
      ),
      values: [streams],
    });
    return rows;
  }

  private union(select: (schema: string) => string): string {
    return this.schemas.map(select).join(' union all ');
  }
}

/** Returns the read models and reactors of these contexts that handle the events of a context, from their definitions. */
const handlersOf = (source: ContextName, contexts: readonly string[]): readonly string[] => {
  const readsTopic = ({ from }: PublicProjection): boolean => from.topics.includes(TOPICS[source]);
  return CONTEXTS.filter(({ name }) => contexts.includes(name))
    .flatMap(({ name, projections, reactors = [] }) => [
      ...projections.filter((model) => (readsPublicEvents(model) ? readsTopic(model) : name === source)),
      ...reactors.filter(({ readModel }) => readsTopic(readModel)),
    ])
    .map(({ name }) => name);
};
