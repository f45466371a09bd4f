import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { comparePositions } from '#event-store';
import { checkpointOf, type Consume, LOG } from '#messaging';
import { CONTEXTS, sourceOf, withContext, withStore } from './contexts.js';
import { attention, examine, type Finding, ok } from './findings.js';
import { count } from './terminal.js';

/** What the database says: whether it answers, how long the log is, and how far each read model is in it. */
export const examineDatabase = async (postgresUrl: string): Promise<readonly Finding[]> => {
  const client = new Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5_000, application_name: 'regie-cli' });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; size: string }>(
      `SELECT current_setting('server_version') AS version, pg_size_pretty(pg_database_size(current_database())) AS size`,
    );
    return [ok('database', `PostgreSQL ${rows[0]!.version}, ${rows[0]!.size}`), ...(await examine('event store', () => examineLog(postgresUrl)))];
  } finally {
    await client.end();
  }
};

const examineLog = (postgresUrl: string): Promise<readonly Finding[]> =>
  withStore(postgresUrl, async (store) => {
    const head = await store.head();
    const readModels = CONTEXTS.map((context) =>
      examine(context.name, () =>
        withContext(context, postgresUrl, (db) => Promise.all(context.readModels.map((model) => progressOf(db, model.name, sourceOf(store, context, model), head)))),
      ),
    );
    return [ok('event store', count(Number(head), 'event')), ...(await Promise.all(readModels)).flat()];
  });

/** How long a read model with events waiting may stand still before that is called wrong. */
const PATIENCE_MS = 2_000;

const progressOf = async (db: DataSource, name: string, source: Consume<{ id: string }>, head: string): Promise<Finding> => {
  const after = await checkpointOf(db, name, LOG);
  const { events, more } = await waitingBehind(source, after, head);
  if (events === 0) return ok(name, 'up to date');
  await pause(PATIENCE_MS);
  const found = `${count(events, 'event')}${more ? ' or more' : ''} behind`;
  if ((await checkpointOf(db, name, LOG)) !== after) return ok(name, `${found}, and catching up`);
  return attention(name, `${found}, and standing still at ${after} of ${head}`, `Is a hub running? Its log says what is wrong. When that is solved it goes on by itself, or: regie rebuild ${name}`);
};

/** A checkpoint that only has events of others behind it may lag far: reading stops after so many pages. */
const MOST_PAGES = 200;

/** How many of the events between a checkpoint and the head are for this read model. */
const waitingBehind = async (source: Consume<{ id: string }>, after: string, head: string): Promise<{ events: number; more: boolean }> => {
  if (comparePositions(after, head) >= 0) return { events: 0, more: false };
  const stop = new AbortController();
  let [events, pages, more] = [0, 0, true];
  await source(
    {
      after: async () => after,
      handle: async (page) => {
        events += page.events.length;
        more = comparePositions(page.upTo, head) < 0;
        if (!more || ++pages === MOST_PAGES) stop.abort();
      },
    },
    stop.signal,
  );
  return { events, more };
};
