import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Caller, connect } from '../hub.js';
import { CommandFailed, type Terminal } from '../terminal.js';

type Options = Readonly<{ format: string; out?: string; knownAt?: string }>;

export const mandatesCommand = (program: Command, terminal: Terminal): Command => {
  const mandates = program.command('mandates').summary('the whole register as a file').description('The register of mandates.');
  return mandates
    .command('export')
    .summary('as CSV, JSON or JSON-LD')
    .description('Writes all mandates of the city but drafts: a line for each slot and holder in CSV, an object for each mandate in JSON, and JSON-LD with OSLO terms.')
    .addOption(new Option('--format <format>', 'csv, json or jsonld').choices(['csv', 'json', 'jsonld']).makeOptionMandatory())
    .option('--out <file>', 'into this file, which is overwritten; to standard output when left out')
    .option('--known-at <moment>', 'as the register said at this instant, such as 2026-03-01T12:00:00+01:00, or at the end of this day; now when left out')
    .action(async ({ format, out, knownAt }: Options) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      const text = await hub.text('/v1/mandates/export', { format, knownAt });
      if (out === undefined) return terminal.out(text);
      await writeFile(resolve(terminal.folder, out), text).catch((error: unknown) => {
        throw new CommandFailed(`${out} cannot be written: ${(error as Error).message}.`, 'Give another path: --out FILE');
      });
      terminal.err(`The register is in ${out}.\n`);
    });
};
