/**
 * The limits of a connection by its purpose. A statement without a result after `deadlineMs` has lost its connection: the client destroys it.
 * The server gives up a second earlier, so that it has no statement left to finish. `lockMs` is the longest wait for a lock, where it is shorter.
 * `queueMs` is the longest wait for a connection of a pool that is in use, where it is longer than the time to open one.
 */
export type Limits = Readonly<{ deadlineMs: number; lockMs?: number; queueMs?: number }>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * The purposes of connections (docs/configuration.md lists them with the connection budget).
 * - `event-store`: appends, reads and snapshots of the log.
 * - `requests`: queries of the API, and the look-up of facts for commands.
 * - `processors`: pages of read models, publishers, leases and the workers of deadlines.
 * - `deliveries`: webhooks.
 * - `checks`: health, metrics and the checks at the start.
 * - `migrations`: changes of tables, and the wait for another process that makes them.
 * - `rebuild`: `regie rebuild`, with one statement for each page and for the change of tables.
 * - `command-line`: the questions of `regie`.
 */
export const PURPOSES = {
  'event-store': { deadlineMs: 10 * SECOND },
  // A locked table must not use up the few connections of its context for long.
  requests: { deadlineMs: 10 * SECOND, lockMs: 2 * SECOND },
  // Processors share few connections, each for a page at a time. One that gives up and pauses would starve beside the others.
  processors: { deadlineMs: 15 * SECOND, lockMs: 5 * SECOND, queueMs: 30 * SECOND },
  deliveries: { deadlineMs: 10 * SECOND, lockMs: 5 * SECOND },
  checks: { deadlineMs: 3 * SECOND },
  migrations: { deadlineMs: 30 * MINUTE },
  rebuild: { deadlineMs: 10 * MINUTE },
  'command-line': { deadlineMs: 30 * SECOND },
} as const satisfies Readonly<Record<string, Limits>>;

export type Purpose = keyof typeof PURPOSES;

/** The time limit of the server in ms: a second below that of the client, and at least half of it. */
export const serverLimitMs = ({ deadlineMs }: Limits): number => Math.max(deadlineMs - SECOND, deadlineMs / 2);

/** The longest time to open a connection, in ms: name, network, password and settings. */
export const CONNECT_WITHIN_MS = 5 * SECOND;
