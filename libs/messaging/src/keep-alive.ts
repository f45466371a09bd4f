/**
 * What a connection asks of PostgreSQL, in the form of its `options`: to find out in a quarter of a minute, and not in two hours, that the machine at
 * the other end has vanished. Until then its transaction keeps the locks that its successor waits for. `tcp_user_timeout` is for what was sent and
 * never received, and does nothing where the server's system has no such thing.
 */
export const KEEP_ALIVE =
  '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=15000';
