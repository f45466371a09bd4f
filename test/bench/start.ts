import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Contest } from './contest.js';
import { CONTEST_NAMES, loadContest } from './contests/index.js';
import { hold, sideProgram } from './harness.js';
import { inWords, machine, type Result, table } from './report.js';
import { type BenchServer, startServer } from './server.js';

const USAGE = `npm run bench -- [--only NAME,...] [--quick] [--runs N] [--deadline SECONDS] [--against CHECKOUT] [--json]
  --only      the names to run; all of them otherwise
  --quick     short runs and small logs, two contests at once, which show that it works, not its speed
  --runs      the number of runs of each side that count (7; 1 with --quick)
  --deadline  the longest time of a run in seconds (300)
  --against   another built checkout, which replaces the peers: is this one slower?
  --json      the results as JSON on standard output; progress goes to standard error either way
Exits with 1 when a contest has no result, and with 2 when the request is impossible. A missed goal is a result.`;

/** With --against, this build counts as equally fast up to this ratio of its processor time to that of the other build. */
const AS_FAST = 1.07;

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** The options are invalid; the message explains the problem. */
class UsageError extends Error {}

type Options = Readonly<{
  only?: readonly string[];
  quick: boolean;
  runs: number;
  deadline: number;
  against?: string;
  json: boolean;
}>;

const optionsOf = (args: readonly string[]): Options | 'help' => {
  const { values: given } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      deadline: { type: 'string', default: '300' },
      against: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (given.help) return 'help';
  const { quick, json } = given;
  const runs = Number(given.runs ?? (quick ? 1 : 7));
  const deadline = Number(given.deadline);
  const against = given.against && resolve(given.against);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new UsageError('--runs is a whole number from 1 on');
  if (!(deadline > 0)) throw new UsageError('--deadline is a number of seconds');
  if (against && !existsSync(sideProgram(against)))
    throw new UsageError(`${sideProgram(against)} is missing: --against is a checkout in which npm run build was run`);
  return { only: given.only?.split(','), quick, runs, deadline, against, json };
};

const chosen = async ({ only, quick, against }: Options): Promise<readonly Contest[]> => {
  const names = only ?? CONTEST_NAMES;
  const loaded = await Promise.all(names.map((name) => loadContest(name, quick)));
  const contests = loaded.filter((contest) => contest !== undefined);
  const unknown = names.filter((_, nth) => !loaded[nth]);
  if (unknown.length > 0)
    throw new UsageError(`there is no ${unknown.join(', ')}; there are ${CONTEST_NAMES.join(', ')}`);
  if (!against) return contests;
  const question = `this checkout against ${against}`;
  return contests.map((contest) => ({ ...contest, question, goal: AS_FAST, judgedBy: 'processor', limits: {} }));
};

/**
 * Runs the contests one after the other, or two at once with `quick`. A failed contest does not affect the others. The
 * results are in the order of the contests.
 */
const holdAll = async (
  selected: readonly Contest[],
  server: BenchServer,
  options: Options,
): Promise<{ results: readonly Result[]; failed: readonly string[] }> => {
  const results = new Map<Contest, readonly Result[]>();
  const waiting = [...selected];
  const holdNext = async (): Promise<void> => {
    for (let contest = waiting.shift(); contest; contest = waiting.shift()) {
      const { name, question } = contest;
      const say = (line: string): void => progress(options.quick ? `  ${name}: ${line}` : `  ${line}`);
      progress(`\n${name}: ${question}`);
      try {
        const held = await hold(contest, { ...options, server, onProgress: say });
        results.set(contest, held);
        for (const result of held) say(inWords(result));
      } catch (error) {
        progress(`  ${name} has no result: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: options.quick ? 2 : 1 }, holdNext));
  return {
    results: selected.flatMap((contest) => results.get(contest) ?? []),
    failed: selected.filter((contest) => !results.has(contest)).map(({ name }) => name),
  };
};

const main = async (): Promise<number> => {
  const options = optionsOf(process.argv.slice(2));
  if (options === 'help') return (progress(USAGE), 0);
  const selected = await chosen(options);
  progress(`PostgreSQL and all sides on ${machine()}`);
  const server = await startServer(progress);
  try {
    const { results, failed } = await holdAll(selected, server, options);
    const shown = options.json ? JSON.stringify(results) : `\n${table(results, options.against && 'other checkout')}`;
    process.stdout.write(`${shown}\n`);
    if (failed.length > 0) progress(`\nwithout a result: ${failed.join(', ')}`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    await server.stop();
  }
};

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  progress(`${error.message}\n\n${USAGE}`);
  return 2;
});
