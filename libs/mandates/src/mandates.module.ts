import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory, directory, Directory1767222000001, DIRECTORY_ENTITIES } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#service';
import { AgendaWorker } from './agenda.worker.js';
import { ImportController } from './api/import.controller.js';
import { MandatesController } from './api/mandates.controller.js';
import { TransfersController } from './api/transfers.controller.js';
import { ViewsController } from './api/views.controller.js';
import { publishes } from './integration/publishes.js';
import { MandateHandler } from './mandates.handler.js';
import { Register1767222000100 } from './migrations/register-1767222000100.js';
import { Dossier1767222000601 } from './migrations/dossier-1767222000601.js';
import { Views1767222000602 } from './migrations/views-1767222000602.js';
import { WholeLife1767222000600 } from './migrations/whole-life-1767222000600.js';
import { CaseCoordination, caseGaps } from './read-models/case-gaps.js';
import { ContinuityOfHandler } from './read-models/continuity.js';
import { dossier, DossierCase, DossierChange, DossierCommitment, HandoverOfHandler } from './read-models/dossier.js';
import { GapsOfHandler } from './read-models/gaps.js';
import { HoldingRow, holders, WhoHoldsHandler } from './read-models/holders.js';
import {
  HistoryOfHandler,
  ListMandatesHandler,
  MandateByIdHandler,
  MandateFact,
  MandateRow,
  mandates,
} from './read-models/mandates.js';
import { MatrixOfHandler } from './read-models/matrix.js';
import { OverlapsOfHandler } from './read-models/overlaps.js';
import { WholeRegisterHandler } from './read-models/whole-register.js';

export const mandatesContext: ContextDefinition = {
  name: 'mandates',
  entities: [
    HoldingRow,
    MandateRow,
    MandateFact,
    DossierCase,
    DossierCommitment,
    DossierChange,
    CaseCoordination,
    ...DIRECTORY_ENTITIES,
  ],
  migrations: [
    Directory1767222000001,
    Register1767222000100,
    WholeLife1767222000600,
    Dossier1767222000601,
    Views1767222000602,
  ],
  readModels: [directory('mandates'), holders, mandates, dossier, caseGaps],
  publishes: publishes as Publishes,
};

/** Who may coordinate what: the register of mandates of each city. */
@Module({
  imports: [ContextModule.of(mandatesContext)],
  // What has a name of its own comes before `:id`.
  controllers: [ViewsController, ImportController, MandatesController, TransfersController],
  providers: [
    { provide: Directory, inject: [getDataSourceToken('mandates')], useFactory: (db: DataSource) => new Directory(db) },
    MandateHandler,
    WhoHoldsHandler,
    MandateByIdHandler,
    HistoryOfHandler,
    HandoverOfHandler,
    ListMandatesHandler,
    MatrixOfHandler,
    GapsOfHandler,
    ContinuityOfHandler,
    OverlapsOfHandler,
    WholeRegisterHandler,
    AgendaWorker,
  ],
})
export class MandatesModule {}
