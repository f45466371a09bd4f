import type { ContextParts } from '#service';
import { problems } from './api/problems.js';
import { teamsContext, TeamsModule } from './teams.module.js';

export { type LineProblem, parseNeighbourhoods } from './import/neighbourhoods-file.js';
export { teamsContext };
export const teams: ContextParts = { module: TeamsModule, problems };
