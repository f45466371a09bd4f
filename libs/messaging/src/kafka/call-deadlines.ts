import type { Admin, Consumer, Kafka, Producer } from 'kafkajs';

/** The brokers gave no answer in time. They may have done what was asked. */
export class BrokersSilent extends Error {
  override readonly name = 'BrokersSilent';
  readonly code = 'REGIE_BROKERS_SILENT';
  constructor(call: string, withinMs: number) {
    super(`the Kafka brokers gave no answer to ${call} within ${Math.round(withinMs / 1_000)} s`);
  }
}

/** The longest wait for one call, in ms. It leaves kafkajs the time to ask a second broker after a first one without an answer. */
const CALL_WITHIN_MS = 12_000;
/** The longer and shorter waits, in ms, by client and call. */
const LIMITS: Readonly<Record<string, number>> = {
  // The other members of the group may finish a page before they join again.
  'consumer.run': 30_000,
  // The member finishes its page, and leaves.
  'consumer.disconnect': 10_000,
  'admin.disconnect': 2_000,
  'producer.disconnect': 2_000,
  // The producer bounds a request with all its repeats itself.
  'producer.sendBatch': 30_000,
};

/** kafkajs goes on with these calls, even when it is disconnected meanwhile: a member of a group would come back that nobody knows of. */
const OPENING: readonly (string | symbol)[] = ['connect', 'run'];

/**
 * Returns the result of `work` when it comes in time. Work that comes later is ignored, and so is its failure.
 * @throws {BrokersSilent}
 */
export const answered = async <T>(call: string, withinMs: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new BrokersSilent(call, withinMs)), withinMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Returns the same client, every call of which ends in time. kafkajs limits each request, but neither its repeats nor a disconnect. */
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
