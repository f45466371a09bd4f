import { type ContextParts } from '#runtime';
import { problems } from './api/problems.js';
import { teamsContext, TeamsModule } from './teams.module.js';

export { type LineProblem, parseNeighbourhoods } from './api/import/neighbourhoods-file.js';
export { teamsContext };
export const teams: ContextParts = { name: 'teams', module: TeamsModule, definition: teamsContext, problems };
