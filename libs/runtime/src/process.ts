import { Logger } from '@nestjs/common';
import { TokenVerifier } from '#access';
import { openEventStore } from '#event-store';
import { hostsInWords, parseAddress, tlsFailure } from '#postgres';
import { CannotStart } from './cannot-start.js';
import { checkDatabase } from './database/check-database.js';
import { runProgram } from './program.js';
import { type ContextParts, createService } from './service.js';
import { serve } from './serving/serve.js';
import { InvalidSettings, loadSettings } from './settings/load-settings.js';
import type { Settings } from './settings/settings.js';
import { variableOf } from './settings/variable-of.js';
import { Shutdown, type ShutdownOutcome } from './shutdown.js';
import { startTelemetry } from './telemetry/start-telemetry.js';

/** A process and its contexts. `port` is the default; REGIE_PORT overrides it. */
export type ProcessOptions = Readonly<{ title: string; contexts: readonly ContextParts[]; port: number }>;

/** A running process at `url`. `stop` refuses new requests, finishes open requests and the current page of every processor, and closes. */
export type RunningProcess = Readonly<{ url: string; stop(): Promise<ShutdownOutcome> }>;

/** The settings that `startProcess` requires, each with its purpose. apps/hub does not need them, because it can start its own database and provider. */
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
  shutdown = new Shutdown(),
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
  const {
    issuer,
    audience,
    jwksUri,
    servedCities: cities,
    postgresUrl,
  } = settings as Settings & Required<Pick<Settings, keyof typeof NEEDED>>;

  try {
    const warnings = await checkDatabase(
      postgresUrl,
      settings,
      contexts.flatMap(({ definition }) => definition ?? []),
    );
    const opened = await openStore({ ...settings, postgresUrl }, shutdown);
    const app = await createService({
      title,
      settings,
      ...opened,
      verifier: new TokenVerifier({ issuer, audience, jwksUri, cities }),
      contexts,
      shutdown,
    });
    await startTelemetry(app, title, environment, shutdown);
    for (const warning of warnings) new Logger('database').warn(warning);
    await serve(app, settings, shutdown);
    return { url: await app.getUrl(), stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run();
    throw explainStartFailure(error, settings);
  }
};

/** Opens the event store and adds its closing to the shutdown, which also waits for a store that is still opening. */
export const openStore: (
  settings: Parameters<typeof openEventStore>[0],
  shutdown: Shutdown,
) => ReturnType<typeof openEventStore> = (settings, shutdown) => {
  const opening = openEventStore(settings, { unusable: logUnusableSnapshot, notNotified: logNotNotified });
  shutdown.add('connections', 'connections of the event store', async () => {
    const opened = await opening.catch(() => undefined);
    await opened?.close();
  });
  return opening;
};

/** Adds the remedy to a failure at the start; any other error is returned unchanged. */
export const explainStartFailure = (error: unknown, { postgresUrl, host, port }: Settings): unknown => {
  const { code, message, syscall } = error as { code?: string; message?: string; syscall?: string };
  const unusable = ADDRESS_REASONS[code ?? ''];
  if (unusable && syscall === 'listen') return new CannotStart(unusable({ host, port }));
  if (!postgresUrl) return error;
  const { hosts, database, user } = parseAddress(postgresUrl)!;
  const reason = POSTGRES_REASONS[code ?? ''] ?? tlsFailure({ code, message });
  return reason
    ? new CannotStart(
        `${reason} (${message}). REGIE_POSTGRES_URL names the database ${database} at ${hostsInWords(hosts)}, as ${user || 'nobody'}.`,
      )
    : error;
};

/** The reasons why the server cannot listen, by the code of Node's error. */
const ADDRESS_REASONS: Readonly<Record<string, (wanted: Pick<Settings, 'host' | 'port'>) => string>> = {
  EADDRINUSE: ({ host, port }) => `Port ${port} of ${host} is taken by another program: set REGIE_PORT to a free one.`,
  EADDRNOTAVAIL: ({ host }) =>
    `This machine has no address ${host}: set REGIE_HOST to one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
  EACCES: ({ host, port }) =>
    `This user may not listen on port ${port} of ${host}: set REGIE_PORT to one from 1024 on.`,
};

/** The reasons why PostgreSQL cannot be used, by the code of the error: Node's, our own `REGIE_*`, or the SQLSTATE. */
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
  '42501': 'The user of the database lacks a right, which `npx regie migrate` grants',
};

/** Logs an unusable snapshot for {@link openEventStore}. The store recovers by itself, but an operator should find the cause. */
const logUnusableSnapshot = (stream: string, error: unknown): void =>
  new Logger('snapshots').warn({
    stream,
    err: error,
    msg: 'a snapshot cannot be loaded, read or kept; the state is made from the events, which takes longer',
  });

/** Logs that notifications do not arrive. Nothing is lost: the process looks for news more often until they do. */
const logNotNotified = (error: unknown): void =>
  new Logger('notifications').warn({
    err: error,
    msg: 'the connection that listens to other processes is gone; looking for news more often until it is back',
  });

/** Runs a process until a signal. An error during the start is printed in a line or two, with the remedy. */
export const runProcess = (options: ProcessOptions): Promise<void> =>
  runProgram(
    async (shutdown) => {
      const { url } = await startProcess(options, process.env, shutdown);
      new Logger('process').log(`${options.title} listens at ${url}`);
    },
    {
      explain: (error) =>
        error instanceof InvalidSettings || error instanceof CannotStart
          ? error.message
          : ((error as Error).stack ?? String(error)),
    },
  );
