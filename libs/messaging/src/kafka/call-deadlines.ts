/** The brokers gave no answer in time. They may have executed the call nevertheless. */
export class BrokersSilent extends Error {
  override readonly name = 'BrokersSilent';
  readonly code = 'REGIE_BROKERS_SILENT';
  constructor(call: string, withinMs: number) {
    super(`the Kafka brokers gave no answer to ${call} within ${Math.round(withinMs / 1_000)} s`);
  }
}

/**
 * Returns the result of `work` when it comes in time. A later result or failure is ignored.
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
