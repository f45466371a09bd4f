import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { Command, CommanderError } from 'commander';
import { backupCommand } from './commands/backup.js';
import { caseCommand } from './commands/case.js';
import { deadLettersCommand } from './commands/dead-letters.js';
import { doctorCommand } from './commands/doctor.js';
import { downgradeCommand } from './commands/downgrade.js';
import { holderCommand } from './commands/holder.js';
import { importMandatesCommand } from './commands/import-mandates.js';
import { importNeighbourhoodsCommand } from './commands/import-neighbourhoods.js';
import { listenCommand } from './commands/listen.js';
import { mandatesCommand } from './commands/mandates.js';
import { matrixCommand } from './commands/matrix.js';
import { migrateCommand } from './commands/migrate.js';
import { rebuildCommand } from './commands/rebuild.js';
import { tokenCommand } from './commands/token.js';
import { topicsCommand } from './commands/topics.js';
import { CommandFailed, type Terminal } from './terminal.js';

/** The version of the hub. The nearest package.json is that of the repository, both from the sources and from the build. */
const { version: VERSION } = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, 'utf8')) as { version: string };

const EXAMPLES = `
Examples:
  npx regie holder 4 leefbaarheid                    show the holder of leefbaarheid in neighbourhood 4 today
  npx regie holder 4 veiligheid --on 2026-03-01      show the holder on that day
  npx regie matrix                                   show the holders of the whole city
  npx regie mandates export --format csv --out register.csv
  npx regie case open --title "Afval aan het pleintje" --neighbourhood 4 --theme leefbaarheid \\
      --why "speelt rond één plein" --scope "het plein en de straten errond" --invite ocmw-gent,woningent
  npx regie import neighbourhoods wijken.geojson --city 44021 --source "Stad Gent, Stadswijken Gent"
  npx regie import mandates register.csv --dry-run   list the problems of an earlier register
  npx regie listen                                   receive the webhooks of an agency here, to try them out
  npx regie migrate --dry-run                        list what an upgrade would change in the database
  npx regie doctor                                   check the hub, and list each problem with its remedy
  npx regie backup check regie.sql.gz                say what is in a dump, and whether it can be restored
  curl -H "Authorization: Bearer $(npx regie token an.peeters)" http://localhost:3000/v1/mandates

Address of the hub: --url, else REGIE_URL, else the hub that runs on the .regie folder here or above (another folder: REGIE_FOLDER).
Caller: --as, else the token in REGIE_TOKEN, else the demonstration person with that task.
Exit code: 0 done, 1 not possible or something is wrong, 2 wrong usage.`;

/** Runs the command line and returns the exit code. */
export const run = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  const program = new Command('npx regie')
    .description(
      'Command line of the regie hub: ask about mandates, work on joint cases, set up a city, and operate the hub.',
    )
    .version(VERSION, '--version', 'print the version of the hub')
    .option('--url <url>', 'address of the hub, such as http://localhost:3000')
    .option('--as <person>', 'act as this demonstration person')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('Add --help to see the usage.')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride();
  program.commandsGroup('Questions:');
  holderCommand(program, terminal);
  matrixCommand(program, terminal);
  mandatesCommand(program, terminal);
  program.commandsGroup('Joint cases:');
  caseCommand(program, terminal);
  program.commandsGroup('Partners:');
  listenCommand(program, terminal);
  program.commandsGroup('Setting up:');
  const importCommand = program
    .command('import')
    .summary('import the neighbourhoods and mandates of a city')
    .description('Imports data of a city into the hub.');
  importNeighbourhoodsCommand(importCommand, program, terminal);
  importMandatesCommand(importCommand, program, terminal);
  tokenCommand(program, terminal);
  topicsCommand(program, terminal);
  program.commandsGroup('Upkeep:');
  doctorCommand(program, terminal);
  migrateCommand(program, terminal);
  rebuildCommand(program, terminal);
  deadLettersCommand(program, terminal);
  backupCommand(program, terminal);
  downgradeCommand(program, terminal);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, remedy } = error instanceof CommandFailed ? error : unexpected(error);
    terminal.err(`regie: ${message}\n${remedy ? `${remedy}\n` : ''}`);
    return 1;
  }
};

/** Describes an unexpected error by its stack, because no remedy is known. */
const unexpected = (error: unknown): { message: string; remedy: string } => ({
  message: `unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  remedy: 'Please report it with the lines above. For the state of the hub: npx regie doctor',
});
