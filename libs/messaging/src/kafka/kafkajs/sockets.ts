import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { BrokersSilent } from '../call-deadlines.js';

/** The longest wait for the first answer of a broker, in ms. */
const FIRST_ANSWER_WITHIN_MS = 4_000;
/** The longest wait for any other answer, in ms: joining a group takes as long as its other members need to join again. */
const ANSWER_WITHIN_MS = 20_000;
/** The longest time that closing a connection takes, in ms. */
const GOODBYE_WITHIN_MS = 2_000;
/** The delay of TCP keep-alive, in ms. It makes the operating system close a connection to a machine that vanished. */
const PROBE_AFTER_MS = 10_000;

/**
 * Opens a connection to a broker, and destroys it when the broker does not answer a request in time.
 * kafkajs itself would keep using such a connection, and would wait for the broker to close it.
 */
export const connectToBroker: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, PROBE_AFTER_MS);
  return destroyedWithoutAnswer(socket);
};

const destroyedWithoutAnswer = (socket: Socket): Socket => {
  let limitMs = FIRST_ANSWER_WITHIN_MS;
  let unanswered: NodeJS.Timeout | undefined;
  const answeredOrClosed = (): void => {
    clearTimeout(unanswered);
    unanswered = undefined;
  };
  socket
    .on('data', () => {
      limitMs = ANSWER_WITHIN_MS;
      answeredOrClosed();
    })
    .on('close', answeredOrClosed);
  const [write, end] = [socket.write.bind(socket), socket.end.bind(socket)];
  socket.write = ((...args: Parameters<Socket['write']>): boolean => {
    unanswered ??= setTimeout(() => socket.destroy(new BrokersSilent('a request', limitMs)), limitMs);
    return write(...args);
  }) as Socket['write'];
  socket.end = ((...args: Parameters<Socket['end']>): Socket => {
    setTimeout(() => socket.destroy(), GOODBYE_WITHIN_MS).unref();
    return end(...args);
  }) as Socket['end'];
  return socket;
};
