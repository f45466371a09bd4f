import { isIP } from 'node:net';
import type { BaseOptions, Connection, ConnectionPool, SASLMechanismValue } from '@platformatic/kafka';
import { answered, BrokersSilent } from '../call-deadlines.js';
import type { ConnectionSettings } from '../library.js';

const CONNECT_TIMEOUT_MS = 3_000;
/** The time after which a request without an answer has failed, and its connection is destroyed. The next attempt asks another broker. */
export const REQUEST_TIMEOUT_MS = 5_000;
/** The longest wait for one call with its attempts, in ms. */
const CALL_WITHIN_MS = 12_000;
/** The delay of TCP keep-alive, in ms. It makes the operating system close a connection to a machine that vanished. */
const PROBE_AFTER_MS = 10_000;

export const optionsOf = (
  { brokers, clientId, tls, sasl }: ConnectionSettings,
  requestTimeout = REQUEST_TIMEOUT_MS,
): BaseOptions => {
  const bootstrapBrokers = brokers();
  return {
    clientId,
    bootstrapBrokers,
    connectTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout,
    retries: 4,
    retryDelay: (_client, _operation, attempt) => Math.min(100 * 2 ** (attempt - 1), 2_000),
    ...(tls && {
      tls: { ...tls, rejectUnauthorized: true },
      // Node refuses an address as the name of a server.
      tlsServerName: bootstrapBrokers.every((broker) => isIP(broker.replace(/:\d+$/, '')) === 0),
    }),
    ...(sasl && { sasl: { ...sasl, mechanism: sasl.mechanism.toUpperCase() as SASLMechanismValue } }),
  };
};

/** The connections of one client of the library. */
export class Connections {
  private readonly open = new Set<Connection>();

  constructor(...pools: readonly ConnectionPool[]) {
    for (const pool of pools) {
      pool.on('connecting', ({ connection }) => {
        this.open.add(connection);
        // The library listens to the first error only. A second one, without a listener, would end the process.
        connection.on('error', () => undefined);
        connection.on('close', () => this.open.delete(connection));
      });
      pool.on('connect', ({ connection }) => connection.socket.setKeepAlive(true, PROBE_AFTER_MS));
    }
  }

  /** Closes the client in time, and destroys the connections that are left. Never fails. */
  async close(call: string, withinMs: number, close: () => Promise<unknown>): Promise<void> {
    await answered(call, withinMs, close()).catch(() => undefined);
    for (const { socket } of this.open) (socket as typeof socket | undefined)?.destroy();
  }
}

/**
 * Returns the answer to a call of the library in time.
 * @throws {BrokersSilent} or an error with the causes in its message, and the name of the protocol error in `type`
 */
export const ask = async <T>(call: string, work: Promise<T>, withinMs = CALL_WITHIN_MS): Promise<T> => {
  try {
    return await answered(call, withinMs, work);
  } catch (error) {
    throw error instanceof BrokersSilent ? error : explained(call, error);
  }
};

/** The protocol error that the library replaces by one of its own. */
const UNKNOWN_TOPIC = 'UNKNOWN_TOPIC_OR_PARTITION';

const explained = (call: string, error: unknown): Error => {
  const causes = causesOf(error as Failure);
  const unknown = causes.some(({ message }) => message.startsWith('Unknown topic'));
  const type = unknown ? UNKNOWN_TOPIC : causes.find(({ apiId }) => apiId !== undefined)?.apiId;
  const messages = [...new Set(causes.map(({ message }) => message))].slice(0, 4);
  return Object.assign(new Error(`${call}: ${messages.join(' ')}`, { cause: error }), type !== undefined && { type });
};

type Failure = Error & Readonly<{ errors?: readonly Failure[]; cause?: Failure; apiId?: string }>;

/** Lists an error with its causes, without the errors that only count others. */
const causesOf = (error: Failure): readonly Failure[] => {
  const { errors, cause } = error;
  if (errors) return errors.flatMap(causesOf);
  return cause ? [error, ...causesOf(cause)] : [error];
};
