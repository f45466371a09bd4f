import { casesContext } from '#cases';
import { mandatesContext } from '#mandates';
import { partnersContext } from '#partners';
import type { ContextDefinition } from '#runtime';
import { teamsContext } from '#teams';
import { type DatabaseRoles, migrated } from '#testing/database-roles';

/** All contexts of a hub. */
export const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];

/** Prepares the database at `url`, the address of an administrator, for a hub, as `regie migrate` does. */
export const migratedForHub = (url: string): Promise<DatabaseRoles> => migrated(url, CONTEXTS);

/** Returns the same address at another server, such as a proxy before it. */
export const through = (url: string, server: string | URL): string =>
  Object.assign(new URL(url), { host: new URL(server).host }).href;
