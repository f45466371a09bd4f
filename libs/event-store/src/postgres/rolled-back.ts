import pg from 'pg';

/**
 * SQLSTATEs after which a transaction may have been committed all the same: the server, or a pooler before it, ended the connection, or failed while
 * it wrote to the disk.
 */
const DOUBTFUL = /^(?:08|25P0|40003|53|57P|58|F0|XX)/;

/**
 * True when the error is the answer of the server about the statement, whose transaction it has rolled back.
 * The severity is the proof; in another language than English, the code decides, with any doubt.
 */
export const isRolledBack = (error: unknown): boolean => {
  if (!(error instanceof pg.DatabaseError)) return false;
  const { severity, code = '08' } = error;
  if (code.startsWith('08') || code === '40003') return false;
  return severity === 'ERROR' || !DOUBTFUL.test(code);
};
