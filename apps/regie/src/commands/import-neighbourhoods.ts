import { basename, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { LineProblem } from '#teams';
import { type Caller, connect } from '../hub.js';
import { CommandFailed, count, facts, type Terminal } from '../terminal.js';
import { textOfFile } from '../text-of-file.js';

type Options = Readonly<{ city: string; code?: string; name?: string; source?: string }>;
/** The response of `POST /v1/neighbourhoods/import`. */
type Imported = Readonly<{ recorded: number; changed: number; unchanged: number }>;

const FORMATS: Readonly<Record<string, 'geojson' | 'csv'>> = {
  '.geojson': 'geojson',
  '.json': 'geojson',
  '.csv': 'csv',
};

export const importNeighbourhoodsCommand = (importCommand: Command, program: Command, terminal: Terminal): Command =>
  importCommand
    .command('neighbourhoods')
    .summary('import a GeoJSON or CSV file')
    .description(
      'Imports the neighbourhoods of a city from GeoJSON (polygons or points, WGS84) or CSV (columns for code, name, lon and lat, WGS84).\nAll or nothing: when one row is wrong, all wrong rows are listed and nothing is imported. Importing again records only changes.',
    )
    .argument('<file>', 'file that ends in .geojson, .json or .csv')
    .requiredOption('--city <code>', '5-digit NIS code of the city, such as 44021')
    .option('--code <property>', 'property or column of the code; detected when left out')
    .option('--name <property>', 'property or column of the name; detected when left out')
    .option(
      '--source <text>',
      'source of the data, for the attribution; the name of the file when left out. Another source is a change',
    )
    .action(async (file: string, { city, code, name, source = basename(file) }: Options, command: Command) => {
      const format = FORMATS[extname(file).toLowerCase()];
      if (!format) command.error(`error: ${file} ends in none of ${Object.keys(FORMATS).join(', ')}`);
      terminal.err(`reading ${file} ...\n`);
      const text = await textOfFile(resolve(terminal.folder, file), 'GeoJSON or CSV');
      const { parseNeighbourhoods } = await import('#teams');
      const { rows, problems } = parseNeighbourhoods(text, format, { code, name });
      if (problems.length > 0)
        throw new CommandFailed(
          problemsInWords(problems, format),
          'Nothing was imported. Correct the file and import again.',
        );
      terminal.err(`${count(rows.length, 'neighbourhood')} read; sending ...\n`);
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      const imported = await hub.post<Imported>('/v1/neighbourhoods/import', { city, source, neighbourhoods: rows });
      terminal.out(importedInWords(imported, city, source));
      terminal.err(
        `What to do next: propose mandates for them (POST ${hub.location.url}/v1/mandates), or ask who holds one: npx regie holder ${rows[0]!.code} leefbaarheid\n`,
      );
    });

/** Lists every wrong row with its reason: CSV by line, GeoJSON by number of the feature. */
export const problemsInWords = (problems: readonly LineProblem[], format: 'geojson' | 'csv'): string =>
  [
    `${count(problems.length, 'problem')} in the file:`,
    ...problems.map(({ line, problem }) => `  ${format === 'csv' ? 'line' : 'feature'} ${line}: ${problem}`),
  ].join('\n');

export const importedInWords = ({ recorded, changed, unchanged }: Imported, city: string, source: string): string =>
  `Neighbourhoods of city ${city}, from ${source}:\n` +
  facts([
    ['new', recorded],
    ['changed', changed],
    ['unchanged', unchanged],
  ]);
