import { type DynamicModule, Inject, Injectable, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { ContextName } from '#contracts';
import type { EventStore } from '#event-store';
import {
  applyLive,
  consumeOwnEvents,
  KEEP_ALIVE,
  PLATFORM_MIGRATIONS,
  Processor,
  type Projection,
  type Publishes,
  readsPublicEvents,
} from '#messaging';
import { typeParsers } from '#postgres';
import { Bus, type BusMember } from './bus.js';
import { EVENT_STORE, SETTINGS } from './injection-tokens.js';
import { ProcessorRegistry } from './processor-registry.js';
import type { Settings } from './settings.js';
import { adoptMigrations, connectionName, MIGRATIONS_TABLE } from './upgrade.js';

/**
 * The definition of a context for the platform: one schema with its migrations, its read models and its public events. Entities follow from the
 * projections.
 */
export type ContextDefinition = Readonly<{
  name: ContextName;
  migrations: readonly (new () => MigrationInterface)[];
  projections: readonly Projection[];
  publishes: Publishes;
}>;

const DEFINITION = Symbol('DEFINITION');

/** Opens the database schema of the context, and starts its read models with the process. */
@Injectable()
class ContextProcessors implements OnModuleInit {
  constructor(
    @Inject(DEFINITION) private readonly definition: ContextDefinition & { db: DataSource },
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly bus: Bus,
    private readonly processors: ProcessorRegistry,
    private readonly commands: CommandBus,
  ) {}

  onModuleInit(): void {
    const { name, projections, publishes, db } = this.definition;
    const logger = new Logger(name);
    const log = { error: (details: object, message: string) => logger.error({ ...details, msg: message }) };
    const member: BusMember = { name, publishes, db, log, dispatch: (command) => this.commands.execute(command) };
    this.processors.serve(name);
    for (const publisher of this.bus.join(member)) this.processors.addPublisher(publisher);
    for (const model of projections) {
      if (readsPublicEvents(model)) {
        const processor = this.bus.processor(member, model);
        if (this.bus.outside) this.processors.addReader({ processor, topics: model.from.topics, db });
        else this.processors.add(processor);
      } else
        this.processors.add(
          new Processor({
            name: model.name,
            db,
            log,
            consume: consumeOwnEvents(this.store, name),
            apply: applyLive(model, member.dispatch),
            applied: model.applied,
          }),
        );
    }
  }
}

/** The module that provides a context with its database and its read models. */
@Module({})
export class ContextModule {
  static of(definition: ContextDefinition): DynamicModule {
    const { name } = definition;
    return {
      module: ContextModule,
      imports: [
        TypeOrmModule.forRootAsync({
          name,
          inject: [SETTINGS],
          useFactory: async (settings: Settings) => {
            await prepareSchema(definition, settings.postgresUrl!);
            return databaseOptions(definition, settings.postgresUrl!);
          },
        }),
      ],
      providers: [
        {
          provide: DEFINITION,
          inject: [getDataSourceToken(name)],
          useFactory: (db: DataSource) => ({ ...definition, db }),
        },
        ContextProcessors,
      ],
      exports: [TypeOrmModule],
    };
  }
}

/** The connection of a context to its schema. Entities name no schema, so that the same projection can fill new tables during a rebuild. */
export const databaseOptions = ({ name, projections, migrations }: ContextDefinition, url: string) => ({
  type: 'postgres' as const,
  url,
  entities: projections.flatMap(({ entities }) => entities),
  migrations: [...PLATFORM_MIGRATIONS, ...migrations],
  migrationsTableName: MIGRATIONS_TABLE,
  migrationsRun: true,
  migrationsTransactionMode: 'all' as const,
  applicationName: connectionName(name),
  connectTimeoutMS: 5_000,
  extra: { options: `-c search_path=${name},public ${KEEP_ALIVE}`, max: 8, types: typeParsers },
});

/** Creates the schema and its missing tables. Of several processes that start at once, one does the work and the others wait. */
export const prepareSchema = async (definition: ContextDefinition, url: string): Promise<void> => {
  const client = new Client({ connectionString: url, options: KEEP_ALIVE, types: typeParsers });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(727001)');
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${definition.name}`);
    await client.query(adoptMigrations(definition.name));
    // exclusion constraints over a text and a range need it
    await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
    await (await new DataSource(databaseOptions(definition, url)).initialize()).destroy();
  } finally {
    await client.end();
  }
};
