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

export type TeamResult = CommandResult<TeamEvent, Team | undefined>;

/** A wish about one team of the asker's city. */
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
    return handle(
      this.store,
      this.cache,
      neighbourhoodTeam,
      teamStream(command.by.city, command.data.teamId),
      () => this.checked(command),
      write,
    );
  }

  /** @throws {DomainError} when a neighbourhood is not known, or the asker's agency takes no part */
  private async checked(command: TeamCommand): Promise<TeamCommand> {
    const { city, agency } = command.by;
    if (command.type === 'FormTeam') await this.directory.knownNeighbourhoods(city, command.data.neighbourhoods);
    // A suspended agency forms no team and seconds nobody, but may take its staff back.
    if (command.type !== 'EndSecondment') await this.directory.activeAgencies(city, [agency]);
    return command;
  }
}
