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
import { CONTEXTS, sourceOf, withContext, withStore } from './contexts.js';
import { databaseFailed, isOverKafka } from './database.js';
import { withKafka } from './kafka.js';
import { CommandFailed, type Terminal } from './terminal.js';

/** What `npx regie rebuild` takes. */
export const READ_MODELS = CONTEXTS.flatMap((context) => context.projections.map((model) => ({ context, model })));

type Wanted = (typeof READ_MODELS)[number];
/** `incomplete`: also when a topic does not hold all that was ever in it. */
export type RebuildOptions = Readonly<{
  postgresUrl: string;
  incomplete: boolean;
  onProgress(progress: Progress): void;
}>;

/**
 * Rebuilds the read model while the hub goes on, and answers how many events it was rebuilt from.
 * @throws {CommandFailed} with the remedy
 */
export const rebuildReadModel = async (
  wanted: Wanted,
  terminal: Terminal,
  options: RebuildOptions,
): Promise<number> => {
  const { context, model } = wanted;
  try {
    if (readsPublicEvents(model) && isOverKafka(terminal)) return await fromTopics(wanted, model, terminal, options);
    const { postgresUrl, onProgress } = options;
    return await withContext(context, postgresUrl, (db) =>
      withStore({ postgresUrl, env: terminal.env }, (store) => {
        const heads = async (): Promise<ReadonlyMap<string, string>> => new Map([[LOG, await store.head()]]);
        return rebuild(db, context.name, model, sourceOf(store, context, model), heads, onProgress);
      }),
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

/** What others publish is read from Kafka, as the running service does, by a group of its own. */
const fromTopics = (
  { context }: Wanted,
  model: PublicProjection,
  terminal: Terminal,
  { postgresUrl, incomplete, onProgress }: RebuildOptions,
): Promise<number> =>
  withKafka(terminal, async (client) => {
    const { name, from } = model;
    const { topics } = from;
    const source = readableOnly(new KafkaConsumer(client).consume(`${name}.rebuild`, topics));
    const heads = async () =>
      new Map([...(await topicExtents(client, topics))].map(([partition, { high }]) => [partition, String(high)]));
    return withContext(context, postgresUrl, async (db) => {
      // In this order: topics only grow, and whoever reads one rightly is never beyond an end that is asked for later.
      const reached = await checkpointsOf(db, name);
      const gone = goneFrom(await topicExtents(client, topics), reached);
      if (gone.length > 0 && !incomplete) {
        throw new CommandFailed(
          `Not all that was published is still there: ${gone.join(', ')}. What is gone would be missing.`,
          'Have everything published again (npx regie topics republish), and rebuild with --incomplete when that has come.',
        );
      }
      return rebuild(db, context.name, model, source, heads, onProgress);
    });
  });

/** What the topics have lost: at their beginning, or altogether, when they end before what has been read of them. */
const goneFrom = (
  extents: Awaited<ReturnType<typeof topicExtents>>,
  reached: ReadonlyMap<string, string>,
): readonly string[] =>
  [...extents].flatMap(([source, { low, high }]) => {
    const position = BigInt(reached.get(source) ?? 0);
    if (low > 0n) return [`${source} begins at ${low}`];
    return position > high ? [`${source} ends at ${high}, and was read up to ${position}: it was made anew`] : [];
  });
