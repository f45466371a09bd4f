import { LOG, type Progress, rebuild, RebuildUnderWay } from '#messaging';
import { CONTEXTS, sourceOf, withContext, withStore } from './contexts.js';
import { databaseFailed } from './database.js';
import { CommandFailed } from './terminal.js';

/** What `regie rebuild` takes. */
export const READ_MODELS = CONTEXTS.flatMap((context) => context.readModels.map((model) => ({ context, model })));

/**
 * Rebuilds the read model while the hub goes on, and answers how many events it was rebuilt from.
 * @throws {CommandFailed} with the remedy
 */
export const rebuildReadModel = async ({ context, model }: (typeof READ_MODELS)[number], postgresUrl: string, onProgress: (progress: Progress) => void): Promise<number> => {
  try {
    return await withContext(context, postgresUrl, (db) =>
      withStore(postgresUrl, (store) => {
        const heads = async (): Promise<ReadonlyMap<string, string>> => new Map([[LOG, await store.head()]]);
        return rebuild(db, context.name, model, sourceOf(store, context, model), heads, onProgress);
      }),
    );
  } catch (error) {
    if (error instanceof RebuildUnderWay) throw new CommandFailed(`Another rebuild in the ${context.name} context is under way.`, 'Wait until it is done.');
    throw databaseFailed(error);
  }
};
