import { type KafkaClient, type TopicSettings } from '#messaging';
import { InvalidSettings, kafkaClientOf, loadSettings, topicSettingsOf } from '#service';
import { CommandFailed, type Terminal } from './terminal.js';

/**
 * Works with the Kafka that the environment names.
 * @throws {CommandFailed} with the remedy
 */
export const withKafka = async <T>({ env, err }: Terminal, work: (client: KafkaClient, topics: TopicSettings) => Promise<T>): Promise<T> => {
  const settings = settingsFrom(env);
  if (settings.bus !== 'kafka') throw new CommandFailed('REGIE_BUS is not kafka: a hub in a box has no topics.', 'Set REGIE_BUS=kafka and REGIE_KAFKA_BROKERS, as for the services.');
  const client = await kafkaClientOf(settings, 'regie-cli', { error: () => undefined, warn: () => undefined });
  err(`asking ${settings.kafkaBrokers} ...\n`);
  try {
    return await work(client, topicSettingsOf(settings));
  } catch (error) {
    const { name, message } = error as Error;
    if (!name.startsWith('KafkaJS')) throw error;
    throw new CommandFailed(`Kafka refuses, or does not answer: ${message}`, 'Are REGIE_KAFKA_BROKERS, _TLS, _SASL_MECHANISM, _USERNAME and _PASSWORD as for the services?');
  }
};

const settingsFrom = (env: Terminal['env']): ReturnType<typeof loadSettings> => {
  try {
    return loadSettings({ ...env, REGIE_ENVIRONMENT: 'development' });
  } catch (error) {
    if (error instanceof InvalidSettings) throw new CommandFailed(error.message);
    throw error;
  }
};
