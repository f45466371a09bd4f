import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { fold } from '#decider';
import { type EventStore, handle, type Handled, StateCache } from '#event-store';
import { EVENT_STORE, type Write } from '#service';
import { agencyRegister, type Register, type RegisterCommand, type RegisterEvent, registerStream } from './domain/agency-register.js';

/** A wish about the agency register of the asker's city. */
export class HandleAgency {
  constructor(
    readonly command: RegisterCommand,
    readonly write: Pick<Write, 'commandId' | 'fingerprint' | 'retryable' | 'traceparent'>,
  ) {}
}

/** `version`: that of the agency after the command. */
export type AgencyHandled = Handled<RegisterEvent> & Readonly<{ version: number }>;

@CommandHandler(HandleAgency)
export class AgencyHandler implements ICommandHandler<HandleAgency, AgencyHandled> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
  ) {}

  async execute({ command, write }: HandleAgency): Promise<AgencyHandled> {
    const stream = registerStream(command.by.city);
    const handled = await handle(this.store, this.cache, agencyRegister, stream, command, write);
    const { agencies } = await this.registerAt(stream, handled.revision);
    return { ...handled, version: agencies.get(command.data.agency)!.version };
  }

  /** The remembered state may be newer than the answer: an ETag that the caller has not seen would let it overwrite what others wrote. */
  private async registerAt(stream: string, revision: number): Promise<Register> {
    const remembered = this.cache.get<Register>(stream);
    if (remembered?.revision === revision) return remembered.state;
    const events = await this.store.read<RegisterEvent>(stream);
    return fold(agencyRegister, events.slice(0, revision + 1));
  }
}
