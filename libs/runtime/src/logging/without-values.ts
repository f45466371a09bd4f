import { DomainError } from '#kernel';
import { messageWithoutValues } from '#postgres';

/**
 * The properties of an error that the log keeps. Every other one is left out, because it may repeat a row, a statement,
 * a request or a token: `detail`, `where`, `hint`, `internalQuery`, `parameters`, `config`, `response`.
 */
const KEPT = [
  ...['code', 'errno', 'syscall', 'address', 'port', 'hostname', 'status', 'statusCode', 'claim', 'reason'],
  ...['severity', 'schema', 'table', 'column', 'dataType', 'constraint', 'routine'],
  ...['broker', 'topic', 'partition', 'groupId', 'retriable', 'retryCount', 'retryTime', 'failures'],
];
/** Chains of causes are short; a longer one is a circle. */
const MOST_CAUSES = 8;
/** Objects of the log are flat; what is deeper than this is left out. */
const DEEPEST = 6;

/** An error as the log shows it. */
type Shown = { type: string; message: string; stack?: string; cause?: unknown; errors?: unknown } & Record<
  string,
  unknown
>;

/** Returns what is logged, with every error in it replaced by its safe form. */
export const withoutValues = (logged: unknown, depth = 0): unknown => {
  if (logged instanceof Error) return show(logged, depth);
  if (typeof logged !== 'object' || logged === null || logged instanceof Date) return logged;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(logged)) return logged.map((item) => withoutValues(item, depth + 1));
  // Most lines, such as those of requests, are flat.
  if (isFlat(logged)) return logged;
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(logged))
    shown[name] = typeof value === 'object' ? withoutValues(value, depth + 1) : value;
  return shown;
};

const isFlat = (logged: object): boolean => {
  for (const name in logged) if (typeof (logged as Record<string, unknown>)[name] === 'object') return false;
  return true;
};

/** Returns an error with its safe properties, and its causes in the same form. */
const show = (error: Error, depth: number): Shown => {
  const chain = causesOf(error);
  // Some errors repeat the message of their cause.
  const clean = (text: string): string =>
    chain.reduce((cleaned, { message, safe }) => (message === '' ? cleaned : cleaned.replaceAll(message, safe)), text);
  const message = clean(messageWithoutValues(error));
  const shown: Shown = { type: error.constructor?.name || error.name, message };
  for (const name of KEPT) {
    const value = (error as unknown as Record<string, unknown>)[name];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      shown[name] = typeof value === 'string' ? clean(value) : value;
  }
  // The details of a refusal are those of the answer to the caller.
  if (error instanceof DomainError) shown.details = withoutValues(error.details, depth + 1);
  shown.stack = `${error.name}: ${message}\n${framesOf(error)}`;
  if (depth < MOST_CAUSES) {
    const cause = error.cause ?? (error as { driverError?: unknown }).driverError;
    if (cause instanceof Error && cause !== error) shown.cause = show(cause, depth + 1);
    if (error instanceof AggregateError)
      shown.errors = error.errors.slice(0, MOST_CAUSES).map((one: unknown) => withoutValues(one, depth + 1));
  }
  return shown;
};

/** Returns the messages of an error and its causes, the longest first, each with its safe form. */
const causesOf = (error: Error): readonly Readonly<{ message: string; safe: string }>[] => {
  const chain: { message: string; safe: string }[] = [];
  const collect = (one: unknown): void => {
    if (!(one instanceof Error) || chain.length >= MOST_CAUSES) return;
    const { message, cause, driverError } = one as Error & { driverError?: unknown };
    const errors: readonly unknown[] = one instanceof AggregateError ? one.errors : [];
    chain.push({ message, safe: messageWithoutValues(one) });
    for (const next of [cause, driverError, ...errors]) if (next !== one) collect(next);
  };
  collect(error);
  return chain
    .filter(({ message, safe }) => message !== safe)
    .toSorted((one, other) => other.message.length - one.message.length);
};

/** Returns the lines of the stack after the message. The message itself may have several lines. */
const framesOf = ({ stack = '', message }: Error): string => {
  const start = message === '' ? -1 : stack.indexOf(message);
  const rest = start < 0 ? stack : stack.slice(start + message.length);
  return rest
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');
};
