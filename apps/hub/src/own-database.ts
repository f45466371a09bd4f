import { join } from 'node:path';
import { createLogin, startEmbeddedPostgres } from '#embedded-postgres';
import { type ContextDefinition, migrateDatabase, type Settings, type Shutdown } from '#runtime';

export type Print = (line: string) => void;

/** The addresses of the database of a hub in a box, by role. All contain passwords: never print one. */
export type OwnDatabase = Readonly<{ postgresUrl: string; ownerUrl: string; readerUrl: string }>;

const RUNTIME = 'regie_runtime';
const READER = 'regie_reader';

/**
 * Starts the PostgreSQL of a hub in a box and migrates it as its administrator, who owns the tables. The hub itself runs
 * as a role of its own, with the rights that it would have in a city.
 */
export const startOwnDatabase = async (
  { eventStore }: Pick<Settings, 'eventStore'>,
  folder: string,
  contexts: readonly ContextDefinition[],
  print: Print,
  shutdown: Shutdown,
): Promise<OwnDatabase> => {
  const home = join(folder, 'postgres');
  const starting = startEmbeddedPostgres({
    folder: home,
    port: 5455,
    onProgress: print,
    signal: shutdown.signal,
    endsWithProcess: true,
  });
  shutdown.add('database', 'PostgreSQL', async ({ withinMs }) => {
    const postgres = await starting.catch(() => undefined);
    if (!((await postgres?.stop(withinMs)) ?? true))
      throw new Error('it did not end in time and was ended at once; its next start recovers');
  });
  const { url: ownerUrl } = await starting;
  const postgresUrl = await createLogin(ownerUrl, home, RUNTIME);
  const readerUrl = await createLogin(ownerUrl, home, READER);
  await migrateDatabase({ ownerUrl, runtimeUrl: postgresUrl, readerUrl, contexts, eventStore });
  return { postgresUrl, ownerUrl, readerUrl };
};
