import { type KafkaClient, type TopicSettings } from '#messaging';
import { InvalidSettings, kafkaClientOf, loadSettings, topicSettingsOf } from '#runtime';
import { CommandFailed, type Terminal } from './terminal.js';

/**
 * Runs `work` with a client of the Kafka in the environment.
 * @throws {CommandFailed} with the remedy
 */
export const withKafka = async <T>(
  { env, err }: Terminal,
  work: (client: KafkaClient, topics: TopicSettings) => Promise<T>,
): Promise<T> => {
  try {
    const settings = loadSettings({ ...env, REGIE_ENVIRONMENT: 'development' });
    if (settings.bus !== 'kafka')
      throw new CommandFailed(
        'REGIE_BUS is not kafka: a hub in a box has no topics.',
        'Set REGIE_BUS=kafka and REGIE_KAFKA_BROKERS, as for the services.',
      );
    const client = await kafkaClientOf(settings, 'regie-cli', { error: () => undefined, warn: () => undefined });
    err(`asking ${settings.kafkaBrokers} ...\n`);
    return await work(client, topicSettingsOf(settings));
  } catch (error) {
    throw kafkaFailed(error);
  }
};

/** Explains an error of the brokers with its remedy; other errors stay as they are. */
export const kafkaFailed = (error: unknown): unknown => {
  const { name, message } = error as Error;
  if (error instanceof InvalidSettings || name === 'TopicMissing') return new CommandFailed(message);
  if (!name.startsWith('KafkaJS') && name !== 'BrokersSilent') return error;
  return new CommandFailed(
    `Kafka refuses, or does not answer: ${message}`,
    'Are REGIE_KAFKA_BROKERS, _TLS, _SASL_MECHANISM, _USERNAME and _PASSWORD as for the services?',
  );
};
