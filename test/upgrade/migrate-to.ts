import type { DatabaseRoles } from '#testing/database-roles';
import type { Build } from './builds.js';
import type { Fleet, Program } from './fleet.js';

/**
 * Runs `regie migrate` of a release as the owner, as an operator does before the first process of the release starts.
 * It also grants the rights of the processes.
 */
export const migrateTo = (fleet: Fleet, program: Program, build: Build, { ownerUrl }: DatabaseRoles): Promise<void> =>
  fleet.command(program, build, ['migrate', ...(program === 'hub' ? [] : [program])], {
    REGIE_POSTGRES_OWNER_URL: ownerUrl,
  });
