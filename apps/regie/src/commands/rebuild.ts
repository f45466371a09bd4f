import type { Command } from 'commander';
import type { Progress } from '#messaging';
import { databaseOfOwner } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, count, ProgressLine, type Terminal } from '../terminal.js';

/** The names of read models in the previous release, accepted for one more release. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  'cases.agenda': 'cases.deadlines',
  'mandates.case-gaps': 'mandates.uncoordinated-cases',
  'mandates.dossier': 'mandates.handover',
};

export const rebuildCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('rebuild')
    .summary('rebuild a read model from the log, while the hub keeps running')
    .description(
      'Rebuilds a read model from the log. Its new tables are filled beside the old ones, which stay in use, and then replace them.\nWorks on the database itself, as the owner of the tables (REGIE_POSTGRES_OWNER_URL). Without a name it lists the read models. In the environment of a service (REGIE_BUS=kafka), the events of\nother contexts are read from Kafka.',
    )
    .argument('[read-model]', 'read model, such as mandates.holders')
    .option('--incomplete', 'rebuild from topics that no longer hold all published events')
    .action(async (requested: string | undefined, { incomplete = false }: { incomplete?: boolean }) => {
      const name = requested === undefined ? undefined : (FORMER_NAMES[requested] ?? requested);
      // Loading the contexts takes a second, so only commands that need the contexts import them.
      const { READ_MODELS, rebuildReadModel } = await import('../rebuild-read-model.js');
      const names = READ_MODELS.map(({ model }) => model.name);
      if (name === undefined) return terminal.out(names.map((model) => `${model}\n`).join(''));
      const readModel = READ_MODELS.find(({ model }) => model.name === name);
      if (!readModel) throw new CommandFailed(`There is no read model ${name}.`, `There are ${names.join(', ')}.`);
      const postgresUrl = await databaseOfOwner(program.opts<Caller>().url, terminal);
      terminal.err(`rebuilding ${name} beside the live one ...\n`);
      const startedAt = performance.now();
      const line = new ProgressLine(terminal);
      const onProgress = ({ position, head, events: applied }: Progress): void =>
        line.show(`  ${share(position, head)} of the log, ${count(applied, 'event')} applied`);
      const events = await rebuildReadModel(readModel, terminal, { postgresUrl, incomplete, onProgress }).finally(() =>
        line.clear(),
      );
      return terminal.out(
        `${name} is rebuilt from ${count(events, 'event')}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`,
      );
    });

/** Returns the share of the log before a position, as `42%`. */
export const share = (position: string, head: string): string => {
  const [at, end] = [BigInt(position), BigInt(head)];
  return end === 0n || at >= end ? '100%' : `${(at * 100n) / end}%`;
};
