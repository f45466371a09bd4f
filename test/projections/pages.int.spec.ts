import { PUBLIC_EVENTS, TOPICS } from '#contracts';
import { contextOfStream, LOG, rebuild } from '#messaging';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { Chance } from '../../libs/mandates/src/testing/histories.js';
import { randomHistory } from './city.js';
import { consumeLog, CONTEXTS, type Cut, logInPages, pagesOf, READ_MODELS, ReadModelTables } from './read-models.js';

/**
 * Every read model of every context has the same rows, however its log is cut into pages, and after a rebuild. All
 * columns count. A new read model takes part by itself.
 */

const SEED = 9;
const { log } = randomHistory(SEED, 3_000);

let postgres: TestPostgres;
let tables: ReadModelTables;
beforeAll(async () => {
  postgres = await startPostgres();
  tables = await ReadModelTables.open(await postgres.createDatabase());
}, 60_000);
afterAll(async () => {
  await tables.close();
  await postgres.stop();
});

const atRandom =
  (seed: number): Cut =>
  (events, from) =>
    events.slice(from, from + new Chance(seed + from).whole(1, 120));
const twiceInAPage: Cut = (events, from) => events.slice(from, from + 50).flatMap((event) => [event, event]);
const pagesThatOverlap: Cut = (events, from) => events.slice(Math.max(0, from - 30), from + 10);
const inASecondOrder: Cut = (events, from) => {
  const page = events.slice(from, from + 20);
  return [...page, ...page];
};

it('the history has every event, and the read models are those of every context', () => {
  const published = log.map((event) => {
    const context = CONTEXTS.find(({ name }) => name === contextOfStream(event.stream));
    return context!.publishes(event)?.type;
  });
  expect([...PUBLIC_EVENTS.keys()].filter((type) => !published.includes(type))).toEqual([]);
  const unpublished = new Set(log.filter((_, nth) => published[nth] === undefined).map(({ type }) => type));
  expect([...unpublished].toSorted()).toEqual(['AgencyAccepted', 'DraftRevised', 'MandateDrafted']);
  expect(CONTEXTS.map(({ name }) => name).toSorted()).toEqual(Object.keys(TOPICS).toSorted());
});

describe.each(READ_MODELS)('the read model $name', (target) => {
  const after = (cut: Cut) => tables.digestsAfter(target, logInPages(log, cut));

  it('has the same rows for pages of 1, 2, 7 and 1,000 events and at random, and for repeated events', async () => {
    const oneByOne = await after(pagesOf(1));
    expect(Object.values(oneByOne).map(({ rows }) => rows)).not.toContain('0');
    expect(await after(pagesOf(2))).toEqual(oneByOne);
    expect(await after(pagesOf(7))).toEqual(oneByOne);
    expect(await after(pagesOf(1_000))).toEqual(oneByOne);
    for (const seed of [1, 2]) expect(await after(atRandom(seed))).toEqual(oneByOne);
    for (const cut of [twiceInAPage, inASecondOrder, pagesThatOverlap]) expect(await after(cut)).toEqual(oneByOne);
  }, 120_000);

  it('has the same rows and constraints after a rebuild', async () => {
    const live = await after(atRandom(4));
    const constraints = await tables.constraints(target);
    const db = tables.dbOf(target);
    for (const table of target.model.tables) await db.query(`DELETE FROM ${target.context}.${table}`);
    const store = logInPages(log, pagesOf(1_000));
    const heads = async () => new Map([[LOG, await store.head()]]);
    expect(await rebuild(db, target.context, target.model, consumeLog(store, target), heads)).toBeGreaterThan(0);
    expect(await tables.digests(target)).toEqual(live);
    expect(await tables.constraints(target)).toEqual(constraints);
  }, 60_000);
});
