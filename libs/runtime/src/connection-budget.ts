/**
 * The largest number of connections to PostgreSQL by purpose. `requests` and `processors` count for each context, `deliveries` for `partners` alone.
 */
export type ConnectionBudget = Readonly<{ store: number; requests: number; processors: number; deliveries: number }>;

/** The connection that notifies other processes and listens to them. */
export const NOTIFICATION_CONNECTIONS = 1;
/** The largest number of connections of one process, without those of a rebuild. */
export const LARGEST_BUDGET = 19;
/** The connections that `regie rebuild` opens in addition. */
export const REBUILD_CONNECTIONS = 2;

/**
 * Divides the connections of a process among its contexts; docs/configuration.md has the table. With Kafka, each publisher occupies one of the
 * `processors` connections for its lease.
 */
export const connectionBudget = (contexts: number, bus: 'embedded' | 'kafka'): ConnectionBudget => {
  if (contexts <= 1) return { store: 4, requests: 6, processors: 4, deliveries: 4 };
  return bus === 'kafka'
    ? { store: 4, requests: 1, processors: 2, deliveries: 2 }
    : { store: 4, requests: 2, processors: 1, deliveries: 2 };
};
