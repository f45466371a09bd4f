import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { DataSource } from 'typeorm';
import { TOPICS } from '#contracts';
import { applyTopics, type KafkaClient, kafkaClient, type KafkaClientName, PLATFORM_MIGRATIONS } from '#messaging';
import { typeParsers } from '#postgres';
import type { CommitmentProposed } from '../../../libs/cases/src/domain/case-history.js';

/** Returns the library that our side uses in a contest, by the end of its name. */
export const clientOf = (contest: string): KafkaClientName =>
  contest.endsWith('-platformatic') ? 'platformatic' : 'kafkajs';

export const CONTEXT = 'cases';
export const TOPIC = TOPICS[CONTEXT];
const EVENTS_PER_STREAM = 10;

/** Creates topics that no other side uses, and returns their client. */
export const openTopics = async (
  brokers: readonly string[],
  onProgress: (line: string) => void,
  client: KafkaClientName,
): Promise<KafkaClient> => {
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const opened = await kafkaClient({ client, brokers, clientId: 'bench', prefix }, progressLog(onProgress));
  await applyTopics(opened, { partitions: 6, replicas: 1, retentionMs: -1, deadLetterRetentionMs: -1 });
  return opened;
};

/** Returns a kafkajs client with default settings. */
export const bareKafka = (brokers: readonly string[]): Kafka =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Opens a database and creates the tables in which readers and publishers store their positions. */
export const openCheckpoints = (url: string, options = ''): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: PLATFORM_MIGRATIONS,
    migrationsRun: true,
    migrationsTransactionMode: 'all',
    extra: { max: 8, options, types: typeParsers },
  }).initialize();

/** Returns a log that shows errors and warnings in the progress, because they make a run useless. */
export const progressLog = (onProgress: (line: string) => void) => {
  const log = (details: object, message: string): void =>
    onProgress(`${message}: ${inspect(details, { depth: 1, breakLength: Infinity })}`);
  return { error: log, warn: log };
};

/** Writes streams of ten commitments, 32 at a time. */
export const fillStreams = async (
  events: number,
  write: (stream: string, page: readonly CommitmentProposed[]) => Promise<unknown>,
): Promise<void> => {
  let written = 0;
  const next = async (): Promise<void> => {
    while (written < events) {
      const [caseId, count] = [randomUUID(), Math.min(EVENTS_PER_STREAM, events - written)];
      written += count;
      const page = Array.from({ length: count }, () => aCommitment(caseId));
      await write(`case-44021-${caseId}`, page);
    }
  };
  await Promise.all(Array.from({ length: 32 }, next));
};

const aCommitment = (caseId: string): CommitmentProposed => ({
  type: 'CommitmentProposed',
  data: {
    caseId,
    commitmentId: randomUUID(),
    what: 'Huisbezoek samen met de wijkagent, verslag aan het wijkteam',
    owner: 'ocmw-gent',
    proposedBy: 'stad-gent',
    dueOn: '2026-09-01',
    binding: false,
  },
});
