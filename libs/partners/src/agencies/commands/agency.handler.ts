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
  agencyRegister,
  type Register,
  type RegisterCommand,
  type RegisterEvent,
  registerStream,
} from '../domain/agency-register.js';

const register = withSnapshots(agencyRegister, new URL('../domain/', import.meta.url));

export type AgencyResult = CommandResult<RegisterEvent, Register>;

/** A command on the agency register of the actor's city. */
export class HandleAgency extends Command<AgencyResult> {
  constructor(
    readonly command: RegisterCommand,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

@CommandHandler(HandleAgency)
export class AgencyHandler implements ICommandHandler<HandleAgency> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
  ) {}

  async execute({ command, write }: HandleAgency): Promise<AgencyResult> {
    return handle(this.store, this.cache, register, registerStream(command.by.city), command, write);
  }
}
