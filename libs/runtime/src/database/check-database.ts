import { eventStoreStates } from '#event-store';
import {
  examineRights,
  examineServer,
  problemsInWords,
  type RightsFound,
  type SchemaState,
  withClient,
} from '#postgres';
import { CannotStart } from '../cannot-start.js';
import { LARGEST_BUDGET } from '../connection-budget.js';
import type { Settings } from '../settings/settings.js';
import type { ContextDefinition } from './context-database.js';
import { contextState } from './context-schema.js';
import { databaseRights } from './rights.js';
import { connectionName } from './upgrade.js';

/**
 * Checks a database before a process uses it: its server and poolers, the rights of its user, and the versions of its
 * schemas. Nothing is written.
 * @returns the problems to warn of: the process can start in spite of them
 * @throws {CannotStart} with every problem and its remedy
 */
export const checkDatabase = async (
  postgresUrl: string,
  { environment, eventStore }: Pick<Settings, 'environment' | 'eventStore'>,
  contexts: readonly ContextDefinition[],
): Promise<readonly string[]> => {
  const problems = await examineServer(postgresUrl, { connections: LARGEST_BUDGET, name: connectionName('checks') });
  const refused = problems.filter(
    ({ severity }) => severity === 'refused' || (severity === 'production' && environment === 'production'),
  );
  if (refused.length > 0)
    throw new CannotStart(`PostgreSQL cannot be used as it is. Nothing was written.\n${problemsInWords(refused)}`);
  const rights = await examineSchemas(postgresUrl, eventStore, contexts);
  return [...problems.map(({ problem, remedy }) => `${problem} ${remedy}`), ...surplusInWords(rights)];
};

const examineSchemas = (
  postgresUrl: string,
  eventStore: Settings['eventStore'],
  contexts: readonly ContextDefinition[],
): Promise<RightsFound> =>
  withClient(postgresUrl, { purpose: 'checks', name: connectionName('checks') }, async (client) => {
    const declared = databaseRights(
      contexts.map(({ name }) => name),
      eventStore,
    );
    const rights = await examineRights(client, declared, 'runtime');
    // Without its rights, the role could not read the versions either.
    if (rights.missing.length > 0) throw new CannotStart(missingInWords(rights));
    const states = [...(await eventStoreStates(client, eventStore))];
    for (const context of contexts) states.push(await contextState(client, context));
    mustFit(states);
    return rights;
  });

/** @throws {CannotStart} when a schema is older or newer than this release */
const mustFit = (states: readonly SchemaState[]): void => {
  mustNotBeNewer(states);
  const missing = states.filter((state) => state.missing.length > 0);
  if (missing.length > 0)
    throw new CannotStart(
      `The database is not prepared for this release (${inWords(missing, 'missing')} to come): run \`npx regie migrate\` with REGIE_POSTGRES_OWNER_URL, then start again. Nothing was written.`,
    );
};

/** @throws {CannotStart} when a newer release changed a schema in a way that this one cannot run beside */
export const mustNotBeNewer = (states: readonly SchemaState[]): void => {
  const newer = states.filter((state) => state.newer.length > 0);
  if (newer.length > 0)
    throw new CannotStart(
      `The database belongs to a newer release, beside which this one does not run (${inWords(newer, 'newer')}): start the newer release, or restore the backup from before its \`regie migrate\`.`,
    );
};

const inWords = (states: readonly SchemaState[], kind: 'missing' | 'newer'): string =>
  states.map((state) => `${state.schema}: ${listed(state[kind])}`).join('; ');

/** The longest list in a message. */
const MOST_NAMED = 4;

const listed = (all: readonly string[]): string =>
  [...all.slice(0, MOST_NAMED), ...(all.length > MOST_NAMED ? [`${all.length - MOST_NAMED} more`] : [])].join(', ');

/** Describes the grants that a role lacks, with the remedy. */
const missingInWords = ({ role, missing }: RightsFound): string =>
  `The role ${role} of PostgreSQL lacks grants: ${listed(missing)}. Run \`npx regie migrate\` with REGIE_POSTGRES_OWNER_URL, and with this role in REGIE_POSTGRES_URL: it grants them.`;

/** Describes the rights that a role should not have, each with its remedy. */
const surplusInWords = ({ role, surplus }: RightsFound): readonly string[] =>
  surplus.map(
    ({ right, remedy }) => `The role ${role} of PostgreSQL ${right}, which a process does not need: ${remedy}`,
  );
