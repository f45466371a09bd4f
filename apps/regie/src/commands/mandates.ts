import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Caller, connect } from '../hub.js';
import { CommandFailed, type Terminal } from '../terminal.js';

type Options = Readonly<{ format: string; out?: string; knownAt?: string }>;

export const mandatesCommand = (program: Command, terminal: Terminal): Command => {
  const mandates = program
    .command('mandates')
    .summary('the register as a file, or a mandate to print')
    .description('The register of mandates.');
  mandates
    .command('export')
    .summary('the whole register as CSV, JSON or JSON-LD')
    .description(
      'Writes all mandates of the city but drafts: a line for each slot and holder in CSV, an object for each mandate in JSON, and JSON-LD with OSLO terms.',
    )
    .addOption(
      new Option('--format <format>', 'csv, json or jsonld').choices(['csv', 'json', 'jsonld']).makeOptionMandatory(),
    )
    .option('--out <file>', 'into this file, which is overwritten; to standard output when left out')
    .option(
      '--known-at <moment>',
      'as the register said at this instant, such as 2026-03-01T12:00:00+01:00, or at the end of this day; now when left out',
    )
    .action(async ({ format, out, knownAt }: Options) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      await writeTo(await hub.text('/v1/mandates/export', { format, knownAt }), 'The register', out, terminal);
    });
  mandates
    .command('report')
    .summary('one mandate as a page to print')
    .description(
      'Writes an HTML page in Dutch about a mandate: what it is about, who held it, by which decisions, how it was evaluated, and every fact.',
    )
    .argument('<mandate>', 'its id, as npx regie holder says it')
    .option('--out <file>', 'into this file, which is overwritten; to standard output when left out')
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
