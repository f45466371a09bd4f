import { examineServer, problemsInWords } from '#postgres';
import { CannotStart } from './cannot-start.js';
import { LARGEST_BUDGET } from './connection-budget.js';
import type { Settings } from './settings/settings.js';
import { connectionName, mustBeAloneWithThisRelease } from './upgrade.js';

/**
 * Checks a database before a process writes to it: its server and poolers, and that no process of the previous release uses it.
 * @returns the problems to warn of: the process can start in spite of them
 * @throws {CannotStart} with every problem and its remedy
 */
export const checkDatabase = async (
  postgresUrl: string,
  { environment }: Pick<Settings, 'environment'>,
): Promise<readonly string[]> => {
  const problems = await examineServer(postgresUrl, { connections: LARGEST_BUDGET, name: connectionName('checks') });
  const refused = problems.filter(
    ({ severity }) => severity === 'refused' || (severity === 'production' && environment === 'production'),
  );
  if (refused.length > 0)
    throw new CannotStart(`PostgreSQL cannot be used as it is. Nothing was written.\n${problemsInWords(refused)}`);
  await mustBeAloneWithThisRelease(postgresUrl);
  return problems.map(({ problem, remedy }) => `${problem} ${remedy}`);
};
