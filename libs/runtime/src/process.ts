import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type INestApplication, Logger } from '@nestjs/common';
import { TokenVerifier } from '#access';
import { type OpenedEventStore, openEventStore } from '#event-store';
import { hostsInWords, parseAddress } from '#postgres';
import { CannotStart } from './cannot-start.js';
import { checkDatabase } from './check-database.js';
import { Draining } from './draining.js';
import { type ContextParts, createService } from './service.js';
import { InvalidSettings, loadSettings, type Settings, variableOf } from './settings.js';
import { stopOnSignal } from './shutdown.js';

/** Contexts in a process of their own. `port`: the port unless REGIE_PORT sets another. */
export type ProcessOptions = Readonly<{ title: string; contexts: readonly ContextParts[]; port: number }>;

/** A running process at `url`. `stop` refuses new requests, finishes open requests and the current page of every processor, and closes. */
export type RunningProcess = Readonly<{ url: string; stop(): Promise<void> }>;

/** Open requests get this time before their connections are cut: an event stream never ends by itself. */
const LONGEST_DRAIN_MS = 10_000;

/** Settings that a process of one context needs and the hub in a box provides itself, each with its purpose. */
const NEEDED = {
  postgresUrl: 'the PostgreSQL of this process, such as postgres://mandates:password@postgres:5432/mandates',
  issuer: 'the identity provider whose tokens are accepted, such as https://login.example.be/realms/regie',
} satisfies Partial<Record<keyof Settings, string>>;

/**
 * Starts the contexts on the PostgreSQL and the identity provider that the environment names.
 * @throws {InvalidSettings} when settings are missing or invalid, with the remedy for each
 * @throws {CannotStart} when the database or the port is not available
 */
export const startProcess = async (
  { title, contexts, port }: ProcessOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunningProcess> => {
  const settings = loadSettings({ ...environment, REGIE_PORT: environment.REGIE_PORT || String(port) });
  const missing = (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).filter((name) => !settings[name]);
  if (missing.length > 0)
    throw new InvalidSettings(
      `settings are missing:\n${missing.map((name) => `  - ${variableOf(name)}: ${NEEDED[name]}`).join('\n')}`,
    );
  if (settings.bus === 'embedded')
    throw new InvalidSettings(
      'REGIE_BUS is kafka for a process of its own: with the embedded bus it would receive no events of the others.',
    );
  const { issuer, audience, jwksUri, postgresUrl } = settings as Settings &
    Required<Pick<Settings, keyof typeof NEEDED>>;

  let opened: OpenedEventStore | undefined;
  let app: INestApplication | undefined;
  const stop = async (): Promise<void> => {
    if (app) await drain(app);
    await opened?.close();
  };
  try {
    const warnings = await checkDatabase(postgresUrl, settings);
    opened = await openEventStore({ ...settings, postgresUrl }, logUnusableSnapshot);
    const { store, cache, pool } = opened;
    app = await createService({
      title,
      settings,
      store,
      cache,
      pool,
      verifier: new TokenVerifier({ issuer, audience, jwksUri }),
      contexts,
    });
    for (const warning of warnings) new Logger('database').warn(warning);
    await app.listen(settings.port, settings.host);
    return { url: await app.getUrl(), stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw explainStartFailure(error, settings);
  }
};

/**
 * Fails readiness, refuses new work, lets open work end, and then closes the resources below. Nest's own handler of signals would close the store
 * while requests are still open.
 */
export const drain = async (app: INestApplication): Promise<void> => {
  app.get(Draining).begin();
  const server = app.getHttpServer() as Server;
  let finished = false;
  server.close(() => (finished = true));
  for (const deadline = Date.now() + LONGEST_DRAIN_MS; !finished && Date.now() < deadline; await pause(20)) {
    // a connection without an open request would wait for the next request of its client
    server.closeIdleConnections();
  }
  server.closeAllConnections();
  await app.close();
};

/** Adds the remedy to a failure at the start; any other error is returned unchanged. */
export const explainStartFailure = (error: unknown, { postgresUrl, host, port }: Settings): unknown => {
  const { code, message, syscall } = error as { code?: string; message?: string; syscall?: string };
  const unusable = ADDRESS_REASONS[code ?? ''];
  if (unusable && syscall === 'listen') return new CannotStart(unusable({ host, port }));
  if (!postgresUrl) return error;
  const { hosts, database, user } = parseAddress(postgresUrl)!;
  const reason = POSTGRES_REASONS[code ?? ''];
  return reason
    ? new CannotStart(
        `${reason} (${message}). REGIE_POSTGRES_URL names the database ${database} at ${hostsInWords(hosts)}, as ${user || 'nobody'}.`,
      )
    : error;
};

/** The reasons by the code of Node's error when it cannot listen. */
const ADDRESS_REASONS: Readonly<Record<string, (wanted: Pick<Settings, 'host' | 'port'>) => string>> = {
  EADDRINUSE: ({ host, port }) => `Port ${port} of ${host} is taken by another program: set REGIE_PORT to a free one.`,
  EADDRNOTAVAIL: ({ host }) =>
    `This machine has no address ${host}: set REGIE_HOST to one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
  EACCES: ({ host, port }) =>
    `This user may not listen on port ${port} of ${host}: set REGIE_PORT to one from 1024 on.`,
};

/** The reasons by the code of Node's network errors, or the SQLSTATE. */
const POSTGRES_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'PostgreSQL does not answer',
  REGIE_CONNECTION_SILENT: 'PostgreSQL does not answer',
  REGIE_NO_WRITABLE_HOST: 'No PostgreSQL takes writes',
  REGIE_SERVER_UNSUITABLE: 'PostgreSQL cannot be used as it is',
  ENOTFOUND: 'There is no server of the name of the PostgreSQL',
  EAI_AGAIN: 'The name of the PostgreSQL server cannot be looked up',
  '28P01': 'PostgreSQL refuses the password',
  '28000': 'PostgreSQL refuses the user',
  '3D000': 'The database does not exist',
  '42501': 'The user of the database may not create what the process needs, schemas and the extension btree_gist',
};

/** Logs an unusable snapshot for {@link openEventStore}. The store recovers by itself, but an operator should find the cause. */
export const logUnusableSnapshot = (stream: string, error: unknown): void =>
  new Logger('snapshots').warn({
    stream,
    err: error,
    msg: 'a snapshot cannot be loaded, read or kept; the state is made from the events, which takes longer',
  });

/** Runs a process: starts it, and drains it on SIGTERM and SIGINT. An error before it listens is printed in a line or two, with the remedy. */
export const runProcess = async (options: ProcessOptions): Promise<void> => {
  try {
    const running = await startProcess(options, process.env);
    new Logger('process').log(`${options.title} listens at ${running.url}`);
    stopOnSignal(['SIGINT', 'SIGTERM'], () => running.stop(), failed);
  } catch (error) {
    failed(error);
  }
};

const failed = (error: unknown): never => {
  const said =
    error instanceof InvalidSettings || error instanceof CannotStart
      ? error.message
      : ((error as Error).stack ?? String(error));
  process.stderr.write(`${said}\n`);
  process.exit(1);
};
