import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { type EventStore, START } from '#event-store';
import type { Publishes } from '../embedded/embedded-log.js';
import { countFailedMessages, type FailedMessageState } from '../inbox/failed-messages.js';
import { checkpointOf } from '../projections/checkpoints.js';
import { belongsTo, LOG } from '../projections/own-events.js';
import type { KafkaClient } from './client.js';
import { publisherName } from './publisher.js';
import { contextOf, type Extent, lookAt, withAdmin } from './topics.js';

/** What is compared for one context: its store with what its publisher has brought to its topic, the topics with what its readers have handled. */
export type Reconciled = Readonly<{
  context: ContextName;
  store: EventStore;
  publishes: Publishes;
  db: DataSource;
  readers: readonly Readonly<{ name: string; topics: readonly Topic[] }>[];
}>;

/** A partition and somebody's position in it. All are offsets, decimal; `lag` is the number of messages to go. */
export type TopicPosition = Readonly<{ source: string; position: string; low: string; high: string; lag: string }>;

export type Reconciliation = Readonly<{
  context: ContextName;
  /** the position of the last event in the store */
  head: string;
  publisher: Readonly<{
    /** what its checkpoints are called */
    name: string;
    /** the log is published up to here */
    position: string;
    /** public events behind it, counted up to a thousand private ones; and when the oldest was recorded */
    unpublished: number;
    since?: string;
    /** per partition of its topic, what was acknowledged */
    topics: readonly TopicPosition[];
  }>;
  /** topics that should be there: nothing is published to them or read from them */
  missing: readonly string[];
  readers: readonly Readonly<{
    name: string;
    topics: readonly TopicPosition[];
    failedMessages: Readonly<Record<FailedMessageState, number>>;
  }>[];
  /** what is wrong and will not mend by itself, in words, with the remedy */
  problems: readonly string[];
}>;

const LOOK_AHEAD = 1_000;

/**
 * Compares the head of the store with what the topic and each reader has. Being behind is a number, not a problem; a problem is what nobody
 * will catch up with: a topic that has less than was acknowledged, a reader that stands outside of what is kept, letters that are dead.
 */
export const reconcile = async (
  client: KafkaClient,
  { context, store, publishes, db, readers }: Reconciled,
): Promise<Reconciliation> => {
  const problems: string[] = [];
  const asked = [...new Set([TOPICS[context], ...readers.flatMap(({ topics }) => topics)])];
  const publisher = publisherName(context);
  // Before the ends of the topics, which only grow: whoever is ahead of an end that was asked for later has something that is gone.
  const positions = await positionsOf(db, [publisher, ...readers.map(({ name }) => name)]);
  const { extents, missing } = await withAdmin(client, (admin) => lookAt(admin, client, asked));
  for (const topic of missing)
    problems.push(`the topic ${client.topicName(topic)} does not exist; make it with: npx regie topics apply`);

  const head = await store.head();
  const position = await checkpointOf(db, publisher, LOG);
  const ahead = (await store.readAll(position, LOOK_AHEAD)).filter(
    (event) => belongsTo(context, event.stream) && publishes(event) !== undefined,
  );
  const published = topicPositions(positions.get(publisher), extents, [TOPICS[context]]);
  for (const { source, position: acknowledged, high } of published) {
    if (BigInt(acknowledged) > BigInt(high)) {
      problems.push(
        `${source} ends at ${high}, but events up to ${acknowledged} were acknowledged: the topic was made anew or lost events; have everything published again: npx regie topics republish ${context}`,
      );
    }
  }

  const counts = await countFailedMessages(db);
  const readerStatus = readers.map(({ name, topics }) => {
    const at = topicPositions(positions.get(name), extents, topics);
    for (const { source, position: handled, low, high } of at) {
      if (BigInt(handled) < BigInt(low))
        problems.push(
          `${name} has handled ${source} up to ${handled}, but it begins at ${low}: what lies between is gone`,
        );
      if (BigInt(handled) > BigInt(high))
        problems.push(
          `${name} has handled ${source} up to ${handled}, but it ends at ${high}: the topic was made anew`,
        );
    }
    const failedMessages = { retrying: 0, 'dead-lettered': 0, blocked: 0 };
    for (const { processor, state, count } of counts) if (processor === name) failedMessages[state] = count;
    if (failedMessages['dead-lettered'] > 0) {
      problems.push(
        `${name} has ${failedMessages['dead-lettered']} dead letters, with ${failedMessages.blocked} events behind them; look at them with: npx regie dead-letters list --context ${contextOf(name)}`,
      );
    }
    return { name, topics: at, failedMessages };
  });
  return {
    context,
    head,
    publisher: {
      name: publisher,
      position,
      unpublished: ahead.length,
      ...(ahead[0] && { since: ahead[0].recordedAt }),
      topics: published,
    },
    missing: missing.map((topic) => client.topicName(topic)),
    readers: readerStatus,
    problems,
  };
};

/** Where each processor stands in each of its sources. */
const positionsOf = async (
  db: DataSource,
  processors: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const rows = await db.query<{ processor: string; source: string; position: string }[]>(
    'SELECT processor, source, position FROM checkpoints WHERE processor = ANY($1)',
    [processors],
  );
  return new Map(
    processors.map((name) => [
      name,
      new Map(rows.filter(({ processor }) => processor === name).map(({ source, position }) => [source, position])),
    ]),
  );
};

const topicPositions = (
  positions: ReadonlyMap<string, string> | undefined,
  extents: ReadonlyMap<string, Extent>,
  topics: readonly Topic[],
): TopicPosition[] =>
  [...extents]
    .filter(([source]) => topics.some((topic) => source.startsWith(`${topic}/`)))
    .map(([source, { low, high }]) => {
      const position = positions?.get(source) ?? START;
      const lag = high - BigInt(position);
      return { source, position, low: String(low), high: String(high), lag: String(lag > 0n ? lag : 0n) };
    });
