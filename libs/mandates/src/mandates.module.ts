import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory, directory, Directory1767222000001, DIRECTORY_ENTITIES } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#service';
import { AgendaWorker } from './agenda.worker.js';
import { MandatesController } from './api/mandates.controller.js';
import { TransfersController } from './api/transfers.controller.js';
import { publishes } from './integration/publishes.js';
import { MandateHandler } from './mandates.handler.js';
import { Register1767222000100 } from './migrations/register-1767222000100.js';
import { Dossier1767222000601 } from './migrations/dossier-1767222000601.js';
import { WholeLife1767222000600 } from './migrations/whole-life-1767222000600.js';
import { dossier, DossierCase, DossierChange, DossierCommitment, HandoverOfHandler } from './read-models/dossier.js';
import { HoldingRow, holders, WhoHoldsHandler } from './read-models/holders.js';
import { HistoryOfHandler, ListMandatesHandler, MandateByIdHandler, MandateFact, MandateRow, mandates } from './read-models/mandates.js';

export const mandatesContext: ContextDefinition = {
  name: 'mandates',
  entities: [HoldingRow, MandateRow, MandateFact, DossierCase, DossierCommitment, DossierChange, ...DIRECTORY_ENTITIES],
  migrations: [Directory1767222000001, Register1767222000100, WholeLife1767222000600, Dossier1767222000601],
  readModels: [directory('mandates'), holders, mandates, dossier],
  publishes: publishes as Publishes,
};

/** Who may coordinate what: the register of mandates of each city. */
@Module({
  imports: [ContextModule.of(mandatesContext)],
  controllers: [MandatesController, TransfersController],
  providers: [
    { provide: Directory, inject: [getDataSourceToken('mandates')], useFactory: (db: DataSource) => new Directory(db) },
    MandateHandler,
    WhoHoldsHandler,
    MandateByIdHandler,
    HistoryOfHandler,
    HandoverOfHandler,
    ListMandatesHandler,
    AgendaWorker,
  ],
})
export class MandatesModule {}
