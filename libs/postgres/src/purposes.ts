/**
 * The limits of a connection, by its purpose.
 * - `deadlineMs`: the client destroys the connection of a statement that has no result after this time. The server
 *   cancels the statement a second earlier, so that it does not run on without a client.
 * - `lockMs`: the longest wait for a lock, when shorter than the deadline.
 * - `queueMs`: the longest wait for a connection of an exhausted pool, when longer than the time to open one.
 */
export type Limits = Readonly<{ deadlineMs: number; lockMs?: number; queueMs?: number }>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * The purposes of connections (docs/configuration.md lists them with the connection budget).
 * - `event-store`: appends, reads and snapshots of the log.
 * - `requests`: queries of the API, and the look-up of facts for commands.
 * - `processors`: the pages of projections and publishers, leases, and the processing of deadlines.
 * - `deliveries`: webhooks.
 * - `notifications`: the connection that notifies other processes and listens to them.
 * - `checks`: health, metrics and the checks at the start.
 * - `migrations`: schema migrations, with the wait for another process that runs them.
 * - `rebuild`: the command `regie rebuild`, with one statement for each page and for the exchange of tables.
 * - `command-line`: the queries of other `regie` commands.
 */
export const PURPOSES = {
  'event-store': { deadlineMs: 10 * SECOND },
  // Requests that wait for a locked table must not occupy all connections of their context.
  requests: { deadlineMs: 10 * SECOND, lockMs: 2 * SECOND },
  // Processors share few connections, and take one for each page. A processor with a short wait would give up, pause,
  // and starve beside the others.
  processors: { deadlineMs: 15 * SECOND, lockMs: 5 * SECOND, queueMs: 30 * SECOND },
  deliveries: { deadlineMs: 10 * SECOND, lockMs: 5 * SECOND },
  notifications: { deadlineMs: 5 * SECOND },
  checks: { deadlineMs: 3 * SECOND },
  migrations: { deadlineMs: 30 * MINUTE },
  rebuild: { deadlineMs: 10 * MINUTE },
  'command-line': { deadlineMs: 30 * SECOND },
} as const satisfies Readonly<Record<string, Limits>>;

export type Purpose = keyof typeof PURPOSES;

/** The time limit of the server in ms: a second below that of the client, and at least half of it. */
export const serverLimitMs = ({ deadlineMs }: Limits): number => Math.max(deadlineMs - SECOND, deadlineMs / 2);

/** The longest time to open a connection, in ms: DNS, network, authentication and session settings. */
export const CONNECT_WITHIN_MS = 5 * SECOND;
