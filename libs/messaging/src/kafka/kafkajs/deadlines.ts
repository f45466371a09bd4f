import type { Admin, Consumer, Kafka, Producer } from 'kafkajs';
import { answered } from '../call-deadlines.js';

/** The longest wait for one call, in ms. It leaves kafkajs the time to ask a second broker after a first one without an answer. */
const CALL_WITHIN_MS = 12_000;
/** The calls with another limit, in ms, by client and call. */
const LIMITS: Readonly<Record<string, number>> = {
  // The other members of the group may finish a page before they join again.
  'consumer.run': 30_000,
  // The member finishes its page, and leaves.
  'consumer.disconnect': 10_000,
  'admin.disconnect': 2_000,
  'producer.disconnect': 2_000,
  // The producer itself limits a request together with its retries.
  'producer.sendBatch': 30_000,
};

/**
 * The calls that kafkajs continues after a timeout, even when the client was disconnected meanwhile. They need another
 * disconnect at their end: otherwise a group would get a member that nobody uses.
 */
const OPENING: readonly (string | symbol)[] = ['connect', 'run'];

/**
 * Returns the same client, with a time limit for every call. kafkajs limits each request, but neither its repeats nor a
 * disconnect.
 */
export const withDeadlines = (kafka: Kafka): Kafka =>
  Object.assign(Object.create(kafka) as Kafka, {
    admin: (...options: Parameters<Kafka['admin']>) => bounded('admin', kafka.admin(...options)),
    consumer: (...options: Parameters<Kafka['consumer']>) => bounded('consumer', kafka.consumer(...options)),
    producer: (...options: Parameters<Kafka['producer']>) => bounded('producer', kafka.producer(...options)),
  });

const bounded = <T extends Admin | Consumer | Producer>(kind: string, client: T): T =>
  new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = member.apply(target, args);
        const call = `${kind}.${String(name)}`;
        if (!isPromise(result)) return result;
        return answered(call, LIMITS[call] ?? CALL_WITHIN_MS, result).catch((error: unknown) => {
          const disconnect = (): Promise<void> => target.disconnect();
          if (OPENING.includes(name)) void result.then(disconnect, disconnect).catch(() => undefined);
          throw error;
        });
      };
    },
  });

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as { then?: unknown } | undefined)?.then === 'function';
