import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { LOG } from '#messaging';
import { Chance } from '../../libs/mandates/src/testing/histories.js';
import { randomHistory } from './city.js';
import { logInPages, READ_MODELS, ReadModelTables } from './read-models.js';

/**
 * A process that applies a random history to every read model in one database, all at once, in pages of random size.
 * It writes `page` after the writes of a page and before their commit, so that it can be killed there, and `done` at the end.
 * Arguments: the address of the database, the seed and the commands of the history.
 */

const [url, seed, commands] = process.argv.slice(2) as [string, string, string];
const { log } = randomHistory(Number(seed), Number(commands));
const tables = await ReadModelTables.open(url);
const store = logInPages(log, (events, from) => events.slice(from, from + new Chance(from).whole(1, 60)));

const processors = READ_MODELS.map((target) =>
  tables.processor(target, store, async (events, tx) => {
    await target.model.apply(events, tx);
    writeSync(1, 'page\n');
  }),
);
for (const processor of processors) processor.start();
const head = await store.head();
await Promise.all(processors.map((processor) => processor.reaches(LOG, head, 60_000)));
await Promise.all(processors.map((processor) => processor.stop()));
await tables.close();
writeSync(1, 'done\n');
