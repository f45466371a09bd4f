import type { Command } from 'commander';
import { DATABASE_UNKNOWN, databaseFailed, isOverKafka, NAME_THE_OWNER } from '../database.js';
import { databaseIn } from '../locate-hub.js';
import { CommandFailed, count, type Terminal } from '../terminal.js';

export const migrateCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('migrate')
    .summary('prepare the database for this release')
    .description(
      'Makes or changes the tables for this release, and grants the rights of the processes: before the first start, and at every upgrade.\n' +
        'Works as the owner of the tables (REGIE_POSTGRES_OWNER_URL). The user of REGIE_POSTGRES_URL gets the rights of a process, and that of\n' +
        'REGIE_POSTGRES_READER_URL may read. In the environment of a service (REGIE_BUS=kafka), name its context at the first time.',
    )
    .argument('[contexts...]', 'contexts in this database, such as mandates; left out, all of a hub')
    .option('--dry-run', 'list what would be executed, and write nothing')
    .action(async (named: readonly string[], { dryRun = false }: { dryRun?: boolean }) => {
      const { postgresUrl, ownerUrl = postgresUrl, readerUrl } = databaseIn(terminal.env);
      if (!ownerUrl) throw new CommandFailed(DATABASE_UNKNOWN, `${NAME_THE_OWNER} ${BY_ITSELF}`);
      const [{ migrateDatabase }, { chooseContexts }] = await Promise.all([
        import('#runtime'),
        import('../choose-contexts.js'),
      ]);
      const eventStore = terminal.env.REGIE_EVENT_STORE === 'kurrentdb' ? 'kurrentdb' : 'postgres';
      try {
        const contexts = await chooseContexts(named, ownerUrl, isOverKafka(terminal));
        terminal.err(
          `${dryRun ? 'would execute' : 'executing'}, for ${contexts.map(({ name }) => name).join(', ')}:\n`,
        );
        const migration = { ownerUrl, runtimeUrl: postgresUrl, readerUrl, contexts, eventStore, dryRun } as const;
        const steps = await migrateDatabase(migration, (line) => terminal.out(`  ${line}\n`));
        terminal.out(`${outcome(steps, dryRun)}\n`);
        if (!postgresUrl) terminal.out(NO_RUNTIME);
      } catch (error) {
        throw databaseFailed(error);
      }
    });

const BY_ITSELF =
  'A hub with its own PostgreSQL (npm start) needs no migrate: it prepares its database at every start.';

const NO_RUNTIME =
  'No process got rights: set REGIE_POSTGRES_URL to the address that the processes will use, and run this again.\n';

const outcome = (steps: number, dryRun: boolean): string => {
  if (steps === 0) return 'Nothing to do: the database is as this release needs it.';
  return dryRun
    ? `${count(steps, 'step')}, and the rights on the tables that they make. Nothing was written.`
    : `${count(steps, 'step')} done. Now start the processes of this release.`;
};
