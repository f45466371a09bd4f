import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Caller, connect } from '../hub.js';
import { CommandFailed, type Terminal } from '../terminal.js';

type Options = Readonly<{ format: string; out?: string; knownAt?: string }>;

export const mandatesCommand = (program: Command, terminal: Terminal): Command => {
  const mandates = program
    .command('mandates')
    .summary('export the register, or print a mandate')
    .description('Exports the register of mandates.');
  mandates
    .command('export')
    .summary('export the whole register as CSV, JSON or JSON-LD')
    .description(
      'Writes all mandates of the city except drafts. CSV has a line for each slot and holder, JSON has an object for each mandate, JSON-LD has OSLO terms.',
    )
    .addOption(
      new Option('--format <format>', 'format: csv, json or jsonld')
        .choices(['csv', 'json', 'jsonld'])
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'file to write, which is overwritten; standard output when left out')
    .option(
      '--known-at <moment>',
      'moment whose state of the register is asked for: an instant such as 2026-03-01T12:00:00+01:00, or the end of a day; now when left out',
    )
    .action(async ({ format, out, knownAt }: Options) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      await writeTo(await hub.text('/v1/mandates/export', { format, knownAt }), 'The register', out, terminal);
    });
  mandates
    .command('report')
    .summary('write one mandate as a page to print')
    .description(
      'Writes an HTML page in Dutch about a mandate: terms, holders, decisions, evaluations, transfers and every fact.',
    )
    .argument('<mandate>', 'id of the mandate, as npx regie holder prints it')
    .option('--out <file>', 'file to write, which is overwritten; standard output when left out')
    .action(async (mandate: string, { out }: Pick<Options, 'out'>) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      await writeTo(await hub.text(`/v1/mandates/${encodeURIComponent(mandate)}/report`), 'The page', out, terminal);
    });
  return mandates;
};

const writeTo = async (text: string, title: string, out: string | undefined, terminal: Terminal): Promise<void> => {
  if (out === undefined) return terminal.out(text);
  await writeFile(resolve(terminal.folder, out), text).catch((error: unknown) => {
    throw new CommandFailed(`${out} cannot be written: ${(error as Error).message}.`, 'Give another path: --out FILE');
  });
  terminal.err(`${title} is in ${out}.\n`);
};
