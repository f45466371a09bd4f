import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Build } from './builds.js';
import type { Fleet, Program } from './fleet.js';

/**
 * Upgrades the schemas of a program to those of a release, as an operator does before the first process of the release
 * starts. A release without the command `regie migrate` does so at the start of each process.
 */
export const migrateTo = async (fleet: Fleet, program: Program, build: Build): Promise<void> => {
  if (!existsSync(join(build.folder, 'dist/apps/regie/src/commands/migrate.js'))) return;
  await fleet.command(program, build, ['migrate', ...(program === 'hub' ? [] : [program])]);
};
