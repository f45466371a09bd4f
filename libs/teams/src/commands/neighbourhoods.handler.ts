import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directory } from '#directory';
import {
  type CommandResult,
  type EventStore,
  handle,
  type HandleOptions,
  StateCache,
  withSnapshots,
} from '#event-store';
import { EVENT_STORE } from '#runtime';
import {
  neighbourhoodRegister,
  type Register,
  type RegisterCommand,
  type RegisterEvent,
  registerStream,
} from '../domain/neighbourhood-register.js';
import { loadNeighbourhoodFacts } from './load-neighbourhood-facts.js';

const register = withSnapshots(neighbourhoodRegister, new URL('../domain/', import.meta.url));

export type NeighbourhoodsResult = CommandResult<RegisterEvent, Register>;

/** A command on the neighbourhoods of the actor's city. */
export class HandleNeighbourhoods extends Command<NeighbourhoodsResult> {
  constructor(
    readonly command: RegisterCommand,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

@CommandHandler(HandleNeighbourhoods)
export class NeighbourhoodsHandler implements ICommandHandler<HandleNeighbourhoods> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
  ) {}

  execute({ command, write }: HandleNeighbourhoods): Promise<NeighbourhoodsResult> {
    const stream = registerStream(command.by.city);
    return handle(this.store, this.cache, register, stream, command, write, () =>
      loadNeighbourhoodFacts(this.directory, command),
    );
  }
}
