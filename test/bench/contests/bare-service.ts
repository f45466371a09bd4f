import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { brusselsDate } from '#kernel';
import { IdentityProvider } from '#testing/identity-provider';
import type { Surroundings } from '../contest.js';
import type { BareSettings } from './bare-server.js';
import { poolOn } from './stores.js';

/** The bare service of bare-server.ts in a process of its own. */
export type BareService = Readonly<{
  url: string;
  pid: number;
  token: string;
  /** Runs a statement on the database of the service. */
  query(sql: string, values?: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}>;

const TABLES = `
  create table opened (id uuid primary key, city text not null, agency text not null, title text not null, neighbourhood text not null,
    theme text not null, why text not null, scope text not null, invite json not null, at timestamptz not null default now());
  create table committed (id uuid primary key, case_id uuid not null, city text not null, agency text not null, what text not null,
    owner text not null, due_on date not null, at timestamptz not null default now());
  create table kept (city text, id uuid, body json not null, primary key (city, id));
  create table held (city text, neighbourhood text, theme text, held_from date, held_until date not null, holder text not null,
    mandate_id text not null, decision json not null, primary key (city, neighbourhood, theme, held_from));
  create table entry (city text, agency text, sequence bigint, event json not null, primary key (city, agency, sequence));`;

export const startBareService = async (
  { createDatabase }: Surroundings,
  remembersTokens: boolean,
): Promise<BareService> => {
  const postgresUrl = await createDatabase();
  const pool = poolOn(postgresUrl);
  await pool.query(TABLES);
  const { issuer, audience, jwks, token } = await signedToken();
  const settings: BareSettings = { postgresUrl, issuer, audience, jwks, remembersTokens };
  const child = fork(join(import.meta.dirname, 'bare-server.js'), {
    env: { ...process.env, BARE_SERVER: JSON.stringify(settings) },
  });
  const [url] = (await Promise.race([once(child, 'message'), failed(child)])) as [string];
  return {
    url,
    pid: child.pid!,
    token,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
      await pool.end();
    },
  };
};

const failed = async (child: ReturnType<typeof fork>): Promise<never> => {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`the bare service ended with ${code} instead of starting`);
};

const signedToken = async () => {
  const provider = await IdentityProvider.create();
  const { issuer, audience, jwks } = provider;
  return { issuer, audience, jwks, token: await provider.token({ role: 'coordinator' }) };
};

/** Today, as the hub sees it. */
export const today = (): string => brusselsDate(new Date());
