import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '#decider';
import { Directory } from '#directory';
import { type EventStore, handle, type Handled, StateCache } from '#event-store';
import { EVENT_STORE, type Write } from '#service';
import { asSeenBy, type Checked } from './api/visible-case.js';
import type { CaseEvent, JointCase } from './domain/case-history.js';
import { type CaseCommand, caseStream } from './domain/joint-case.js';
import { agencyKindOf } from './read-models/asker.js';

/** A wish about one case of the asker's city. */
export class HandleCase {
  constructor(
    readonly command: CaseCommand,
    readonly write: Pick<Write, 'commandId' | 'fingerprint' | 'retryable' | 'traceparent'>,
  ) {}
}

export type CaseHandled = Handled<CaseEvent, JointCase | undefined>;

@CommandHandler(HandleCase)
export class CaseHandler implements ICommandHandler<HandleCase, CaseHandled> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
  ) {}

  async execute({ command, write }: HandleCase): Promise<CaseHandled> {
    const checked = command.type === 'FollowRegister' ? {} : await this.check(command);
    return handle(this.store, this.cache, asSeenBy(checked), caseStream(command.by.city, command.data.caseId), command, write);
  }

  private async check(command: CaseCommand): Promise<Checked> {
    const { city, agency } = command.by;
    const agencyKind = await agencyKindOf(this.directory, command.by);
    try {
      if (command.type === 'OpenCase') {
        await this.directory.activeAgencies(city, [agency, ...command.data.invite]);
        await this.directory.knownNeighbourhoods(city, [command.data.neighbourhood]);
      }
      if (command.type === 'InviteParticipant') await this.directory.activeAgencies(city, [command.data.agency]);
      return { agencyKind };
    } catch (refusal) {
      if (refusal instanceof DomainError) return { agencyKind, refusal };
      throw refusal;
    }
  }
}
