/** The embedded PostgreSQL cannot run here; the message contains the remedy. */
export class PostgresUnavailable extends Error {
  override readonly name = 'PostgresUnavailable';
}
