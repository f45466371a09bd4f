import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const statements = new AsyncLocalStorage<string[]>();
let isWatched = false;

/**
 * Returns the SQL statements that `work` sends to PostgreSQL, over any pool of this process.
 * Only statements sent in the asynchronous context of `work` count, so that those of processors in the background are left out.
 * Statements that prepare a new connection do not count either.
 */
export const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  if (!isWatched) watch();
  isWatched = true;
  const sent: string[] = [];
  await statements.run(sent, work);
  return sent;
};

const watch = (): void => {
  const prototype = pg.Client.prototype as { query: (this: unknown, ...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [statement] = args;
    const text = typeof statement === 'string' ? statement : (statement as { text: string }).text;
    if (!text.startsWith('/* session */')) statements.getStore()?.push(text);
    return query.apply(this, args);
  };
};
