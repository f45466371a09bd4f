import pg from 'pg';
import { typeParsers } from '#postgres';
import { prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { CONTEXTS } from '../projections/read-models.js';
import { type Acknowledged, ProcessorDelays } from './processor-delays.js';

const HANDLERS = ['cases.register', 'cases.cases', 'cases.timeline', 'cases.deadlines', 'cases.follow-register'];
const WRITES: readonly Acknowledged[] = ['1', '2', '3'].map((position) => {
  return { context: 'cases', position, digest: `digest ${position}`, revision: 0, at: 0 };
});

let postgres: TestPostgres;
let url: string;
let client: pg.Client;

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  await prepareSchema(
    CONTEXTS.find(({ name }) => name === 'cases')!,
    url,
  );
  client = new pg.Client({ connectionString: url, types: typeParsers });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

const reaches = (processor: string, position: string) =>
  client.query(
    `insert into cases.checkpoints (processor, source, position) values ($1, 'log', $2)
     on conflict (processor, source) do update set position = excluded.position`,
    [processor, position],
  );

it.each(HANDLERS)('a bench of processors fails when %s is missing or behind', async (processor) => {
  for (const each of HANDLERS) await reaches(each, '3');
  await client.query('delete from cases.checkpoints where processor = $1', [processor]);
  await expect(ProcessorDelays.open([url], WRITES, 1)).rejects.toThrow(`${processor} is behind`);
  await reaches(processor, '2');
  await expect(ProcessorDelays.open([url], WRITES, 1)).rejects.toThrow(`${processor} is behind`);
  await reaches(processor, '3');
  const delays = await ProcessorDelays.open([url], WRITES, 1);
  expect((await delays.caughtUp()).map(({ processor: name }) => name).sort()).toEqual([...HANDLERS].sort());
  await delays.close();
});
