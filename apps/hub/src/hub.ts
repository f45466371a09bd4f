import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, relative, resolve } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { createDemonstrationProvider, generateKeys, TokenVerifier } from '#access';
import { brusselsDate } from '#kernel';
import {
  CannotStart,
  checkDatabase,
  createService,
  demonstrationProblem,
  explainStartFailure,
  openStore,
  ProcessorRegistry,
  serve,
  type Settings,
  type Shutdown,
  startTelemetry,
} from '#runtime';
import { CONTEXTS, DEFINITIONS } from './contexts.js';
import { AGENCIES, CITY, PASSWORD, PEOPLE, SYSTEMS } from './demonstration/ghent.js';
import { loadDemonstration } from './demonstration/load.js';
import { type Print, startOwnDatabase } from './own-database.js';
import { claim, recordRunning, release } from './running.js';

/**
 * Starts the hub in a box: every context in one process on one PostgreSQL. Without settings for them, it also starts that PostgreSQL and a
 * demonstration identity provider. The first start loads the demonstration. The shutdown may begin before the start is done.
 * @throws {CannotStart} with the remedy
 */
export const startHub = async (settings: Settings, print: Print, shutdown: Shutdown): Promise<void> => {
  if (settings.bus !== 'embedded')
    throw new CannotStart(
      'The hub in a box has every context in one process: leave REGIE_BUS out. docs/deployment.md shows the services over Kafka.',
    );
  const problem = demonstrationProblem(settings, CITY);
  if (problem) throw new CannotStart(problem);
  const folder = resolve(settings.folder);
  await claimFolder(folder);
  shutdown.add('folder', `the claim of ${folder}`, () => release(folder));
  try {
    await run(settings, folder, print, shutdown);
  } catch (error) {
    await shutdown.run();
    throw explainStartFailure(error, settings);
  }
};

/** Creates the folder and locks it for this process, because two hubs on the same data would overwrite each other. */
const claimFolder = async (folder: string): Promise<void> => {
  const running = await mkdir(folder, { recursive: true, mode: 0o755 }).then(
    () => claim(folder),
    (error: unknown) =>
      Promise.reject(
        new CannotStart(
          `The folder ${folder} cannot be used (${(error as Error).message}): set REGIE_FOLDER to one that this user may write to.`,
        ),
      ),
  );
  if (running) {
    throw new CannotStart(
      `A hub is running here already${running.url ? `, at ${running.url}` : ', and is starting'} (process ${running.pid}).\n` +
        'Use that one, stop it with Ctrl-C where it runs, or start another one with REGIE_FOLDER=<another folder>.',
    );
  }
};

/** Starts the database and the contexts, and loads the demonstration. Every part adds a step to the shutdown. */
const run = async (settings: Settings, folder: string, print: Print, shutdown: Shutdown): Promise<void> => {
  const database = settings.postgresUrl
    ? { postgresUrl: settings.postgresUrl }
    : await startOwnDatabase(settings, folder, DEFINITIONS, print, shutdown);
  const { postgresUrl } = database;
  const port = await freePort(settings, print);
  const url = `http://${hostIn(settings.host)}:${port}`;
  print('preparing the event store and the read models ...');
  const unusual = await checkDatabase(postgresUrl, settings, DEFINITIONS);
  const { store, cache, pool, notifications } = await openStore({ ...settings, postgresUrl }, shutdown);
  const identity = await identityOf(settings, folder, url);
  const app = await createService({
    title: 'Regie hub',
    settings: Object.assign(settings, {
      postgresUrl,
      publicUrl: settings.publicUrl ?? url,
      secretsKey: settings.secretsKey ?? (await ownSecretsKey(settings, folder)),
    }),
    store,
    cache,
    pool,
    notifications,
    verifier: identity.verifier,
    contexts: CONTEXTS,
    mounts: identity.mounts,
    shutdown,
  });
  await startTelemetry(app, 'Regie hub', process.env, shutdown);
  await serve(app, { port, host: settings.host, drainMs: settings.drainMs }, shutdown);
  if (!settings.issuer && settings.demonstration === 'yes') await demonstrate(app, folder, url, print);
  shutdown.signal.throwIfAborted();
  await recordRunning(folder, { url, ...database });
  for (const warning of [...unusual, ...(await warnings(settings, folder, identity.verifier))])
    print(`NOTE: ${warning}`);
  print(welcome(url, settings, folder));
};

/** Finds the port to listen on: the configured one, or any free one when the default is taken. */
const freePort = async ({ host, port }: Settings, print: Print): Promise<number> => {
  const bound = (candidate: number): Promise<number | undefined> =>
    new Promise((done, fail) => {
      const probe = createServer();
      probe.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
      );
      probe.listen(candidate, host, () => {
        const { port: found } = probe.address() as { port: number };
        probe.close(() => done(found));
      });
    });
  const wanted = await bound(port);
  if (wanted !== undefined) return wanted;
  if (process.env.REGIE_PORT)
    throw new CannotStart(`Port ${port} is taken by another program: set REGIE_PORT to a free one, or to 0 for any.`);
  const other = (await bound(0))!;
  print(`port ${port} is taken by another program; this hub listens on ${other}`);
  return other;
};

/** Returns the host for a URL that a person can open. */
const hostIn = (host: string): string =>
  ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;

type Identity = Readonly<{ verifier: TokenVerifier; mounts: Parameters<typeof createService>[0]['mounts'] }>;

/** Trusts the identity provider of the city, or starts one inside the hub with the demonstration people. */
const identityOf = async (
  { issuer, audience, jwksUri, servedCities: cities }: Settings,
  folder: string,
  url: string,
): Promise<Identity> => {
  if (issuer) return { verifier: new TokenVerifier({ issuer, audience, jwksUri, cities }), mounts: {} };
  const { signing, cookies } = await ownKeys(folder);
  const provider = createDemonstrationProvider({
    issuer: `${url}/oidc`,
    audience,
    keys: signing,
    cookieKeys: cookies,
    people: PEOPLE.map((person) => ({ ...person, city: CITY, password: PASSWORD })),
    clients: SYSTEMS.map((system) => ({ ...system, city: CITY, clientSecret: PASSWORD })),
  });
  return {
    verifier: new TokenVerifier({ issuer: `${url}/oidc`, audience, cities, jwks: provider.jwks }),
    mounts: { '/oidc': provider.callback },
  };
};

/** Returns the signing keys of this hub. They are created at the first start and kept, so that tokens stay valid after a restart. */
const ownKeys = async (folder: string): Promise<{ signing: JSONWebKeySet; cookies: string[] }> => {
  const file = join(folder, 'keys.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { signing: JSONWebKeySet; cookies: string[] };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new CannotStart(`${file} cannot be read (${(error as Error).message}): remove it to make new keys.`);
  }
  const keys = { signing: await generateKeys(), cookies: [crypto.randomUUID()] };
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
};

/** Returns the key that encrypts the secrets of subscriptions, created at the first start. In production it must come from the settings instead. */
const ownSecretsKey = async ({ environment }: Settings, folder: string): Promise<string | undefined> => {
  if (environment === 'production') return undefined;
  const file = join(folder, 'secrets.key');
  await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const key = await readFile(file, 'utf8');
  if (Buffer.from(key, 'base64').length !== 32)
    throw new CannotStart(
      `${file} is not a key: put it back from a backup, or remove it and have every subscription rotate its secret.`,
    );
  return key;
};

/** Lists settings that work but are probably a mistake. */
const warnings = async ({ issuer }: Settings, folder: string, verifier: TokenVerifier): Promise<readonly string[]> => {
  const problem = await verifier.problem();
  const demonstrated =
    issuer !== undefined && (await readFile(demonstrationNote(folder)).catch(() => undefined)) !== undefined;
  return [
    ...(problem === undefined ? [] : [`${problem}. Until it answers every token is refused.`]),
    ...(demonstrated
      ? [
          `the Ghent demonstration is in ${folder}: stop the hub and remove that folder, or name another one in REGIE_FOLDER, to begin with nothing.`,
        ]
      : []),
  ];
};

const demonstrationNote = (folder: string): string => join(folder, 'demonstration.json');

/** Loads the demonstration once; an interrupted load resumes at the next start. */
const demonstrate = async (app: INestApplication, folder: string, url: string, print: Print): Promise<void> => {
  const done = demonstrationNote(folder);
  if (await readFile(done).catch(() => undefined)) return;
  print('loading the Ghent demonstration ...');
  await loadDemonstration(url, brusselsDate(new Date()));
  await app.get(ProcessorRegistry).settled(10_000);
  await writeFile(done, JSON.stringify({ loadedAt: new Date().toISOString() }));
};

const SETTING_UP = 'Your own city in five steps: docs/your-city.md\n';

const welcome = (url: string, settings: Settings, folder: string): string => {
  const addresses = [
    '',
    `The regie hub runs at ${url}`,
    `  API description   ${url}/docs  (OpenAPI at /openapi.json)`,
    `  health            ${url}/health/ready`,
    `  its data          ${relative(process.cwd(), folder) || folder}`,
    ...(folder === resolve('.regie') ? [] : [`  for npx regie     export REGIE_FOLDER='${folder}'`]),
  ];
  if (settings.issuer)
    return [...addresses, `  tokens from       ${settings.issuer}`, '', SETTING_UP, 'Stop with Ctrl-C.'].join('\n');
  const agencies = new Map<string, string>(AGENCIES.map(({ agency, name }) => [agency, name]));
  return [
    ...addresses,
    '',
    'Get a token for a demonstration person (password: demo):',
    ...PEOPLE.map(
      ({ username, agency, role }) => `  npx regie token ${username.padEnd(14)} # ${role} of ${agencies.get(agency)}`,
    ),
    ...SYSTEMS.map(
      ({ clientId, agency }) =>
        `  npx regie token --client ${clientId.padEnd(20)} --secret demo # the system of ${agencies.get(agency)}`,
    ),
    '',
    ...(settings.demonstration === 'no'
      ? [SETTING_UP]
      : [
          'Try: who coordinates leefbaarheid in Brugse Poort - Rooigem?',
          `  curl -s -H "Authorization: Bearer $(npx regie token an.peeters)" "${url}/v1/mandates/holder?neighbourhood=4&theme=leefbaarheid"`,
          '',
        ]),
    'Stop with Ctrl-C.',
  ].join('\n');
};
