import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { mandatesContext } from '#mandates';
import { databaseOptions, prepareSchema } from '#runtime';
import { compareWithModel } from '../../libs/mandates/src/testing/compare-with-model.js';
import { startServer } from '../bench/server.js';

const USAGE = `npm run model [-- --histories N] [--questions N] [--commands N] [--seed N] [--first N]
Applies random histories of the mandate register (three years, 25 neighbourhoods, 10 themes) to PostgreSQL, and asks it for the holder on a day, as
known at a moment. The reference model answers the same from the facts. Ten thousand histories of a hundred questions each by default; exits with 1
when an answer differs.
  --first  the number of the first history: --histories 1 with the same seed repeats one with a difference`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values: given } = parseArgs({
  options: {
    histories: { type: 'string', default: '10000' },
    questions: { type: 'string', default: '100' },
    commands: { type: 'string', default: '90' },
    seed: { type: 'string' },
    first: { type: 'string', default: '0' },
    help: { type: 'boolean' },
  },
});

const main = async (): Promise<number> => {
  if (given.help) return (say(USAGE), 0);
  const [histories, questions, commands, first] = [given.histories, given.questions, given.commands, given.first].map(
    Number,
  ) as [number, number, number, number];
  const seed = Number(given.seed ?? Math.floor(Math.random() * 1_000_000));
  if ([histories, questions, commands, first, seed].some((number) => !Number.isSafeInteger(number) || number < 0))
    return (say(`the options are whole numbers\n\n${USAGE}`), 2);

  const server = await startServer(say);
  const db = await prepared(await server.createDatabase());
  try {
    const start = performance.now();
    const seconds = (): number => Math.round((performance.now() - start) / 1_000);
    say(`seed ${seed}: ${histories} histories of ${commands} commands, ${questions} questions each`);
    const { counted, problems } = await compareWithModel({
      db,
      seed,
      first,
      histories,
      questions,
      commands,
      onProgress: (done, sofar) => {
        if (done % Math.ceil(histories / 50) === 0)
          say(`  ${done} histories, ${sofar.facts} facts, ${sofar.questions} questions, ${seconds()} s`);
      },
    });
    const listed = (times: ReadonlyMap<string, number>): string =>
      [...times]
        .toSorted()
        .map(([kind, number]) => `${kind} ${number}`)
        .join(', ');
    say(`${counted.facts} facts (${listed(counted.kinds)})`);
    say(`refused: ${listed(counted.refused)}`);
    say(
      `${counted.questions} questions: ${counted.held} held, ${counted.suspended} suspended, ${counted.past} answered otherwise today; ${seconds()} s (seed ${seed})`,
    );
    for (const problem of problems) say(`  WRONG: ${problem}`);
    say(problems.length === 0 ? 'no difference' : `${problems.length} differences; the same seed asks the same again`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
    await server.stop();
  }
};

/** Creates the tables of the context mandates as its service does. */
const prepared = async (url: string): Promise<DataSource> => {
  await prepareSchema(mandatesContext, url);
  return new DataSource(databaseOptions(mandatesContext, url)).initialize();
};

process.exitCode = await main();
