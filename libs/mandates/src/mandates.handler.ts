import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type EventStore, handle, type Handled, StateCache } from '#event-store';
import { Directory } from '#directory';
import { EVENT_STORE, type Write } from '#service';
import { mandateRegister, type Register, type RegisterCommand, type RegisterEvent, registerStream } from './domain/mandate-register.js';

/** A wish about the mandate register of the asker's city. The kind of the asker's agency, which the rules need, is added on the way. */
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

  execute({ command, write }: HandleMandate): Promise<Handled<RegisterEvent, Register>> {
    return handle(this.store, this.cache, mandateRegister, registerStream(command.by.city), () => this.checked(command), write);
  }

  /** @throws {DomainError} when a neighbourhood or an agency that it names is not known, or the asker's own takes no part */
  private async checked(command: RegisterCommand): Promise<RegisterCommand> {
    const { city, agency } = command.by;
    if (command.type === 'ExpireMandate') return command;
    const agencyKind = (await this.directory.activeAgencies(city, [agency])).get(agency)!.kind;
    if (command.type === 'ProposeMandate') {
      await this.directory.knownNeighbourhoods(city, [...new Set(command.data.slots.map(({ neighbourhood }) => neighbourhood))]);
      await this.directory.activeAgencies(city, [command.data.holder]);
    }
    if (command.type === 'ProposeTransfer') await this.directory.activeAgencies(city, [command.data.to]);
    return { ...command, data: { ...command.data, agencyKind } } as RegisterCommand;
  }
}
