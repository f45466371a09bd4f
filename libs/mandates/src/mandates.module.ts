import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory, directory, Directory1767222000001, DIRECTORY_ENTITIES } from '#directory';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#service';
import { AgendaWorker } from './agenda.worker.js';
import { MandatesController } from './api/mandates.controller.js';
import { publishes } from './integration/publishes.js';
import { MandateHandler } from './mandates.handler.js';
import { Register1767222000100 } from './migrations/register-1767222000100.js';
import { agenda, AgendaRow } from './read-models/agenda.js';
import { holders, Holding, WhoHoldsHandler } from './read-models/holders.js';
import { ListMandatesHandler, MandateByIdHandler, MandateRow, mandates } from './read-models/mandates.js';

export const mandatesContext: ContextDefinition = {
  name: 'mandates',
  entities: [Holding, MandateRow, AgendaRow, ...DIRECTORY_ENTITIES],
  migrations: [Directory1767222000001, Register1767222000100],
  readModels: [directory('mandates'), holders, mandates, agenda],
  publishes: publishes as Publishes,
};

/** Who may coordinate what: the register of mandates of each city. */
@Module({
  imports: [ContextModule.of(mandatesContext)],
  controllers: [MandatesController],
  providers: [
    { provide: Directory, inject: [getDataSourceToken('mandates')], useFactory: (db: DataSource) => new Directory(db) },
    MandateHandler,
    WhoHoldsHandler,
    MandateByIdHandler,
    ListMandatesHandler,
    AgendaWorker,
  ],
})
export class MandatesModule {}
