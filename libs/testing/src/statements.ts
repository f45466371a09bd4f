import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import pg from 'pg';

/** A statement that a connection of this process has sent. `name`: undefined for an unnamed statement. */
export type SentStatement = Readonly<{ connection: pg.Client; name: string | undefined; text: string }>;

const ofWork = new AsyncLocalStorage<string[]>();
const recorders = new Set<(sent: SentStatement) => void>();
let isWatched = false;

/**
 * Returns the SQL statements that `work` sends to PostgreSQL, over any pool of this process.
 * Only statements sent in the asynchronous context of `work` count, so that those of processors in the background are left out.
 * Statements that prepare a new connection do not count either.
 */
export const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  watch();
  const sent: string[] = [];
  await ofWork.run(sent, work);
  return sent;
};

/** Calls `record` for every statement that this process sends from now on, but those that prepare a new connection. Returns the end of it. */
export const recordStatements = (record: (sent: SentStatement) => void): (() => void) => {
  watch();
  recorders.add(record);
  return () => recorders.delete(record);
};

/** Returns the SQL statements that this process sends to PostgreSQL during `work`, in the background too. */
export const statementsDuring = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const sent: string[] = [];
  const stop = recordStatements(({ text }) => sent.push(text));
  await work().finally(stop);
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
  const begin = (): void => ofWork.enterWith(sent);
  server.prependListener('request', begin);
  await work().finally(() => server.off('request', begin));
  return sent;
};

const watch = (): void => {
  if (isWatched) return;
  isWatched = true;
  const prototype = pg.Client.prototype as { query: (this: pg.Client, ...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [statement] = args;
    const { name, text } =
      typeof statement === 'string' ? { text: statement } : (statement as Omit<SentStatement, 'connection'>);
    if (!text.startsWith('/* session */')) {
      ofWork.getStore()?.push(text);
      for (const record of recorders) record({ connection: this, name, text });
    }
    return query.apply(this, args);
  };
};
