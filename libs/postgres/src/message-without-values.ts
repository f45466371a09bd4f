/**
 * Classes of SQLSTATE whose messages quote names only: of tables, columns, constraints, users and databases.
 * Messages of the other classes quote the value itself, as in `invalid input syntax for type uuid: "..."`.
 */
const QUOTES_NAMES = /^(?:08|21|23|25|26|28|2B|3D|3F|40|42|44|53|54|55|57|58)/;
/** These belong to such a class, and quote a piece of the statement all the same. */
const QUOTES_THE_STATEMENT = /^(?:42601|42622|42P02)/;
/** Functions of the database raise these with any text. */
const RAISED = /^(?:P0|38|39)/;

const REDACTED = '[redacted]';

/**
 * Returns the message of an error without the values that PostgreSQL repeats in it. Other errors keep their message.
 * The SQLSTATE and the name of the routine, which the error has too, show which rule was broken.
 */
export const messageWithoutValues = (error: Error): string => {
  const { message } = error;
  const sqlstate = sqlstateOf(error);
  if (sqlstate === undefined) return message;
  if (RAISED.test(sqlstate)) return REDACTED;
  if (QUOTES_NAMES.test(sqlstate) && !QUOTES_THE_STATEMENT.test(sqlstate)) return message;
  return message.replace(/\s*[:"][\s\S]*$/, ` ${REDACTED}`);
};

/** Returns the SQLSTATE of an error that PostgreSQL sent, also when TypeORM has wrapped it. Codes of Node, such as EPIPE, look alike. */
const sqlstateOf = (error: Error): string | undefined => {
  const { code, severity, driverError } = error as { code?: unknown; severity?: unknown; driverError?: unknown };
  if (driverError instanceof Error && driverError !== error) return sqlstateOf(driverError);
  return typeof severity === 'string' && typeof code === 'string' ? code : undefined;
};
