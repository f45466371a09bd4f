import { Body, Controller, Get, HttpCode, Param, type PipeTransform, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, Responds, Write, WriteHeaders, WriteResult } from '#http';
import { type Actor, brusselsDate, DomainError } from '#kernel';
import { HandleCase } from '../commands/case.handler.js';
import type { CaseEvent } from '../domain/case-history.js';
import type { CaseCommand } from '../domain/joint-case.js';
import { CommitmentsOf, ParticipantsOf } from '../queries/case-parts.js';
import { TimelineOf } from '../queries/timeline.js';
import { CaseById, ListCases } from '../queries/visible-cases.js';
import {
  CasesQuery,
  ClosureDto,
  CommitmentDto,
  CommitmentsQuery,
  InvitationDto,
  OpenCaseDto,
  ParticipantsQuery,
  RefusalDto,
  TimelineQuery,
  WithdrawalDto,
} from './cases.dto.js';
import {
  CaseOutcome,
  CaseResponse,
  CasesPageResponse,
  CommitmentOutcome,
  CommitmentsPageResponse,
  ParticipantOutcome,
  ParticipantsPageResponse,
  TimelineResponse,
} from './cases.responses.js';

/** Refuses a path parameter that cannot be an id, without a query. */
const checkId = (pattern: RegExp, unknown: (id: string) => DomainError): PipeTransform<string, string> => ({
  transform: (id) => {
    if (!pattern.test(id)) throw unknown(id.slice(0, 100));
    return id;
  },
});
const ID = /^[0-9a-f-]{1,40}$/;
const Case = (): ParameterDecorator =>
  Param(
    'id',
    checkId(ID, (caseId) => new DomainError('case.unknown', { caseId })),
  );
const Participant = (): ParameterDecorator =>
  Param(
    'agency',
    checkId(/^[a-z0-9][a-z0-9-]{1,62}$/, (agency) => new DomainError('participant.unknown', { agency })),
  );
const Commitment = (): ParameterDecorator =>
  Param(
    'commitmentId',
    checkId(ID, (commitmentId) => new DomainError('commitment.unknown', { commitmentId })),
  );

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  // --- Reading -------------------------------------------------------------------------------------------------------------------------------

  @Requires('case:read')
  @Get()
  @ApiOperation({
    summary:
      'List the cases that you may see, a page at a time, cases without coordination first. `view` names the part of each that is shown.',
  })
  @Responds(CasesPageResponse)
  async list(@CurrentActor() actor: Actor, @Query() query: CasesQuery) {
    const { items, next } = await this.queries.execute(new ListCases(actor, query, today()));
    return { cases: items, next };
  }

  @Requires('case:read')
  @Get(':id')
  @ApiOperation({
    summary:
      'Get a case. Participants get all of it, invited agencies the part that they need to answer, managers of a city service its existence and holder.',
  })
  @Responds(CaseResponse, 'ETag')
  async show(@CurrentActor() actor: Actor, @Case() id: string, @Res({ passthrough: true }) response: Response) {
    const found = await this.queries.execute(new CaseById(actor, id, today()));
    if ('version' in found) response.setHeader('ETag', `"${found.version}"`);
    return found;
  }

  @Requires('case:read')
  @Get(':id/participants')
  @ApiOperation({ summary: 'List the participants of a case, a page at a time. Participants only.' })
  @Responds(ParticipantsPageResponse)
  async participants(@CurrentActor() actor: Actor, @Case() id: string, @Query() page: ParticipantsQuery) {
    const { items, next } = await this.queries.execute(new ParticipantsOf({ actor, id, today: today(), page }));
    return { participants: items, next };
  }

  @Requires('case:read')
  @Get(':id/commitments')
  @ApiOperation({
    summary: 'List the commitments of a case in order of their days, a page at a time. Participants only.',
  })
  @Responds(CommitmentsPageResponse)
  async commitments(@CurrentActor() actor: Actor, @Case() id: string, @Query() page: CommitmentsQuery) {
    const { items, next } = await this.queries.execute(new CommitmentsOf({ actor, id, today: today(), page }));
    return { commitments: items, next };
  }

  @Requires('case:read')
  @Get(':id/timeline')
  @ApiOperation({ summary: 'List the events of a case, in order. Participants only.' })
  @Responds(TimelineResponse)
  async timeline(@CurrentActor() actor: Actor, @Case() id: string, @Query() query: TimelineQuery) {
    const { items, next } = await this.queries.execute(new TimelineOf(actor, id, today(), query));
    return { entries: items, next };
  }

  // --- Opening and closing -------------------------------------------------------------------------------------------------------------------

  @Requires('case:open')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary: 'Open a case under the mandate in force for its neighbourhood and theme, and invite agencies.',
  })
  @Responds(CaseOutcome)
  open(@CurrentWrite() write: Write, @Body() opening: OpenCaseDto) {
    return this.dispatch(write, 'OpenCase', { caseId: write.newId(), ...opening }, { outcome: 'opened' });
  }

  @Requires('case:close')
  @Post(':id/closure')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Close a case, with its outcome and the reason. Only the agency that coordinates it, or without coordination the agency that opened it.',
  })
  @Responds(CaseOutcome)
  close(@CurrentWrite() write: Write, @Case() caseId: string, @Body() closure: ClosureDto) {
    return this.dispatch(write, 'CloseCase', { caseId, ...closure }, { outcome: 'closed' });
  }

  // --- Participants --------------------------------------------------------------------------------------------------------------------------

  @Requires('participant:invite')
  @Post(':id/participants')
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Invite an agency to a case. It takes part once it accepts; `past` sets the part of the earlier case that it then sees.',
  })
  @Responds(ParticipantOutcome)
  invite(@CurrentWrite() write: Write, @Case() caseId: string, @Body() { agency, past }: InvitationDto) {
    return this.dispatch(write, 'InviteParticipant', { caseId, agency, past }, { agency, outcome: 'invited' });
  }

  @Requires('invitation:answer')
  @Post(':id/participants/:agency/acceptance')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Accept the invitation to a case, as the invited agency.' })
  @Responds(ParticipantOutcome)
  accept(@CurrentWrite() write: Write, @Case() caseId: string, @Participant() agency: string) {
    return this.dispatch(write, 'AcceptInvitation', { caseId, agency }, { agency, outcome: 'accepted' });
  }

  @Requires('invitation:answer')
  @Post(':id/participants/:agency/refusal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary: 'Decline the invitation to a case, as the invited agency. The agency no longer sees the case.',
  })
  @Responds(ParticipantOutcome)
  decline(
    @CurrentWrite() write: Write,
    @Case() caseId: string,
    @Participant() agency: string,
    @Body() { reason }: RefusalDto,
  ) {
    return this.dispatch(write, 'DeclineInvitation', { caseId, agency, reason }, { agency, outcome: 'declined' });
  }

  @Requires('participant:withdraw')
  @Post(':id/participants/:agency/withdrawal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary: 'Leave a case, which drops the open commitments of your agency; or take back an invitation.',
  })
  @Responds(ParticipantOutcome)
  withdraw(
    @CurrentWrite() write: Write,
    @Case() caseId: string,
    @Participant() agency: string,
    @Body() { reason }: WithdrawalDto,
  ) {
    return this.dispatch(write, 'WithdrawParticipant', { caseId, agency, reason }, { agency, outcome: 'withdrawn' });
  }

  // --- Commitments ---------------------------------------------------------------------------------------------------------------------------

  @Requires('commitment:propose')
  @Post(':id/commitments')
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Propose a commitment: ask a participant to do something by a date, or offer it. Your own offers, and commitments that are assigned bindingly, are accepted at once.',
  })
  @Responds(CommitmentOutcome)
  async propose(@CurrentWrite() write: Write, @Case() caseId: string, @Body() commitment: CommitmentDto) {
    const commitmentId = write.newId();
    const atOnce = commitment.binding || commitment.owner === write.by.agency;
    return this.dispatch(write, 'ProposeCommitment', { caseId, commitmentId, ...commitment }, (events) => ({
      commitmentId: proposedIn(events) ?? commitmentId,
      outcome: atOnce ? 'accepted' : 'proposed',
    }));
  }

  @Requires('commitment:answer')
  @Post(':id/commitments/:commitmentId/acceptance')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Accept a commitment, as its owner.' })
  @Responds(CommitmentOutcome)
  acceptCommitment(@CurrentWrite() write: Write, @Case() caseId: string, @Commitment() commitmentId: string) {
    return this.dispatch(write, 'AcceptCommitment', { caseId, commitmentId }, { commitmentId, outcome: 'accepted' });
  }

  @Requires('commitment:answer')
  @Post(':id/commitments/:commitmentId/refusal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Decline a commitment, as its owner.' })
  @Responds(CommitmentOutcome)
  declineCommitment(
    @CurrentWrite() write: Write,
    @Case() caseId: string,
    @Commitment() commitmentId: string,
    @Body() { reason }: RefusalDto,
  ) {
    return this.dispatch(
      write,
      'DeclineCommitment',
      { caseId, commitmentId, reason },
      { commitmentId, outcome: 'declined' },
    );
  }

  @Requires('commitment:complete')
  @Post(':id/commitments/:commitmentId/completion')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Mark a commitment as done, as its owner.' })
  @Responds(CommitmentOutcome)
  complete(@CurrentWrite() write: Write, @Case() caseId: string, @Commitment() commitmentId: string) {
    return this.dispatch(write, 'CompleteCommitment', { caseId, commitmentId }, { commitmentId, outcome: 'done' });
  }

  private async dispatch<Type extends CaseCommand['type'], const Outcome extends Readonly<Record<string, string>>>(
    write: Write,
    type: Type,
    data: Extract<CaseCommand, { type: Type }>['data'],
    outcome: Outcome | ((events: readonly CaseEvent[]) => Outcome),
  ) {
    const command = write.command<CaseCommand>(type, { ...data, version: write.expected });
    const result = await this.commands.execute(new HandleCase(command, write));
    const { caseId } = data;
    const shown = typeof outcome === 'function' ? outcome(result.events) : outcome;
    return new WriteResult({ caseId, ...shown }, result, `/v1/cases/${caseId}`, result.state?.version);
  }
}

/** Returns the id of the commitment that the events propose: of a repeat, the id of the first time, which an older release may have derived in another way. */
const proposedIn = (events: readonly CaseEvent[]): string | undefined =>
  events.find((event) => event.type === 'CommitmentProposed')?.data.commitmentId;

const today = (): string => brusselsDate(new Date());
