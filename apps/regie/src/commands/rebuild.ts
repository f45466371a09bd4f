import type { Command } from 'commander';
import { DATABASE_UNKNOWN, databaseFailed, databaseOf, SAY_WHERE_DATABASE_IS } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, count, ProgressLine, type Terminal } from '../terminal.js';

export const rebuildCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('rebuild')
    .summary('rebuild a read model from the log, while the hub goes on answering')
    .description(
      'Rebuilds a read model from the log: its new tables are filled beside the old ones, which go on answering, and then take their place.\n' +
        'Works on the database itself. Without a name it lists the read models.',
    )
    .argument('[read-model]', 'such as mandates.holders')
    .action(async (name: string | undefined) => {
      // What the contexts need takes a second to load: the other commands do without.
      const { CONTEXTS } = await import('../contexts.js');
      const names = CONTEXTS.flatMap(({ readModels }) => readModels.map((model) => model.name));
      if (name === undefined) return terminal.out(names.map((known) => `${known}\n`).join(''));
      if (!names.some((known) => known === name)) throw new CommandFailed(`There is no read model ${name}.`, `There are ${names.join(', ')}.`);
      const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
      if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, SAY_WHERE_DATABASE_IS);
      terminal.err(`rebuilding ${name} beside the live one ...\n`);
      const startedAt = performance.now();
      const events = await rebuilt(name, postgresUrl, new ProgressLine(terminal));
      terminal.out(`${name} is rebuilt from ${count(events, 'event')}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
    });

/** Rebuilds the read model and answers how many events it was rebuilt from. */
const rebuilt = async (name: string, postgresUrl: string, progress: ProgressLine): Promise<number> => {
  const { CONTEXTS, LOG, rebuild, sourceOf, withContext, withStore } = await import('../contexts.js');
  const context = CONTEXTS.find(({ readModels }) => readModels.some((model) => model.name === name))!;
  const model = context.readModels.find((candidate) => candidate.name === name)!;
  try {
    return await withContext(context, postgresUrl, async (db) => {
      // Two rebuilds of one context would fill each other's tables. The lock goes with the connection.
      const [lock] = await db.createQueryRunner().manager.query<{ free: boolean }[]>('SELECT pg_try_advisory_lock(727002, hashtext($1)) AS free', [context.name]);
      if (!lock?.free) throw new CommandFailed(`Another rebuild in the ${context.name} context is under way.`, 'Wait until it is done.');
      return withStore(postgresUrl, (store) =>
        rebuild(db, context.name, model, sourceOf(store, context, model), async () => new Map([[LOG, await store.head()]]), ({ position, head, events }) =>
          progress.show(`  ${share(position, head)} of the log, ${count(events, 'event')} applied`),
        ),
      );
    });
  } catch (error) {
    throw databaseFailed(error);
  } finally {
    progress.clear();
  }
};

/** How far a position is on the way to the head, as `42%`. */
export const share = (position: string, head: string): string => {
  const [at, end] = [BigInt(position), BigInt(head)];
  return end === 0n || at >= end ? '100%' : `${(at * 100n) / end}%`;
};
