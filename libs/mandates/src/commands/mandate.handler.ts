import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
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
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Register } from '../domain/mandate-history.js';
import { mandateRegister, type RegisterCommand, registerStream } from '../domain/mandate-register.js';
import { loadMandateFacts } from './load-mandate-facts.js';

/** A command on the mandate register of the actor's city. */
export class HandleMandate extends Command<MandateResult> {
  constructor(
    readonly command: RegisterCommand,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

/** The decider of the register with snapshots, because the stream of a city grows long. */
export const register = withSnapshots(mandateRegister, new URL('../domain/', import.meta.url));

export type MandateResult = CommandResult<RegisterEvent, Register>;

@CommandHandler(HandleMandate)
export class MandateHandler implements ICommandHandler<HandleMandate> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('mandates') private readonly db: DataSource,
  ) {}

  execute({ command, write }: HandleMandate): Promise<MandateResult> {
    const stream = registerStream(command.by.city);
    return handle(this.store, this.cache, register, stream, command, write, () =>
      loadMandateFacts(this.directory, this.db.manager, command),
    );
  }
}
