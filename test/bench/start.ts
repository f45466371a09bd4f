import { parseArgs } from 'node:util';
import { appends } from './appends.js';
import { type Contest, hold, machine, type Result, shown, table } from './contest.js';
import { feedDepth, feedFanout } from './feed.js';
import { holderAtLength } from './holders.js';
import { consumeFromKafka, publishToKafka } from './kafka.js';
import { appendAtLength } from './long-log.js';
import { propagation } from './propagation.js';
import { catchUp, readPages } from './reads.js';
import { registerLoad } from './register.js';
import { type BenchServer, startServer } from './server.js';
import { idleStreams } from './sse.js';
import { webhook } from './webhook.js';

const USAGE = `npm run bench -- [--only NAME,...] [--quick] [--runs N] [--json]
  --only   the names to run; all of them otherwise
  --quick  short runs and small logs: whether it works, not how fast it is
  --runs   how many runs of each side count (7; 3 with --quick)
  --json   the results as JSON on standard output; progress goes to standard error either way`;

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    runs: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  if (given.help) return (say(USAGE), 0);
  const quick = given.quick ?? false;
  const runs = Number(given.runs ?? (quick ? 3 : 7));
  if (!Number.isSafeInteger(runs) || runs < 1) return (say(`--runs is a whole number from 1 on\n\n${USAGE}`), 2);

  say(`PostgreSQL and all sides on ${machine()}`);
  const server = await startServer(say);
  try {
    const contests: Contest[] = allContests(server, quick);
    const names = given.only?.split(',') ?? contests.map(({ name }) => name);
    const unknown = names.filter((name) => !contests.some((contest) => contest.name === name));
    if (unknown.length > 0)
      return (say(`there is no ${unknown.join(', ')}; there are ${contests.map(({ name }) => name).join(', ')}`), 2);

    const results: Result[] = [];
    for (const contest of contests.filter(({ name }) => names.includes(name))) {
      say(`\n${contest.name}: ${contest.question}`);
      const result = await hold(contest, runs, (progress) => say(`  ${progress}`));
      results.push(result);
      say(
        `  ${shown(result.ours, result.unit)} against ${shown(result.peer, result.unit)}: ${result.ratio.toFixed(2)}x`,
      );
    }
    process.stdout.write(`${given.json ? JSON.stringify(results) : `\n${table(results)}`}\n`);
    return 0;
  } finally {
    await server.stop();
  }
};

const allContests = (server: BenchServer, quick: boolean): Contest[] => {
  const span = quick ? 500 : 3_000;
  return [
    appends('append-1', 1, 0.85, 'a plain INSERT per event', span, server),
    appends('append-16', 16, 1, 'a plain INSERT per event', span, server),
    appends('append-64', 64, 3, 'a plain INSERT per event', span, server),
    appends('append-16-emmett', 16, 5, 'emmett-postgresql', span, server),
    appends('append-64-emmett', 64, 10, 'emmett-postgresql', span, server),
    readPages(quick ? 2_000 : 20_000, server),
    catchUp('catch-up', quick ? 1_000 : 5_000, server),
    catchUp('catch-up-each', quick ? 1_000 : 5_000, server),
    appendAtLength(quick ? 100_000 : 10_000_000, quick ? 10_000 : 100_000, quick ? 200 : 2_000, server),
    holderAtLength(quick ? 200_000 : 10_000_000, quick ? 10_000 : 100_000, quick ? 500 : 2_000, server),
    registerLoad(quick ? 4_000 : 20_000, quick ? 40 : 200, server),
    publishToKafka(quick ? 2_000 : 20_000, server),
    consumeFromKafka('consume-kafka', quick ? 5_000 : 30_000, server),
    consumeFromKafka('consume-kafka-each', quick ? 5_000 : 30_000, server),
    propagation(quick ? 3 : 10, server),
    webhook('webhook', { content: 'structured', events: quick ? 100 : 500 }, server),
    webhook('webhook-10ms', { content: 'structured', events: quick ? 100 : 500, answersAfterMs: 10 }, server),
    webhook('webhook-batch', { content: 'batch', events: quick ? 100 : 2_000 }, server),
    feedFanout(quick ? 2_048 : 20_480, server),
    feedDepth(quick ? 50_000 : 1_000_000, server),
    idleStreams(quick ? 100 : 1_000, quick ? 1_000 : 4_000, server),
  ];
};

process.exitCode = await main();
