import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
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

const register = withSnapshots(neighbourhoodRegister, new URL('../domain/', import.meta.url));

export type NeighbourhoodsResult = CommandResult<RegisterEvent, Register>;

/** A wish about the neighbourhoods of the asker's city. */
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
  ) {}

  execute({ command, write }: HandleNeighbourhoods): Promise<NeighbourhoodsResult> {
    return handle(this.store, this.cache, register, registerStream(command.by.city), command, write);
  }
}
