import { spawn } from 'node:child_process';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { HubProcess } from './hub-process.js';

/** The requested routes during each fault, by context. */
const ROUTES = {
  cases: '/v1/cases',
  mandates: '/v1/mandates/holder?neighbourhood=4&theme=leefbaarheid',
  teams: '/v1/neighbourhoods?limit=1',
} as const;

type Expected = Readonly<{
  ready: number;
  /** statuses of the routes, and of opening a case */
  routes: Readonly<Record<keyof typeof ROUTES | 'open a case', number>>;
  /** the name that the doctor and `problems` must show */
  names: RegExp;
}>;

/**
 * The table of docs/reliability.md: the expected results of live, ready, doctor and routes for each fault of a table. `cause` and `mend` run on a
 * separate connection.
 */
const FAULTS: Readonly<Record<string, Expected & Readonly<{ cause: string; mend: string }>>> = {
  'a read model that is locked': {
    cause: 'BEGIN; LOCK TABLE cases.joint_case IN ACCESS EXCLUSIVE MODE',
    mend: 'ROLLBACK',
    ready: 200,
    routes: { cases: 503, mandates: 200, teams: 200, 'open a case': 201 },
    names: /cases\.cases/,
  },
  'a read model whose table is gone': {
    cause: 'ALTER TABLE cases.joint_case RENAME TO elsewhere',
    mend: 'ALTER TABLE cases.elsewhere RENAME TO joint_case',
    ready: 200,
    routes: { cases: 500, mandates: 200, teams: 200, 'open a case': 201 },
    names: /cases\.cases/,
  },
  'the checkpoints of a context that are locked': {
    cause: 'BEGIN; LOCK TABLE cases.checkpoints IN ACCESS EXCLUSIVE MODE',
    mend: 'ROLLBACK',
    ready: 200,
    routes: { cases: 200, mandates: 200, teams: 200, 'open a case': 201 },
    names: /cases\.cases/,
  },
  'the log that is locked': {
    cause: 'BEGIN; LOCK TABLE event_store.events IN EXCLUSIVE MODE',
    mend: 'ROLLBACK',
    ready: 503,
    routes: { cases: 200, mandates: 200, teams: 200, 'open a case': 503 },
    names: /event-store/,
  },
};

const OPENING = {
  neighbourhood: '4',
  theme: 'leefbaarheid',
  title: 'Litter around the Pierkespark',
  why: 'People meet in that square; its users live around it.',
  scope: 'The square and the streets around it.',
  invite: [],
};

describe('a fault of a table', () => {
  let postgres: TestPostgres;
  let hub: HubProcess;
  let admin: Client;
  let token: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    hub = await HubProcess.start({ database: url });
    token = await tokenFor(hub.url, 'an.peeters');
    admin = new Client({ connectionString: url, types: typeParsers });
    await admin.connect();
  }, 90_000);
  afterAll(async () => {
    await admin.end();
    await hub.remove();
    await postgres.stop();
  });

  const ask = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(hub.url + path, {
      method: body ? 'POST' : 'GET',
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const doctor = (): Promise<string> =>
    new Promise((done) => {
      const env = { ...process.env, REGIE_FOLDER: hub.folder };
      const program = spawn(process.execPath, ['apps/regie/bin/regie.js', 'doctor'], { env });
      let said = '';
      for (const stream of [program.stdout, program.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
      program.on('close', () => done(said));
    });

  it.each(Object.entries(FAULTS))(
    '%s takes away the routes that need it, and is named',
    async (_, { cause, mend, ready, routes, names }) => {
      await admin.query(cause);
      try {
        const answers = await Promise.all([
          ...Object.values(ROUTES).map((path) => ask(path)),
          ask('/v1/cases', OPENING),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([
          routes.cases,
          routes.mandates,
          routes.teams,
          routes['open a case'],
        ]);
        expect((await ask('/health/live')).status).toBe(200);
        const health = await until(async () => {
          const answer = await ask('/health/ready');
          return names.test(answer.text) && answer;
        }, 60_000);
        expect(health.status).toBe(ready);
        expect(await doctor()).toMatch(/attention/);
      } finally {
        await admin.query(mend);
      }
      await until(async () => {
        const { status, text } = await ask('/health/ready');
        return status === 200 && !text.includes('problems');
      }, 60_000);
    },
    150_000,
  );
});
