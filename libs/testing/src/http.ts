import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TokenVerifier } from '#access';
import { type EventStore, MemoryEventStore } from '#event-store';
import { describeApi } from '#http';
import type { Actor } from '#kernel';
import {
  type ContextDefinition,
  type ContextParts,
  createService,
  databaseOptions,
  loadSettings,
  ownerRole,
  ProcessorRegistry,
} from '#runtime';
import { ApiDescription } from './api-description.js';
import { migrated } from './database-roles.js';
import { IdentityProvider } from './identity-provider.js';
import { startPostgres } from './postgres.js';

export type Answer = Readonly<{
  status: number;
  body: Record<string, never> & Record<string, unknown>;
  headers: Headers;
}>;

/**
 * Sends requests with a token. Each request waits until the writes of the earlier ones are visible, so that specs need no waits.
 * A successful JSON response must fit the schema of its route; otherwise the request throws.
 */
export type Client = Readonly<{
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
}>;

export type TestService = Readonly<{
  url: string;
  app: INestApplication;
  store: EventStore;
  /** the database of the read models, as the administrator; the service itself runs as a role with fewer rights */
  postgresUrl: string;
  /** Opens the schema of a context as the owner of its tables, which the service itself is not; `stop` closes it. */
  asOwner(context: ContextDefinition): Promise<DataSource>;
  /** Returns a client of this actor; without one, of a worker of Stad Gent. */
  as(actor?: Partial<Actor>): Promise<Client>;
  /** Signs a token with a lifetime of `1h` by default; `-3s` makes an expired one. */
  token(actor?: Partial<Actor>, lifetime?: string): Promise<string>;
  /**
   * Waits until the read models have processed all events.
   * @throws {Error} after the time limit
   */
  settled(withinMs?: number): Promise<void>;
  /** Returns a client without a token, or with this one. */
  withToken(token?: string): Client;
  stop(): Promise<void>;
}>;

const SECRETS_KEY = randomBytes(32).toString('base64');

/**
 * Starts a process on a free port with these contexts, and with read models in a new PostgreSQL database.
 * The event store is in memory unless one is given; `environment` adds settings. Its REGIE_POSTGRES_URL names another
 * database, as an administrator.
 */
export const startTestService = async (
  contexts: readonly ContextParts[],
  store: EventStore = new MemoryEventStore(),
  environment: Readonly<Record<string, string>> = {},
): Promise<TestService> => {
  const postgres = await startPostgres();
  const postgresUrl = environment.REGIE_POSTGRES_URL ?? (await postgres.createDatabase());
  const { runtimeUrl } = await migrated(
    postgresUrl,
    contexts.flatMap(({ definition }) => definition ?? []),
  );
  const settings = loadSettings({
    REGIE_LOG_LEVEL: process.env.REGIE_TEST_LOG_LEVEL ?? 'silent',
    REGIE_SECRETS_KEY: SECRETS_KEY,
    ...environment,
    REGIE_POSTGRES_URL: runtimeUrl,
  });
  const provider = await IdentityProvider.create();
  const { issuer, audience, jwks } = provider;
  const verifier = new TokenVerifier({ issuer, audience, jwks, cities: settings.servedCities });
  const app = await createService({ title: 'test', settings, store, verifier, contexts });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;

  let description: ApiDescription | undefined;
  /** @throws {Error} when the body does not fit its schema: a field is unknown, missing or of another type */
  const mustBeAsDescribed = (method: string, path: string, { status, headers }: Response, body: unknown): void => {
    description ??= new ApiDescription({ ...describeApi(app, 'test') });
    const { operation, problems } = description.checkBody(method, path, status, headers, body);
    if (problems.length === 0) return;
    const first = problems.slice(0, 5).map((problem) => JSON.stringify(problem));
    throw new Error([`The response of ${operation} does not fit its schema.`, ...first].join('\n'));
  };

  let lastPosition: string | undefined;
  const withToken = (bearer?: string): Client => {
    const request = async (
      method: string,
      path: string,
      body: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...(lastPosition && { 'regie-after': lastPosition }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      });
      lastPosition = response.headers.get('regie-position') ?? lastPosition;
      const text = await response.text();
      const { status } = response;
      const isJson = text && response.headers.get('content-type')?.includes('json');
      const answered = isJson ? (JSON.parse(text) as Answer['body']) : { text };
      if (isJson && response.ok) mustBeAsDescribed(method, new URL(url + path).pathname, response, answered);
      return { status, body: answered as Answer['body'], headers: response.headers };
    };
    return {
      get: (path, headers) => request('GET', path, undefined, headers),
      post: (path, body, headers) => request('POST', path, body, headers),
      put: (path, body, headers) => request('PUT', path, body, headers),
      patch: (path, body, headers) => request('PATCH', path, body, headers),
      delete: (path, headers) => request('DELETE', path, undefined, headers),
    };
  };

  const opened: DataSource[] = [];
  return {
    url,
    app,
    store,
    postgresUrl,
    asOwner: async (context) => {
      const role = await ownerRole(postgresUrl, [context]);
      const db = await new DataSource(databaseOptions(context, postgresUrl, { role })).initialize();
      opened.push(db);
      return db;
    },
    token: (actor, lasts) => provider.token(actor, lasts),
    settled: async (withinMs = 20_000) => {
      if (!(await app.get(ProcessorRegistry).settled(withinMs)))
        throw new Error(`the read models are not there within ${withinMs} ms`);
    },
    withToken,
    as: async (actor) => withToken(await provider.token(actor)),
    stop: async () => {
      // A client keeps its connections, and the server would wait for them for more than two minutes.
      const server = app.getHttpServer() as Server;
      const sweep = setInterval(() => server.closeAllConnections(), 20);
      await app.close().finally(() => clearInterval(sweep));
      for (const db of opened) await db.destroy();
      await postgres.stop();
    },
  };
};
