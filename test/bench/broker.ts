import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProxiedListener, startJavaBroker } from '#testing/kafka-broker';
import { kafkaJars } from '#testing/kafka-jars';

/**
 * Starts a broker on the loopback address for this process only; it always ends with this process.
 * The name of its folder lets the next test run remove the rest (libs/testing/teardown.js).
 */
export const startBroker = async (
  say: (line: string) => void,
  proxied: readonly ProxiedListener[] = [],
): Promise<Readonly<{ brokers: readonly string[]; stop(): Promise<void> }>> => {
  const folder = join(tmpdir(), `regie-test-kafka-${process.pid}`);
  const classpath = await kafkaJars(say);
  say('starting Kafka');
  const { brokers, stop } = await startJavaBroker(
    join(folder, `bench-${randomUUID().slice(0, 8)}`),
    classpath,
    process.pid,
    proxied,
  );
  return {
    brokers,
    stop: async () => {
      // The process of the broker does not keep ours alive.
      const awake = setInterval(() => undefined, 1_000);
      await stop().finally(() => clearInterval(awake));
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
};
