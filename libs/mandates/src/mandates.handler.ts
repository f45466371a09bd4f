import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventStore, handle, type Handled, StateCache } from '#event-store';
import { Directory } from '#directory';
import { EVENT_STORE, type Write } from '#service';
import { mandateRegister, type Register, type RegisterCommand, type RegisterEvent, registerStream } from './domain/mandate-register.js';

/** A wish about the mandate register of the asker's city. */
export class HandleMandate {
  constructor(
    readonly command: RegisterCommand,
    readonly write: Pick<Write, 'commandId' | 'fingerprint' | 'retryable' | 'traceparent'>,
  ) {}
}

@CommandHandler(HandleMandate)
export class MandateHandler implements ICommandHandler<HandleMandate, Handled<RegisterEvent, Register>> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
  ) {}

  async execute({ command, write }: HandleMandate): Promise<Handled<RegisterEvent, Register>> {
    const { city } = command.by;
    if (command.type === 'ProposeMandate') {
      await this.directory.knownNeighbourhoods(city, [...new Set(command.data.slots.map(({ neighbourhood }) => neighbourhood))]);
      await this.directory.activeAgencies(city, [command.data.holder]);
    }
    if (command.type === 'ProposeTransfer') await this.directory.activeAgencies(city, [command.data.to]);
    return handle(this.store, this.cache, mandateRegister, registerStream(city), command, write);
  }
}
