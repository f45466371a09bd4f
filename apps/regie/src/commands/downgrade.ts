import type { Command } from 'commander';
import { databaseOfOwner } from '../database.js';
import type { Caller } from '../hub.js';
import type { Terminal } from '../terminal.js';

export const downgradeCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('downgrade')
    .summary('rename the tables for the release before, to go back to it')
    .description(
      'Gives the tables of every context in the database the names of the release before. Stop every process first, and start the release before afterwards.\nWorks on the database itself, as the owner of the tables (REGIE_POSTGRES_OWNER_URL), and leaves the log as it is.',
    )
    .action(async () => {
      const postgresUrl = await databaseOfOwner(program.opts<Caller>().url, terminal);
      const { downgradeContexts } = await import('../downgrade-contexts.js');
      const undone = await downgradeContexts(postgresUrl);
      for (const [context, migrations] of undone)
        terminal.out(
          `${context}: ${migrations.length === 0 ? 'nothing to undo' : `undone: ${migrations.join(', ')}`}\n`,
        );
      terminal.out(
        undone.length === 0
          ? 'No context of this release is in this database.\n'
          : 'Now start the release before. To come back to this one: npx regie migrate, and start it.\n',
      );
    });
