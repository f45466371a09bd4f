import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory, directory, Directory1767222000001, DIRECTORY_ENTITIES } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#service';
import { AgendaWorker } from './agenda.worker.js';
import { CasesController } from './api/cases.controller.js';
import { CaseHandler } from './cases.handler.js';
import { register } from './integration/follow-register.js';
import { publishes } from './integration/publishes.js';
import { Agenda1767222000201 } from './migrations/agenda-1767222000201.js';
import { Cases1767222000100 } from './migrations/cases-1767222000100.js';
import { CommissioningCase1767222000600 } from './migrations/commissioning-case-1767222000600.js';
import { DueCommitments1767222000701 } from './migrations/due-commitments-1767222000701.js';
import { MandateKind1767222000700 } from './migrations/mandate-kind-1767222000700.js';
import { PastShown1767222000202 } from './migrations/past-shown-1767222000202.js';
import { RegisterRevision1767222000200 } from './migrations/register-revision-1767222000200.js';
import { agenda, AgendaRow, DueCommitmentRow } from './read-models/agenda.js';
import { CaseRow, cases, CommitmentRow, CoordinationRow, ParticipantRow } from './read-models/cases.js';
import { FollowingCase, KnownHolding, KnownMandate, KnownRegister } from './read-models/register.js';
import { CaseByIdHandler, ListCasesHandler, TimelineOfHandler } from './read-models/seen-cases.js';
import { timeline, TimelineEntry } from './read-models/timeline.js';

export const casesContext: ContextDefinition = {
  name: 'cases',
  entities: [
    CaseRow,
    ParticipantRow,
    CoordinationRow,
    CommitmentRow,
    TimelineEntry,
    AgendaRow,
    DueCommitmentRow,
    KnownRegister,
    KnownMandate,
    KnownHolding,
    FollowingCase,
    ...DIRECTORY_ENTITIES,
  ],
  migrations: [
    Directory1767222000001,
    Cases1767222000100,
    RegisterRevision1767222000200,
    Agenda1767222000201,
    PastShown1767222000202,
    CommissioningCase1767222000600,
    MandateKind1767222000700,
    DueCommitments1767222000701,
  ],
  readModels: [directory('cases'), register, cases, timeline, agenda],
  publishes: publishes as Publishes,
};

/** What agencies do together in a neighbourhood: the joint cases, each under one mandate. */
@Module({
  imports: [ContextModule.of(casesContext)],
  controllers: [CasesController],
  providers: [
    { provide: Directory, inject: [getDataSourceToken('cases')], useFactory: (db: DataSource) => new Directory(db) },
    CaseHandler,
    CaseByIdHandler,
    ListCasesHandler,
    TimelineOfHandler,
    AgendaWorker,
  ],
})
export class CasesModule {}
