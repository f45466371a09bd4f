import type { DataSource } from 'typeorm';
import * as letters from '#messaging';
import { CONTEXTS, withContext } from './contexts.js';
import { databaseFailed } from './database.js';

type Letters = Pick<
  typeof letters,
  'listFailedMessages' | 'showFailedMessage' | 'replayFailedMessage' | 'dropFailedMessage'
>;

/**
 * Runs work on the failed messages of a context.
 * @throws {CommandFailed} with the remedy
 */
export const withFailedMessagesOf = async <T>(
  name: string,
  postgresUrl: string,
  ask: (db: DataSource, known: Letters) => Promise<T>,
): Promise<T> => {
  try {
    return await withContext(
      CONTEXTS.find((context) => context.name === name)!,
      postgresUrl,
      (db) => ask(db, letters),
    );
  } catch (error) {
    throw databaseFailed(error);
  }
};
