import type { Command } from 'commander';
import { DATABASE_UNKNOWN, databaseToRead, isOverKafka, NAME_THE_DATABASE } from '../database.js';
import { examine, findingsInWords, ok, skipped } from '../findings.js';
import { examineHealth } from '../health.js';
import type { Caller } from '../hub.js';
import { locateHub } from '../locate-hub.js';
import { CommandFailed, count, type Terminal } from '../terminal.js';

export const doctorCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('doctor')
    .summary('check the hub, and list each problem with its remedy')
    .description(
      'Checks the hub, its database, its event store and every read model, and lists each problem with its remedy.\nFor services: in the environment of one of them (REGIE_BUS=kafka, REGIE_POSTGRES_URL) it checks that service and its data on Kafka.',
    )
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { json?: true }) => {
      const { url } = program.opts<Caller>();
      const hub = await examine('hub', async () => {
        if (isOverKafka(terminal) && !url && !terminal.env.REGIE_URL)
          return [skipped('hub', 'The address of the service is missing.', 'Set REGIE_URL, or --url.')];
        const location = await locateHub(url, terminal);
        return [ok('hub', `${location.url}, according to ${location.source}`), ...(await examineHealth(location))];
      });
      const database = await examine('database', async () => {
        const { readUrl, postgresUrl: hubUrl } = await databaseToRead(url, terminal);
        if (!readUrl) return [skipped('database', DATABASE_UNKNOWN, NAME_THE_DATABASE)];
        const { examineDatabase } = await import('../read-model-progress.js');
        return examineDatabase({ readUrl, hubUrl }, terminal);
      });
      const findings = [...hub, ...database];
      const wrong = findings.filter(({ state }) => state === 'attention').length;
      terminal.out(
        json ? `${JSON.stringify({ ok: wrong === 0, findings }, undefined, 2)}\n` : findingsInWords(findings),
      );
      if (wrong > 0) throw new CommandFailed(`${count(wrong, 'thing needs', 'things need')} attention.`);
    });
