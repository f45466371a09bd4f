import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '#postgres';
import { startPostgres } from '#testing/postgres';
import { HubProcess } from './hub-process.js';

const WINDOW_MS = 12_000;
/** Windows until the demonstration is processed, and a vacuum of the server is over. */
const WINDOWS = 6;
/** About four looks for the directory, and two for events, deliveries, deadlines and health. */
const MOST_PER_SECOND = 7;
const MOST = (MOST_PER_SECOND * WINDOW_MS) / 1_000;

/** The transactions of a database until now: every statement of an idle hub is one of its own. */
const transactions = (url: string): Promise<number> =>
  withClient(url, { purpose: 'checks', name: 'spec' }, async (client) => {
    const { rows } = await client.query<{ count: string }>(
      'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(rows[0]!.count);
  });

async function transactionsInAWindow(url: string): Promise<number> {
  const before = await transactions(url);
  await pause(WINDOW_MS);
  return (await transactions(url)) - before;
}

it('a hub in which nothing happens sends at most seven statements a second', async () => {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const hub = await HubProcess.start({ database: url });
  try {
    // The server counts with a delay of seconds, so a busy window is followed by another one.
    const counts: number[] = [];
    do counts.push(await transactionsInAWindow(url));
    while (counts.at(-1)! >= MOST && counts.length < WINDOWS);
    expect(Math.min(...counts)).toBeLessThan(MOST);
  } finally {
    await hub.remove();
    await postgres.stop();
  }
}, 200_000);
