import type { DataSource } from 'typeorm';
import * as messaging from '#messaging';
import { CONTEXTS, withContext } from './contexts.js';
import { databaseFailed } from './database.js';

type FailedMessageFunctions = Pick<
  typeof messaging,
  'listFailedMessages' | 'showFailedMessage' | 'replayFailedMessage' | 'dropFailedMessage'
>;

/**
 * Runs work on the failed messages of a context.
 * @throws {CommandFailed} with the remedy
 */
export const withFailedMessagesOf = async <T>(
  name: string,
  postgresUrl: string,
  work: (db: DataSource, functions: FailedMessageFunctions) => Promise<T>,
): Promise<T> => {
  try {
    return await withContext(
      CONTEXTS.find((context) => context.name === name)!,
      postgresUrl,
      (db) => work(db, messaging),
    );
  } catch (error) {
    throw databaseFailed(error);
  }
};
