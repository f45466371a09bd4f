import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import pg from 'pg';

const statements = new AsyncLocalStorage<string[]>();
const ofProcess = new Set<string[]>();
let isWatched = false;

/**
 * Returns the SQL statements that `work` sends to PostgreSQL, over any pool of this process.
 * Only statements sent in the asynchronous context of `work` count, so that those of processors in the background are left out.
 * Statements that prepare a new connection do not count either.
 */
export const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  watch();
  const sent: string[] = [];
  await statements.run(sent, work);
  return sent;
};

/** Returns the SQL statements that this process sends to PostgreSQL during `work`, in the background too. */
export const statementsDuring = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  watch();
  const sent: string[] = [];
  ofProcess.add(sent);
  await work().finally(() => ofProcess.delete(sent));
  return sent;
};

/** Returns the SQL statements that a server of this process sends for the requests of `work`, of which there is one at a time. */
export const statementsOfRequests = async (
  server: Server,
  work: () => Promise<unknown>,
): Promise<readonly string[]> => {
  watch();
  const sent: string[] = [];
  // A request has no asynchronous context of its caller, even in one process.
  const begin = (): void => statements.enterWith(sent);
  server.prependListener('request', begin);
  await work().finally(() => server.off('request', begin));
  return sent;
};

const watch = (): void => {
  if (isWatched) return;
  isWatched = true;
  const prototype = pg.Client.prototype as { query: (this: unknown, ...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [statement] = args;
    const text = typeof statement === 'string' ? statement : (statement as { text: string }).text;
    if (!text.startsWith('/* session */')) for (const sent of [statements.getStore(), ...ofProcess]) sent?.push(text);
    return query.apply(this, args);
  };
};
