import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type Mutant, MUTANTS } from './mutants.js';

const USAGE = `npm run mutants [-- --only NAME,...]
Removes one safeguard at a time, in a copy of the sources, and runs the tests that must fail. Exits with 1 when a mutant survives.`;

type Report = Readonly<{
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly {
    message: string;
    assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
  }[];
}>;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  const { values: given } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (given.help) return (say(USAGE), 0);
  const names = given.only?.split(',') ?? MUTANTS.map(({ name }) => name);
  const unknown = names.filter((name) => !MUTANTS.some((mutant) => mutant.name === name));
  if (unknown.length > 0)
    return (
      say(`there is no mutant ${unknown.join(', ')}; there are ${MUTANTS.map(({ name }) => name).join(', ')}`),
      2
    );

  const tree = await copyOfTheTree();
  try {
    const rows: string[][] = [];
    let survivors = 0;
    for (const mutant of MUTANTS.filter(({ name }) => names.includes(name))) {
      say(`${mutant.name}: first with the safeguard, then without ...`);
      const verdict = await tried(tree, mutant);
      survivors += verdict.caught ? 0 : 1;
      rows.push([mutant.name, verdict.caught ? 'caught' : 'SURVIVED', verdict.says]);
      say(`  ${verdict.caught ? 'caught' : `SURVIVED, so no test shows: ${mutant.promise}`}: ${verdict.says}`);
    }
    process.stdout.write(
      `\n${table([['mutant', '', 'failing test'], ...rows])}\n\n${rows.length - survivors} caught, ${survivors} survived\n`,
    );
    return survivors === 0 ? 0 : 1;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
};

const COPIED = [
  'apps',
  'libs',
  'test',
  'docs',
  'deploy',
  'package.json',
  'package-lock.json',
  'jest.config.js',
  '.swcrc',
  '.gitignore',
  '.nvmrc',
  '.env.example',
  'docker-compose.yml',
  'Dockerfile',
];

/** Copies the sources and the test configuration to another folder, so that the work tree never changes, even after an interruption. */
const copyOfTheTree = async (): Promise<string> => {
  const tree = await mkdtemp(join(tmpdir(), 'regie-mutants-'));
  for (const part of COPIED) await cp(part, join(tree, part), { recursive: true });
  await symlink(resolve('node_modules'), join(tree, 'node_modules'));
  return tree;
};

/**
 * Runs the tests of a mutant with its safeguard and without. The mutant is caught when all tests pass with the
 * safeguard and at least one fails without it. A change that breaks everything, such as invalid SQL, proves nothing.
 * When no test passes any more, a test must therefore fail in an `expect`, or another test of the suite must pass.
 */
const tried = async (tree: string, mutant: Mutant): Promise<{ caught: boolean; says: string }> => {
  const before = await run(tree, mutant);
  if (before.numFailedTests > 0 || before.numPassedTests === 0)
    return { caught: false, says: `its tests do not pass with the safeguard: ${firstFailure(before)}` };
  const sources = new Map<string, string>();
  const changed = new Map<string, string>();
  for (const [find, replace, file = mutant.file] of mutant.changes) {
    if (!sources.has(file)) sources.set(file, await readFile(join(tree, file), 'utf8'));
    const source = changed.get(file) ?? sources.get(file)!;
    if (!source.includes(find))
      return {
        caught: false,
        says: `${file} has no ${JSON.stringify(find)} any more: bring the mutant up to date`,
      };
    changed.set(
      file,
      source.replaceAll(find, () => replace),
    );
  }
  const write = (texts: ReadonlyMap<string, string>): Promise<unknown> =>
    Promise.all([...texts].map(([file, text]) => writeFile(join(tree, file), text)));
  try {
    await write(changed);
    const after = await run(tree, mutant);
    if (after.numFailedTests === 0) {
      return {
        caught: false,
        says:
          after.numPassedTests > 0
            ? `${after.numPassedTests} tests of ${mutant.suite} pass without it`
            : `it does not run: ${firstFailure(after)}`,
      };
    }
    if (
      after.numPassedTests === 0 &&
      !failedInExpect(after) &&
      (await run(tree, { ...mutant, tests: undefined })).numPassedTests === 0
    )
      return { caught: false, says: `it breaks more than the safeguard: ${firstFailure(after)}` };
    return { caught: true, says: firstFailure(after) };
  } finally {
    await write(sources);
  }
};

const run = async (tree: string, { suite, tests }: Mutant): Promise<Report> => {
  const out = join(tree, 'report.json');
  await rm(out, { force: true });
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    suite,
    '--json',
    '--outputFile',
    out,
    '--forceExit',
    '--silent',
  ];
  const { REGIE_TEST_RUN: _, ...env } = process.env;
  // The run is expected to fail; the report has the results.
  await promisify(execFile)(process.execPath, tests ? [...args, '-t', tests] : args, {
    cwd: tree,
    env,
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
  }).catch(() => undefined);
  const report = await readFile(out, 'utf8').catch(() => undefined);
  return report === undefined ? NO_REPORT : (JSON.parse(report) as Report);
};

/** The report of a run that hangs or does not start: no test passed or failed. */
const NO_REPORT: Report = {
  numPassedTests: 0,
  numFailedTests: 0,
  testResults: [{ message: 'it ended without a report within five minutes', assertionResults: [] }],
};

const failedInExpect = ({ testResults }: Report): boolean =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .some(({ failureMessages }) => failureMessages.some((message) => message.includes('expect(')));

const firstFailure = ({ testResults }: Report): string =>
  testResults.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === 'failed')?.fullName ??
  testResults.map(({ message }) => message.split('\n').find((line) => line.trim().length > 0)).join(' ');

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([name, verdict, says]) => `${name!.padEnd(widths[0]!)}  ${verdict!.padEnd(widths[1]!)}  ${says}`)
    .join('\n');
};

process.exitCode = await main();
