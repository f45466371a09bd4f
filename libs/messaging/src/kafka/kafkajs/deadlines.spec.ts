import type { Admin, Kafka } from 'kafkajs';
import { BrokersSilent } from '../call-deadlines.js';
import { withDeadlines } from './deadlines.js';

const { jest } = import.meta;

/** A client whose calls never end, except those of `admin`. */
const clientOf = (admin: Partial<Admin> = {}): Kafka => {
  const never = (): Promise<never> => Promise.withResolvers<never>().promise;
  const silent = { connect: never, disconnect: never, run: never, listTopics: never, sendBatch: never, ...admin };
  return { admin: () => silent, consumer: () => silent, producer: () => silent } as unknown as Kafka;
};

describe('a client of silent brokers', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['admin', 'connect', 12_000],
    ['admin', 'listTopics', 12_000],
    ['admin', 'disconnect', 2_000],
    ['consumer', 'connect', 12_000],
    ['consumer', 'run', 30_000],
    ['consumer', 'disconnect', 10_000],
    ['producer', 'sendBatch', 30_000],
    ['producer', 'disconnect', 2_000],
  ] as const)('fails in %s.%s after %i ms, and not before', async (kind, call, limitMs) => {
    const kafka = withDeadlines(clientOf());
    const client = kafka[kind]({ groupId: 'g' }) as unknown as Record<string, () => Promise<unknown>>;
    let failure: unknown;
    void client[call]!().catch((error: unknown) => (failure = error));
    await jest.advanceTimersByTimeAsync(limitMs - 1);
    expect(failure).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(failure).toBeInstanceOf(BrokersSilent);
    expect((failure as Error).message).toContain(`${kind}.${call}`);
  });

  it('returns what arrives in time, and the failures of the brokers as they are', async () => {
    const refused = new Error('refused');
    const admin = withDeadlines(
      clientOf({ listTopics: () => Promise.resolve(['a']), connect: () => Promise.reject(refused) }),
    ).admin();
    expect(await admin.listTopics()).toEqual(['a']);
    await expect(admin.connect()).rejects.toBe(refused);
    expect(jest.getTimerCount()).toBe(0);
  });
});
