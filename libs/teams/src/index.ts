import type { ContextParts } from '#service';
import { problems } from './api/problems.js';
import { teamsContext, TeamsModule } from './teams.module.js';

export type { ImportedNeighbourhood } from './domain/neighbourhood-register.js';
export { type FileOptions, type LineProblem, type ParsedNeighbourhoods, parseNeighbourhoods } from './import/neighbourhoods-file.js';
export { teamsContext };
export const teams: ContextParts = { module: TeamsModule, problems };
