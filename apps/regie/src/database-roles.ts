import type { ClientBase } from 'pg';
import { eventStoreStates } from '#event-store';
import { examineRights, type SchemaState, withClient } from '#postgres';
import { contextState, databaseRights } from '#runtime';
import { CONTEXTS, isInKurrentDb, type Stored } from './contexts.js';
import { attention, examine, type Finding, ok } from './findings.js';

const MIGRATE = 'npx regie migrate, with REGIE_POSTGRES_OWNER_URL';

/** Compares the rights of the role at `url` with those that it should have. */
export const examineRole = (
  url: string,
  as: 'runtime' | 'reader',
  stored: Stored,
  present: ReadonlySet<string>,
): Promise<readonly Finding[]> =>
  examine('rights', () =>
    withClient(url, { purpose: 'command-line', name: 'regie-cli' }, async (client) => {
      const { role, missing, surplus } = await examineRights(client, rightsIn(stored, present), as);
      const found = [
        ...missing.map((grant) => attention('rights', `${role} lacks ${grant}`, MIGRATE)),
        ...surplus.map(({ right, remedy }) => attention('rights', `${role} ${right}`, remedy)),
      ];
      return found.length > 0 ? found : [ok('rights', `${role} has those of a ${as}`)];
    }),
  );

/** Compares the schemas with those of this release. */
export const examineSchemas = async (
  client: ClientBase,
  stored: Stored,
  present: ReadonlySet<string>,
): Promise<readonly Finding[]> => {
  const states = [...(await eventStoreStates(client, kindOf(stored)))];
  for (const context of CONTEXTS) if (present.has(context.name)) states.push(await contextState(client, context));
  const problems = states.flatMap(problemsOf);
  return problems.length > 0 ? problems : [ok('schemas', 'those of this release')];
};

const problemsOf = ({ schema, missing, newer }: SchemaState): readonly Finding[] => [
  ...missing.map((step) => attention('schemas', `${schema} lacks ${step}`, MIGRATE)),
  ...newer.map((step) =>
    attention('schemas', `${schema} has ${step} of a newer release`, 'Use the command line of that release.'),
  ),
];

const kindOf = (stored: Stored) => (isInKurrentDb(stored) ? 'kurrentdb' : 'postgres');

const rightsIn = (stored: Stored, present: ReadonlySet<string>) =>
  databaseRights(
    CONTEXTS.flatMap(({ name }) => (present.has(name) ? [name] : [])),
    kindOf(stored),
  );
