/**
 * Connection `options` that make PostgreSQL detect a vanished machine at the other end in a quarter of a minute, not two hours.
 * Until then its transaction keeps the locks that its successor waits for.
 * `tcp_user_timeout` covers data that was sent and never received. It has no effect where the operating system of the server lacks it.
 */
export const KEEP_ALIVE =
  '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=15000';
