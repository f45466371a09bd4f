import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directory } from '#directory';
import { type CommandResult, type EventStore, handle, type HandleOptions, StateCache } from '#event-store';
import { EVENT_STORE } from '#runtime';
import {
  neighbourhoodTeam,
  type Team,
  type TeamCommand,
  type TeamEvent,
  teamStream,
} from '../domain/neighbourhood-team.js';
import { loadTeamFacts } from './load-team-facts.js';

export type TeamResult = CommandResult<TeamEvent, Team | undefined>;

/** A command on one team of the actor's city. */
export class HandleTeam extends Command<TeamResult> {
  constructor(
    readonly command: TeamCommand,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

@CommandHandler(HandleTeam)
export class TeamHandler implements ICommandHandler<HandleTeam> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
  ) {}

  execute({ command, write }: HandleTeam): Promise<TeamResult> {
    const stream = teamStream(command.by.city, command.data.teamId);
    return handle(this.store, this.cache, neighbourhoodTeam, stream, command, write, () =>
      loadTeamFacts(this.directory, command),
    );
  }
}
