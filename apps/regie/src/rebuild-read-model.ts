import {
  checkpointsOf,
  FailedMessagesLeft,
  KafkaConsumer,
  LOG,
  type Progress,
  type PublicProjection,
  readableOnly,
  readsPublicEvents,
  rebuild,
  RebuildUnderWay,
  topicExtents,
} from '#messaging';
import { ownerRole } from '#runtime';
import { CONTEXTS, sourceOf, withContext, withStore } from './contexts.js';
import { databaseFailed, isOverKafka } from './database.js';
import { withKafka } from './kafka.js';
import { CommandFailed, type Terminal } from './terminal.js';

/** All read models that `npx regie rebuild` accepts. */
export const READ_MODELS = CONTEXTS.flatMap((context) => context.projections.map((model) => ({ context, model })));

type RebuildTarget = (typeof READ_MODELS)[number];
/** `postgresUrl` is that of the owner of the tables. `incomplete` allows topics that no longer contain every event. */
export type RebuildOptions = Readonly<{
  postgresUrl: string;
  incomplete: boolean;
  onProgress(progress: Progress): void;
}>;

/**
 * Rebuilds a read model while the hub runs, and returns the number of events that were applied.
 * @throws {CommandFailed} with the remedy
 */
export const rebuildReadModel = async (
  readModel: RebuildTarget,
  terminal: Terminal,
  options: RebuildOptions,
): Promise<number> => {
  const { context, model } = readModel;
  try {
    if (readsPublicEvents(model) && isOverKafka(terminal)) return await fromTopics(readModel, model, terminal, options);
    const { postgresUrl, onProgress } = options;
    const role = await ownerRole(postgresUrl, CONTEXTS);
    return await withContext(
      context,
      postgresUrl,
      (db) =>
        withStore({ postgresUrl, env: terminal.env, role }, (store) => {
          const heads = async (): Promise<ReadonlyMap<string, string>> => new Map([[LOG, await store.head()]]);
          return rebuild(db, context.name, model, sourceOf(store, context, model), heads, onProgress);
        }),
      { purpose: 'rebuild', role },
    );
  } catch (error) {
    if (error instanceof RebuildUnderWay)
      throw new CommandFailed(`Another rebuild in the ${context.name} context is under way.`, 'Wait until it is done.');
    if (error instanceof FailedMessagesLeft)
      throw new CommandFailed(
        `${error.message}.`,
        `List them: npx regie dead-letters list --context ${context.name} --reader ${model.name}`,
      );
    throw databaseFailed(error);
  }
};

/** Rebuilds from public events in Kafka, read by a separate consumer group. */
const fromTopics = (
  { context }: RebuildTarget,
  model: PublicProjection,
  terminal: Terminal,
  { postgresUrl, incomplete, onProgress }: RebuildOptions,
): Promise<number> =>
  withKafka(terminal, async (client) => {
    const role = await ownerRole(postgresUrl, CONTEXTS);
    const { name, from } = model;
    const { topics } = from;
    const source = readableOnly(new KafkaConsumer(client).consume(`${name}.rebuild`, topics));
    const heads = async () =>
      new Map([...(await topicExtents(client, topics))].map(([partition, { high }]) => [partition, String(high)]));
    return withContext(
      context,
      postgresUrl,
      async (db) => {
        // Checkpoints are read before the ends of the topics. Ends only grow, so a checkpoint beyond an end proves that events were lost.
        const checkpoints = await checkpointsOf(db, name);
        const losses = lossesIn(await topicExtents(client, topics), checkpoints);
        if (losses.length > 0 && !incomplete) {
          throw new CommandFailed(
            `Not all that was published is still there: ${losses.join(', ')}. What is gone would be missing.`,
            'Have everything published again (npx regie topics republish), and rebuild with --incomplete when that has come.',
          );
        }
        return rebuild(db, context.name, model, source, heads, onProgress);
      },
      { purpose: 'rebuild', role },
    );
  });

/** Lists the partitions that lost events: the first events are gone, or a checkpoint lies beyond the end. */
const lossesIn = (
  extents: Awaited<ReturnType<typeof topicExtents>>,
  reached: ReadonlyMap<string, string>,
): readonly string[] =>
  [...extents].flatMap(([source, { low, high }]) => {
    const position = BigInt(reached.get(source) ?? 0);
    if (low > 0n) return [`${source} begins at ${low}`];
    return position > high ? [`${source} ends at ${high}, and was read up to ${position}: it was made anew`] : [];
  });
