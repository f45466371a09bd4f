import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { Chance } from '../../libs/mandates/src/testing/histories.js';
import { randomHistory } from './city.js';
import { logInPages, pagesOf, READ_MODELS, ReadModelTables } from './read-models.js';

/** A process that applies the log is killed in the middle of pages; the next one continues. Needs `npm run build`. */

const KILLS = 10;
const [SEED, COMMANDS] = [9, 3_000];

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** Runs the applier until it is done, or kills it at this number of pages. Returns the number of its pages, and whether it was done. */
const runApplier = async (url: string, killAt = Infinity): Promise<{ pages: number; done: boolean }> => {
  const program = resolve('dist/test/projections/applier.js');
  const child = spawn(process.execPath, [program, url, String(SEED), String(COMMANDS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let [pages, done] = [0, false];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'done') done = true;
    if (line === 'page' && ++pages === killAt) child.kill('SIGKILL');
  }
  await exited;
  return { pages, done };
};

it('every read model has the rows of an undisturbed run, after its process was killed in ten pages', async () => {
  const [url, undisturbed] = [await postgres.createDatabase(), await postgres.createDatabase()];
  const chance = new Chance(SEED);
  for (let kills = 0; kills < KILLS; kills++) {
    const killAt = chance.whole(1, 40);
    const { pages, done } = await runApplier(url, killAt);
    // Pages that were written before the signal arrived are counted too.
    expect([pages >= killAt, done]).toEqual([true, false]);
  }
  expect(await runApplier(url)).toMatchObject({ done: true });

  const { log } = randomHistory(SEED, COMMANDS);
  const [killed, expected] = [await ReadModelTables.open(url), await ReadModelTables.open(undisturbed)];
  for (const target of READ_MODELS) {
    const rows = await expected.digestsAfter(target, logInPages(log, pagesOf(1_000)));
    expect([target.name, await killed.digests(target)]).toEqual([target.name, rows]);
  }
  await Promise.all([killed.close(), expected.close()]);
}, 480_000);
