import { cases } from '#cases';
import { mandates } from '#mandates';
import { partners } from '#partners';
import { teams } from '#teams';

/** All contexts of the hub, and the definitions of their schemas. */
export const CONTEXTS = [mandates, cases, partners, teams];
export const DEFINITIONS = CONTEXTS.flatMap(({ definition }) => definition ?? []);
