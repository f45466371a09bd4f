import { Module } from '@nestjs/common';
import { directory, Directory1767222000001, DirectoryVersion1798000000300 } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#runtime';
import { CorrectionsController } from './api/corrections.controller.js';
import { HolderController } from './api/holder.controller.js';
import { ImportController } from './api/import/import.controller.js';
import { MandatesController } from './api/mandates.controller.js';
import { TransfersController } from './api/transfers.controller.js';
import { ViewsController } from './api/views.controller.js';
import { MandateHandler } from './commands/mandate.handler.js';
import { MandateDeadlinesWorker } from './commands/mandate-deadlines.worker.js';
import { publishes } from './integration/publishes.js';
import { CaseGaps1797000000001 } from './migrations/case-gaps-1797000000001.js';
import { Dossier1767222000601 } from './migrations/dossier-1767222000601.js';
import { GapsOfCase1798000000202 } from './migrations/gaps-of-case-1798000000202.js';
import { Names1796000000001 } from './migrations/names-1796000000001.js';
import { RecordedIndexes1798000000201 } from './migrations/recorded-indexes-1798000000201.js';
import { Register1767222000100 } from './migrations/register-1767222000100.js';
import { Views1767222000602 } from './migrations/views-1767222000602.js';
import { WholeLife1767222000600 } from './migrations/whole-life-1767222000600.js';
import { ContinuityOfHandler } from './queries/continuity.js';
import { GapsOfHandler } from './queries/gaps.js';
import { handover, HandoverOfHandler } from './queries/handover.js';
import { HistoryOfHandler } from './queries/history.js';
import { HolderOfSlotHandler, holders } from './queries/holders.js';
import { ListMandatesHandler, MandateByIdHandler, mandates } from './queries/mandates.js';
import { MatrixOfHandler } from './queries/matrix.js';
import { OverlapsOfHandler } from './queries/overlaps.js';
import { uncoordinatedCases } from './queries/uncoordinated-cases.js';
import { WholeRegisterHandler } from './queries/whole-register.js';

export const mandatesContext: ContextDefinition = {
  name: 'mandates',
  migrations: [
    Directory1767222000001,
    Register1767222000100,
    WholeLife1767222000600,
    Dossier1767222000601,
    Views1767222000602,
    Names1796000000001,
    CaseGaps1797000000001,
    RecordedIndexes1798000000201,
    GapsOfCase1798000000202,
    DirectoryVersion1798000000300,
  ],
  projections: [directory('mandates'), holders, mandates, handover, uncoordinatedCases],
  publishes: publishes as Publishes,
};

/** The register of mandates of each city. */
@Module({
  imports: [ContextModule.of(mandatesContext)],
  // The order matters: routes with a fixed name must come before routes with `:id`.
  controllers: [
    ViewsController,
    ImportController,
    HolderController,
    MandatesController,
    CorrectionsController,
    TransfersController,
  ],
  providers: [
    MandateHandler,
    HolderOfSlotHandler,
    MandateByIdHandler,
    HistoryOfHandler,
    HandoverOfHandler,
    ListMandatesHandler,
    MatrixOfHandler,
    GapsOfHandler,
    ContinuityOfHandler,
    OverlapsOfHandler,
    WholeRegisterHandler,
    MandateDeadlinesWorker,
  ],
})
export class MandatesModule {}
