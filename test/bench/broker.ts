import { randomUUID } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProxiedListener, startJavaBroker } from '#testing/kafka-broker';
import { kafkaJars } from '#testing/kafka-jars';

/**
 * Starts a broker on the loopback address for this process only. The broker always ends with this process.
 * The next test run recognises its folder by the name and removes remaining files (libs/testing/teardown.js).
 */
export const startBroker = async (
  say: (line: string) => void,
  proxied: readonly ProxiedListener[] = [],
): Promise<Readonly<{ brokers: readonly string[]; stop(): Promise<void> }>> => {
  const folder = join(tmpdir(), `regie-test-kafka-${process.pid}`);
  const classpath = await kafkaJars(say);
  say('starting Kafka');
  const own = join(folder, `bench-${randomUUID().slice(0, 8)}`);
  const { brokers, stop } = await startJavaBroker(own, classpath, process.pid, proxied);
  return {
    brokers,
    stop: async () => {
      // The child process does not keep this process alive, so a timer does until the broker has stopped.
      const awake = setInterval(() => undefined, 1_000);
      await stop().finally(() => clearInterval(awake));
      await rm(own, { recursive: true, force: true, maxRetries: 10 });
      // Another broker of this process may still use the folder.
      await rmdir(folder).catch(() => undefined);
    },
  };
};
