import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { LineProblem } from '#mandates';
import { type Caller, connect } from '../hub.js';
import { inWords, Refused } from '../refusal.js';
import { CommandFailed, count, facts, type Terminal } from '../terminal.js';
import { textOfFile } from '../text-of-file.js';

type Options = Readonly<{ city?: string; dryRun?: boolean }>;
/** The response of `POST /v1/mandates/import`. */
type Imported = Readonly<{ recorded: number; unchanged: number }>;
/** A row that the import refused. */
type RowRefused = Readonly<{ row: number; refusal: string; problem: string; facts: Readonly<Record<string, unknown>> }>;

const NOTHING = 'Nothing was imported. Correct the file and import again.';

export const importMandatesCommand = (importCommand: Command, program: Command, terminal: Terminal): Command =>
  importCommand
    .command('mandates')
    .summary('import the CSV file of an earlier register')
    .description(
      'Imports the mandates of an existing register from CSV, including past ones: a line for each slot of a mandate.\nAll or nothing: every problem is listed by line, and one problem stops the import. Importing again records only new mandates.',
    )
    .argument('<file>', 'CSV in UTF-8 with a header row; docs/cli.md lists its columns')
    .option('--city <code>', '5-digit NIS code of the city of the file; refused when it is not your city')
    .option('--dry-run', 'import nothing, and print the counts or the problems of the import')
    .action(async (file: string, { city, dryRun = false }: Options) => {
      terminal.err(`reading ${file} ...\n`);
      const text = await textOfFile(resolve(terminal.folder, file), 'CSV');
      const { parseMandates } = await import('#mandates');
      const { mandates, lines, problems } = parseMandates(text);
      if (problems.length > 0) throw new CommandFailed(problemsByLine(problems), NOTHING);
      terminal.err(`${count(mandates.length, 'mandate')} read; ${dryRun ? 'trying' : 'sending'} ...\n`);
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      const imported = await hub
        .post<Imported>('/v1/mandates/import', { city, mandates, dryRun })
        .catch((error: unknown) => {
          throw byLine(error, lines);
        });
      terminal.out(mandatesImportedInWords(imported, dryRun));
      if (!dryRun) terminal.err('What to do next: see who holds what: npx regie matrix\n');
    });

/** Translates the row numbers of a refusal into the lines of the file on which the rows begin. */
const byLine = (error: unknown, lines: readonly number[]): unknown => {
  if (!(error instanceof Refused) || error.problem.code !== 'mandate.rows-invalid') return error;
  const rows = error.problem['rows'] as readonly RowRefused[];
  return new CommandFailed(
    problemsByLine(
      rows.map(({ row, refusal, problem, facts: details }) => ({
        line: lines[row - 1]!,
        problem: `${problem} (${[refusal, inWords(details)].filter(Boolean).join('; ')})`,
      })),
    ),
    NOTHING,
  );
};

const problemsByLine = (problems: readonly LineProblem[]): string =>
  [
    `${count(problems.length, 'problem')} in the file:`,
    ...problems.map(({ line, problem }) => `  line ${line}: ${problem}`),
  ].join('\n');

export const mandatesImportedInWords = ({ recorded, unchanged }: Imported, dryRun: boolean): string =>
  `${dryRun ? 'Nothing is wrong with the file; nothing was imported. There would be' : 'Mandates'}:\n` +
  facts([
    ['new', recorded],
    ['unchanged', unchanged],
  ]);
