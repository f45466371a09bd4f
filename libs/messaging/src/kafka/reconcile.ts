import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { type EventStore, START } from '#event-store';
import { statement } from '#postgres';
import type { Publishes } from '../embedded/embedded-log.js';
import { countFailedMessages, type FailedMessageState } from '../inbox/failed-messages.js';
import { checkpointOf } from '../projections/checkpoints.js';
import { belongsTo, LOG } from '../projections/own-events.js';
import type { KafkaClient } from './client.js';
import type { TopicExaminer } from './examine-topics.js';
import { publisherName } from './publisher.js';
import { contextOf, type Extent, lookAt, withAdmin } from './topics.js';

/** The parts of a context that are compared: its store with its topic, and the topics with its readers. */
export type Reconciled = Readonly<{
  context: ContextName;
  store: EventStore;
  publishes: Publishes;
  db: DataSource;
  readers: readonly Readonly<{ name: string; topics: readonly Topic[] }>[];
  /** examines the settings of the topics; when left out, they are not examined */
  examiner?: TopicExaminer;
}>;

/**
 * The position of a processor in a partition. All numbers are decimal offsets; `lag` is the number of messages still to
 * handle.
 */
export type TopicPosition = Readonly<{ source: string; position: string; low: string; high: string; lag: string }>;

export type Reconciliation = Readonly<{
  context: ContextName;
  /** the position of the last event in the store */
  head: string;
  publisher: Readonly<{
    /** the name of its processor in the checkpoints */
    name: string;
    /** the log is published up to here */
    position: string;
    /** public events among the next thousand events of the log */
    unpublished: number;
    /** the moment at which the oldest unpublished one was recorded */
    since?: string;
    /** the acknowledged offset in each partition of its topic */
    topics: readonly TopicPosition[];
  }>;
  /** topics that do not exist, although the context uses them */
  missing: readonly string[];
  readers: readonly Readonly<{
    name: string;
    topics: readonly TopicPosition[];
    failedMessages: Readonly<Record<FailedMessageState, number>>;
  }>[];
  /** sentences about errors that need an operator, with the remedy */
  problems: readonly string[];
}>;

const LOOK_AHEAD = 1_000;

/**
 * Compares the head of the store with the positions of the publisher and of each reader.
 * Lag is reported as a number and not as a problem. Problems are lost events, unsuitable topics, positions outside of a
 * topic, and dead-lettered messages.
 */
export const reconcile = async (client: KafkaClient, reconciled: Reconciled): Promise<Reconciliation> => {
  const { context, store, db, readers, examiner } = reconciled;
  const topics = [...new Set([TOPICS[context], ...readers.flatMap((reader) => reader.topics)])];
  const name = publisherName(context);
  // Positions are read before the ends of the topics, which only grow: a position after an end then proves a loss.
  const positions = await positionsOf(db, [name, ...readers.map((reader) => reader.name)]);
  const { extents, missing, unsuitable } = await withAdmin(client, async (admin) => {
    const found = await lookAt(admin, client, topics);
    const present = topics.filter((topic) => !found.missing.includes(topic));
    return { ...found, unsuitable: (await examiner?.examine(admin, present)) ?? [] };
  });
  const head = await store.head();
  const publisher = {
    ...(await publicationOf(reconciled)),
    topics: topicPositions(positions.get(name), extents, [TOPICS[context]]),
  };
  const counts = await countFailedMessages(db);
  const readerStatus = readers.map((reader) => ({
    name: reader.name,
    topics: topicPositions(positions.get(reader.name), extents, reader.topics),
    failedMessages: failedMessagesOf(reader.name, counts),
  }));
  const missingTopics = missing.map((topic) => client.topicName(topic));
  return {
    context,
    head,
    publisher,
    missing: missingTopics,
    readers: readerStatus,
    problems: [
      ...missingTopics.map((topic) => `the topic ${topic} does not exist; make it with: npx regie topics apply`),
      ...unsuitable,
      ...problemsOfPartitions(client, context, positions.get(name), extents),
      ...publisher.topics.flatMap((topic) => problemsOfPublished(context, topic)),
      ...readerStatus.flatMap(problemsOfReader),
    ],
  };
};

/** Compares the log with the position of the publisher. */
const publicationOf = async ({
  context,
  store,
  publishes,
  db,
}: Reconciled): Promise<Omit<Reconciliation['publisher'], 'topics'>> => {
  const name = publisherName(context);
  const position = await checkpointOf(db, name, LOG);
  const unpublished = (await store.readAll(position, LOOK_AHEAD)).filter(
    (event) => belongsTo(context, event.stream) && publishes(event) !== undefined,
  );
  return {
    name,
    position,
    unpublished: unpublished.length,
    ...(unpublished[0] && { since: unpublished[0].recordedAt }),
  };
};

/** The position of one processor in one source, and the end of the source. */
export type ProcessorProgress = Readonly<{ name: string; source: string; position: string; end: string }>;

/**
 * Returns the progress of the publisher and the readers of a context, without a request to the brokers.
 * @param ends the end of each partition at the last response of the brokers, by source
 */
export const progressOnBus = async (
  reconciled: Reconciled,
  ends: ReadonlyMap<string, string>,
): Promise<readonly ProcessorProgress[]> => {
  const { store, db, readers } = reconciled;
  const [head, { name, position, unpublished }, positions] = await Promise.all([
    store.head(),
    publicationOf(reconciled),
    positionsOf(
      db,
      readers.map((reader) => reader.name),
    ),
  ]);
  // Private events are not published, so they do not count as lag.
  const publisher = { name, source: LOG, position, end: unpublished > 0 ? head : position };
  const ofReaders = readers.flatMap((reader) =>
    [...ends]
      .filter(([source]) => reader.topics.some((topic) => source.startsWith(`${topic}/`)))
      .map(([source, end]) => ({
        name: reader.name,
        source,
        position: positions.get(reader.name)?.get(source) ?? START,
        end,
      })),
  );
  return [publisher, ...ofReaders];
};

/** Compares the partitions of the topic of a context with those among which its publisher distributes the events. */
const problemsOfPartitions = (
  client: KafkaClient,
  context: ContextName,
  positions: ReadonlyMap<string, string> | undefined,
  extents: ReadonlyMap<string, Extent>,
): readonly string[] => {
  const topic = TOPICS[context];
  const used = Number(positions?.get(topic) ?? START);
  const present = [...extents.keys()].filter((source) => source.startsWith(`${topic}/`)).length;
  if (used === 0 || present === 0 || used === present) return [];
  return [
    present > used
      ? `${client.topicName(topic)} has ${present} partitions, and had ${used} when its first event was published: ${publisherName(context)} keeps to the first ${used}, because others would lose the order of each stream; to use all of them: npx regie topics republish ${context}`
      : `${client.topicName(topic)} has ${present} partitions, and had ${used} when its first event was published: the topic was made anew; have everything published again: npx regie topics republish ${context}`,
  ];
};

const problemsOfPublished = (context: ContextName, { source, position, high }: TopicPosition): readonly string[] =>
  BigInt(position) > BigInt(high)
    ? [
        `${source} ends at ${high}, but events up to ${position} were acknowledged: the topic was made anew or lost events; have everything published again: npx regie topics republish ${context}`,
      ]
    : [];

const problemsOfReader = ({ name, topics, failedMessages }: Reconciliation['readers'][number]): readonly string[] => {
  const problems: string[] = [];
  for (const { source, position, low, high } of topics) {
    if (BigInt(position) < BigInt(low))
      problems.push(
        `${name} has handled ${source} up to ${position}, but it begins at ${low}: what lies between is gone`,
      );
    if (BigInt(position) > BigInt(high))
      problems.push(`${name} has handled ${source} up to ${position}, but it ends at ${high}: the topic was made anew`);
  }
  if (failedMessages['dead-lettered'] > 0)
    problems.push(
      `${name} has ${failedMessages['dead-lettered']} dead letters, with ${failedMessages.blocked} events behind them; look at them with: npx regie dead-letters list --context ${contextOf(name)}`,
    );
  return problems;
};

const failedMessagesOf = (
  reader: string,
  counts: Awaited<ReturnType<typeof countFailedMessages>>,
): Record<FailedMessageState, number> => {
  const failedMessages = { retrying: 0, 'dead-lettered': 0, blocked: 0 };
  for (const { processor, state, count } of counts) if (processor === reader) failedMessages[state] = count;
  return failedMessages;
};

const POSITIONS = statement<{ processor: string; source: string; position: string }>(
  'messaging.positions',
  'SELECT processor, source, position FROM checkpoints WHERE processor = ANY($1)',
);

/** Reads the position of each processor in each of its sources. */
const positionsOf = async (
  db: DataSource,
  processors: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const rows = await POSITIONS.rows(db, [processors]);
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
