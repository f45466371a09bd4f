import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory } from '#directory';
import { type CommandResult, type EventStore, handle, type HandleOptions, StateCache } from '#event-store';
import { DomainError, type Incomplete } from '#kernel';
import { EVENT_STORE } from '#runtime';
import type { CaseEvent, JointCase } from '../domain/case-history.js';
import type { SlotRegister } from '../domain/coordination.js';
import { type CaseCommand, caseStream, type OpenCase } from '../domain/joint-case.js';
import type {
  AcceptInvitation,
  Allowed,
  InviteParticipant,
  Kinds,
  WithdrawParticipant,
} from '../domain/participation.js';
import { agencyKindOf } from '../integration/actor-agency.js';
import { registerOfSlot } from '../queries/known-register.js';
import { type Checked, visibleTo } from './visible-case.js';

export type CaseRequest =
  | Exclude<CaseCommand, OpenCase | InviteParticipant | AcceptInvitation | WithdrawParticipant>
  | Incomplete<OpenCase, keyof (SlotRegister & Kinds & Allowed)>
  | Incomplete<InviteParticipant, keyof Kinds>
  | Incomplete<AcceptInvitation, keyof (Kinds & Allowed)>
  | Incomplete<WithdrawParticipant, 'hasEnded'>;

/** A wish about one case of the asker's city. */
export class HandleCase extends Command<CaseResult> {
  constructor(
    readonly request: CaseRequest,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

export type CaseResult = CommandResult<CaseEvent, JointCase | undefined>;

@CommandHandler(HandleCase)
export class CaseHandler implements ICommandHandler<HandleCase> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly directory: Directory,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {}

  async execute({ request, write }: HandleCase): Promise<CaseResult> {
    // Not in the place of the command, as functions of facts: what the asker may not see has to be known to the rules before any refusal from here.
    const checked =
      request.type === 'FollowRegister' || request.type === 'ProcessDeadlines' ? {} : await this.check(request);
    const command = await this.commandOf(request);
    return handle(
      this.store,
      this.cache,
      visibleTo(checked),
      caseStream(command.by.city, command.data.caseId),
      command,
      write,
    );
  }

  /** With what the register and the directory say about it now. */
  private async commandOf(request: CaseRequest): Promise<CaseCommand> {
    const { city, agency } = request.by;
    switch (request.type) {
      case 'OpenCase':
        return {
          ...request,
          data: {
            ...request.data,
            ...(await this.joining(city, agency)),
            ...(await registerOfSlot(this.db.manager, city, request.data, request.today)),
          },
        };
      case 'InviteParticipant':
        return { ...request, data: { ...request.data, agencyKinds: await this.directory.agencyKinds(city) } };
      case 'AcceptInvitation':
        return { ...request, data: { ...request.data, ...(await this.joining(city, agency)) } };
      case 'WithdrawParticipant':
        return {
          ...request,
          data: { ...request.data, hasEnded: await this.directory.hasEnded(city, request.data.agency) },
        };
      default:
        return request;
    }
  }

  private async joining(city: string, agency: string): Promise<Kinds & Allowed> {
    return {
      agencyKinds: await this.directory.agencyKinds(city),
      allowedByAgency: await this.directory.allows(city, agency, 'joint-case'),
    };
  }

  private async check(command: CaseRequest): Promise<Checked> {
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
