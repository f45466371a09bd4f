import { Module } from '@nestjs/common';
import { directory, Directory1767222000001, DirectoryVersion1798000000300 } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#runtime';
import { NeighbourhoodsController } from './api/neighbourhoods.controller.js';
import { TeamsController } from './api/teams.controller.js';
import { NeighbourhoodsHandler } from './commands/neighbourhoods.handler.js';
import { TeamHandler } from './commands/team.handler.js';
import { publishes } from './integration/publishes.js';
import { TeamAgencies1799100000010 } from './migrations/team-agencies-1799100000010.js';
import { Teams1767222000100 } from './migrations/teams-1767222000100.js';
import { ListNeighbourhoodsHandler, NeighbourhoodByCodeHandler, neighbourhoods } from './queries/neighbourhoods.js';
import { ListTeamsHandler, MembersOfHandler, TeamByIdHandler, teams } from './queries/teams.js';

export const teamsContext: ContextDefinition = {
  name: 'teams',
  migrations: [Directory1767222000001, Teams1767222000100, DirectoryVersion1798000000300, TeamAgencies1799100000010],
  projections: [directory('teams'), neighbourhoods, teams],
  publishes: publishes as Publishes,
};

/** The teams context: the neighbourhoods and neighbourhood teams of each city. */
@Module({
  imports: [ContextModule.of(teamsContext)],
  controllers: [NeighbourhoodsController, TeamsController],
  providers: [
    NeighbourhoodsHandler,
    TeamHandler,
    NeighbourhoodByCodeHandler,
    ListNeighbourhoodsHandler,
    TeamByIdHandler,
    MembersOfHandler,
    ListTeamsHandler,
  ],
})
export class TeamsModule {}
