import type { Command } from 'commander';
import { DATABASE_UNKNOWN, databaseOf, NAME_THE_DATABASE } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, type Terminal } from '../terminal.js';

export const downgradeCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('downgrade')
    .summary('rename the tables for the release before, to go back to it')
    .description(
      'Gives the tables of every context in the database the names of the release before. Stop every process first, and start the release before afterwards.\nWorks on the database itself, and leaves the log as it is.',
    )
    .action(async () => {
      const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
      if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, NAME_THE_DATABASE);
      const { downgradeContexts } = await import('../downgrade-contexts.js');
      const undone = await downgradeContexts(postgresUrl);
      for (const [context, migrations] of undone)
        terminal.out(
          `${context}: ${migrations.length === 0 ? 'nothing to undo' : `undone: ${migrations.join(', ')}`}\n`,
        );
      terminal.out(
        undone.length === 0
          ? 'No context of this release is in this database.\n'
          : 'Now start the release before. To come back to this one, just start it.\n',
      );
    });
