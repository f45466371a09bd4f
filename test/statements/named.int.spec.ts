import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { brusselsDate } from '#kernel';
import { namedStatements, typeParsers } from '#postgres';
import { loadSettings, Shutdown } from '#runtime';
import { freePort } from '#testing/free-port';
import { startPostgres } from '#testing/postgres';
import { recordStatements, type SentStatement } from '#testing/statements';
import { startHub } from '../../apps/hub/src/hub.js';
import { CONTEXTS, migratedForHub } from '../journeys/databases.js';
import { mainJob } from '../journeys/main-job.js';
import { peopleAt } from '../journeys/people.js';
import { cityOfSize, GROWING } from './city.js';
import { migrateAll } from './schemas.js';
import { UNNAMED } from './unnamed.js';

/** The statements that may read a whole table that grows, each with the reason. */
const SCANS: Readonly<Record<string, string>> = {
  'messaging.forget-processed: cases.processed_messages': 'runs once an hour, and removes 5,000 rows at once',
  'mandates.provider-shares: mandates.handover_commitment':
    'counts the commitments of a page of neighbourhoods: a large part of all',
};

/** The most names on one connection: each has a parsed text and a plan in the memory of its server process. */
const MOST_NAMES = 100;

const nameOf = (connection: pg.Client): string =>
  (connection as unknown as { connectionParameters: { application_name: string } }).connectionParameters
    .application_name;

/** Runs the main job, some lists and a subscription against a hub in this process, and returns all statements that it sends. */
const statementsOfJourney = async (): Promise<readonly SentStatement[]> => {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'regie-statements-'));
  const sent: SentStatement[] = [];
  let end = (): void => undefined;
  const shutdown = new Shutdown();
  try {
    const port = await freePort();
    const settings = loadSettings({
      REGIE_POSTGRES_URL: (await migratedForHub(await postgres.createDatabase())).runtimeUrl,
      REGIE_FOLDER: folder,
      REGIE_PORT: String(port),
      REGIE_LOG_LEVEL: 'silent',
    });
    await startHub(settings, () => undefined, shutdown);
    end = recordStatements((statement) => sent.push(statement));
    const as = peopleAt(`http://localhost:${port}`);
    const today = brusselsDate(new Date());
    await mainJob({ today, as, say: () => undefined });
    const marc = await as('marc.claes');
    for (const path of [
      'cases?limit=5',
      'cases?status=closed&theme=leefbaarheid&neighbourhood=4',
      'cases?coordination=none',
      'mandates?status=granted',
      'mandates/matrix',
      'mandates/gaps',
      `mandates/continuity?from=2020-01-01&until=${today}`,
      'agencies?kind=ocmw',
      'neighbourhoods',
      'teams',
    ])
      expect([path, (await marc.get(`/v1/${path}`)).status]).toEqual([path, 200]);
    return sent;
  } finally {
    end();
    await shutdown.run();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

let sent: readonly SentStatement[];
beforeAll(async () => (sent = await statementsOfJourney()), 600_000);

it('every statement of the hub has a name, but those that are listed with a reason', () => {
  const isListed = (sql: string): boolean => UNNAMED.some(({ text }) => text.test(sql));
  const others = sent.filter(({ name, text }) => name === undefined && !isListed(text));
  expect([...new Set(others.map(({ connection, text }) => `${nameOf(connection)}: ${text}`))]).toEqual([]);
});

it('every statement that is listed without a name is sent', () => {
  const unnamed = sent.filter(({ name }) => name === undefined);
  expect(UNNAMED.filter(({ text }) => !unnamed.some((each) => text.test(each.text)))).toEqual([]);
});

it('every name is in the closed list', () => {
  const names = new Set(sent.flatMap(({ name }) => name ?? []));
  expect(names.size).toBeGreaterThan(50);
  expect([...names].filter((name) => !namedStatements().has(name))).toEqual([]);
});

it('no connection has more than a hundred names', () => {
  const names = Map.groupBy(
    sent.filter(({ name }) => name !== undefined),
    ({ connection }) => connection,
  );
  expect(names.size).toBeGreaterThan(3);
  for (const [connection, statements] of names) {
    const count = new Set(statements.map(({ name }) => name)).size;
    expect([nameOf(connection), count <= MOST_NAMES ? 'few' : count]).toEqual([nameOf(connection), 'few']);
  }
});

describe.each(CONTEXTS)('a connection of $name', ({ name, projections }) => {
  it('can have no more than a hundred names', () => {
    const tables = projections.flatMap((each) => each.tables);
    const own = [...namedStatements().keys()].filter(
      (key) => [name, 'messaging', 'directory'].includes(key.split('.')[0]!) || tables.includes(key.split(' ')[0]!),
    );
    expect(own.length).toBeGreaterThan(20);
    expect(own.length).toBeLessThanOrEqual(MOST_NAMES);
  });
});

type Node = Readonly<{ 'Node Type': string; 'Relation Name'?: string; Schema?: string; Plans?: readonly Node[] }>;
const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Returns the schemas in which a statement may run: for one that all contexts share, any of them. */
const schemasOf = (name: string): readonly string[] => {
  const [library] = name.split('.');
  const [table] = name.split(' ');
  const withTable = CONTEXTS.filter(({ projections }) => projections.some(({ tables }) => tables.includes(table!)));
  if (withTable.length > 0) return withTable.map((context) => context.name);
  return [CONTEXTS.some((context) => context.name === library) ? library! : 'cases'];
};

/** Returns the plan of a statement for any parameters. Two contexts may have tables of one name: one schema has its columns. */
const planOf = async (client: pg.Client, name: string, text: string): Promise<readonly Node[]> => {
  let failure: unknown;
  for (const schema of schemasOf(name)) {
    await client.query(`SET search_path = ${schema}, public`);
    try {
      const explain = `EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) ${text}`;
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(explain);
      return nodesOf(rows[0]!['QUERY PLAN'][0].Plan);
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(`${name} has no plan`, { cause: failure });
};

// PostgreSQL rightly reads a table of a few pages whole. There the plan must only be possible by indexes: ANALYZE replaces it when the table has grown.
describe.each([
  { name: 'small', cases: 300, mandates: 50, scans: 'off' },
  { name: 'large', cases: 100_000, mandates: 20_000, scans: 'on' },
])('in a $name city', ({ scans: mayScan, ...size }) => {
  it('the only plan of a named statement reads no table that grows from its beginning', async () => {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    await migrateAll(url);
    const client = new pg.Client({ connectionString: url, types: typeParsers });
    await client.connect();
    for (const sql of cityOfSize(size)) await client.query(sql);
    await client.query(`SET enable_seqscan = ${mayScan}`);
    const scans: string[] = [];
    for (const { name, text } of namedStatements().values())
      for (const node of await planOf(client, name, text)) {
        const table = `${node.Schema}.${node['Relation Name']}`;
        if (node['Node Type'] === 'Seq Scan' && GROWING.has(table)) scans.push(`${name}: ${table}`);
      }
    await client.end();
    await postgres.stop();
    expect(scans.filter((scan) => !(scan in SCANS))).toEqual([]);
  }, 600_000);
});
