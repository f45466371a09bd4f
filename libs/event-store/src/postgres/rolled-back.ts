import pg from 'pg';

/**
 * SQLSTATEs after which a transaction may have been committed nevertheless: the server or a pooler ended the
 * connection, or the server failed while it wrote to the disk.
 */
const DOUBTFUL = /^(?:08|25P0|40003|53|57P|58|F0|XX)/;

/**
 * True when the error proves that the server has rolled back the transaction.
 * The severity ERROR proves it. A server that reports in another language translates the severity; there, a code that
 * is not doubtful proves it.
 */
export const isRolledBack = (error: unknown): boolean => {
  if (!(error instanceof pg.DatabaseError)) return false;
  const { severity, code = '08' } = error;
  if (code.startsWith('08') || code === '40003') return false;
  return severity === 'ERROR' || !DOUBTFUL.test(code);
};
