import { Module } from '@nestjs/common';
import { directory, Directory1767222000001, DirectoryVersion1798000000300 } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#runtime';
import { CasesController } from './api/cases.controller.js';
import { CaseHandler } from './commands/case.handler.js';
import { CaseDeadlinesWorker } from './commands/case-deadlines.worker.js';
import { followRegister } from './commands/follow-register.js';
import { publishes } from './integration/publishes.js';
import { Agenda1767222000201 } from './migrations/agenda-1767222000201.js';
import { CaseGaps1797000000001 } from './migrations/case-gaps-1797000000001.js';
import { Cases1767222000100 } from './migrations/cases-1767222000100.js';
import { CommissioningCase1767222000600 } from './migrations/commissioning-case-1767222000600.js';
import { DueCommitments1767222000701 } from './migrations/due-commitments-1767222000701.js';
import { FollowRegister1797000000000 } from './migrations/follow-register-1797000000000.js';
import { MandateKind1767222000700 } from './migrations/mandate-kind-1767222000700.js';
import { Names1796000000001 } from './migrations/names-1796000000001.js';
import { PastShown1767222000202 } from './migrations/past-shown-1767222000202.js';
import { RegisterRevision1767222000200 } from './migrations/register-revision-1767222000200.js';
import { WholeKeyIndexes1798000000200 } from './migrations/whole-key-indexes-1798000000200.js';
import { CommitmentsOfHandler, ParticipantsOfHandler } from './queries/case-parts.js';
import { cases } from './queries/cases.projection.js';
import { deadlines } from './queries/deadlines.projection.js';
import { knownRegister } from './queries/known-register.projection.js';
import { timeline, TimelineOfHandler } from './queries/timeline.js';
import { CaseByIdHandler, ListCasesHandler } from './queries/visible-cases.js';

export const casesContext: ContextDefinition = {
  name: 'cases',
  migrations: [
    Directory1767222000001,
    Cases1767222000100,
    RegisterRevision1767222000200,
    Agenda1767222000201,
    PastShown1767222000202,
    CommissioningCase1767222000600,
    MandateKind1767222000700,
    DueCommitments1767222000701,
    Names1796000000001,
    FollowRegister1797000000000,
    CaseGaps1797000000001,
    WholeKeyIndexes1798000000200,
    DirectoryVersion1798000000300,
  ],
  projections: [directory('cases'), knownRegister, cases, timeline, deadlines],
  reactors: [followRegister],
  publishes: publishes as Publishes,
};

/** The joint cases of agencies in a neighbourhood, each under one mandate. */
@Module({
  imports: [ContextModule.of(casesContext)],
  controllers: [CasesController],
  providers: [
    CaseHandler,
    CaseByIdHandler,
    ListCasesHandler,
    CommitmentsOfHandler,
    ParticipantsOfHandler,
    TimelineOfHandler,
    CaseDeadlinesWorker,
  ],
})
export class CasesModule {}
