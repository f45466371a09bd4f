import {
  type DynamicModule,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnModuleInit,
  Optional,
  type Provider,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { ContextName, Topic } from '#contracts';
import { Directory, DirectoryCopy, directoryName } from '#directory';
import type { EventStore } from '#event-store';
import {
  consumeOwnEvents,
  type Dispatch,
  PLATFORM_MIGRATIONS,
  Processor,
  type ProcessorHandle,
  type Projection,
  type PublicProjection,
  type Publishes,
  type Reactor,
  readsPublicEvents,
} from '#messaging';
import { dataSourceOptions, Notifications, type Purpose, withClient } from '#postgres';
import { Bus, type BusMember } from './bus-port.js';
import { type ConnectionBudget, connectionBudget } from './connection-budget.js';
import { ConnectionPools } from './connection-pools.js';
import { DirectoryCopies } from './directory-copies.js';
import { CONNECTION_BUDGET, EVENT_STORE, SETTINGS } from './injection-tokens.js';
import { ProcessorRegistry } from './processor-registry.js';
import type { Settings } from './settings/settings.js';
import { Shutdown } from './shutdown.js';
import { adoptMigrations, connectionName, MIGRATIONS_TABLE } from './upgrade.js';

/** The definition of a context for the platform: a schema with its migrations, its projections with their entities, and its public events. */
export type ContextDefinition = Readonly<{
  name: ContextName;
  migrations: readonly (new () => MigrationInterface)[];
  projections: readonly Projection[];
  reactors?: readonly Reactor[];
  publishes: Publishes;
}>;

const DEFINITION = Symbol('DEFINITION');
const REQUESTS = Symbol('REQUESTS');
const PROCESSORS = Symbol('PROCESSORS');

/** Registers the processors and the connection pools of the context, and closes its connections at the shutdown. */
@Injectable()
class ContextProcessors implements OnModuleInit {
  constructor(
    @Inject(DEFINITION) private readonly definition: ContextDefinition,
    @Inject(REQUESTS) private readonly requests: DataSource,
    @Inject(PROCESSORS) private readonly db: DataSource,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly bus: Bus,
    private readonly processors: ProcessorRegistry,
    private readonly commands: CommandBus,
    private readonly pools: ConnectionPools,
    private readonly shutdown: Shutdown,
    private readonly directories: DirectoryCopies,
    @Optional() private readonly copy?: DirectoryCopy,
  ) {}

  onModuleInit(): void {
    const { name, projections, reactors = [], publishes } = this.definition;
    const { db, requests } = this;
    this.shutdown.add('connections', `connections of ${name}`, () => Promise.all([db.destroy(), requests.destroy()]));
    const logger = new Logger(name);
    const log = { error: (details: object, message: string) => logger.error({ ...details, msg: message }) };
    const dispatch: Dispatch = (command) => this.commands.execute(command);
    const member: BusMember = { name, publishes, db, requests, log, dispatch };
    this.pools.addDataSource(`${name} requests`, requests);
    this.pools.addDataSource(`${name} processors`, db);
    this.processors.serve(name);
    for (const publisher of this.bus.join(member)) this.processors.addPublisher(publisher);
    if (this.copy) this.directories.add(name, this.copy);
    for (const model of projections) {
      if (readsPublicEvents(model)) this.addProjection(member, model);
      else
        this.processors.add(
          new Processor({
            name: model.name,
            db,
            log,
            consume: consumeOwnEvents(this.store, name),
            apply: model.apply,
            applied: model.applied,
          }),
        );
    }
    for (const reactor of reactors) this.addReader(this.bus.reactor(member, reactor), reactor.readModel.from.topics);
  }

  private addProjection(member: BusMember, model: PublicProjection): void {
    const { topics } = model.from;
    if (model.name !== directoryName(member.name)) return this.addReader(this.bus.processor(member, model), topics);
    const applied = (): void => this.directories.notify(member.name);
    this.addReader(this.bus.processor(member, { ...model, applied }), topics, applied);
  }

  private addReader(processor: ProcessorHandle, topics: readonly Topic[], applied?: () => void): void {
    if (this.bus.outside) this.processors.addReader({ processor, topics, db: this.requests, applied });
    else this.processors.add(processor);
  }
}

/** The token of the data source for processors and workers. It is separate from that for requests, so that neither can starve the other. */
export const processorsToken = (context: ContextName): string => `${context}-processors`;

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
          inject: [SETTINGS, CONNECTION_BUDGET],
          useFactory: async ({ postgresUrl }: Settings, budget: ConnectionBudget) => {
            await prepareSchema(definition, postgresUrl!);
            return databaseOptions(definition, postgresUrl!, { max: budget.requests });
          },
        }),
      ],
      providers: [
        { provide: DEFINITION, useValue: definition },
        { provide: REQUESTS, useExisting: getDataSourceToken(name) },
        {
          provide: processorsToken(name),
          // The data source for requests is injected only to make this one wait: opening it creates the tables.
          inject: [SETTINGS, CONNECTION_BUDGET, getDataSourceToken(name)],
          useFactory: ({ postgresUrl }: Settings, budget: ConnectionBudget) =>
            new DataSource(
              databaseOptions(definition, postgresUrl!, { purpose: 'processors', max: budget.processors }),
            ).initialize(),
        },
        { provide: PROCESSORS, useExisting: processorsToken(name) },
        ...(hasDirectory(definition) ? directoryOf(name) : []),
        ContextProcessors,
      ],
      exports: [TypeOrmModule, processorsToken(name), ...(hasDirectory(definition) ? [Directory] : [])],
    };
  }
}

const hasDirectory = ({ name, projections }: ContextDefinition): boolean =>
  projections.some((model) => model.name === directoryName(name));

/** The directory of a context. Its copy looks over the connections of processors, where no requests queue. */
const directoryOf = (context: ContextName): readonly Provider[] => [
  {
    provide: DirectoryCopy,
    inject: [processorsToken(context), Notifications],
    useFactory: (db: DataSource, notifications: Notifications) => new DirectoryCopy(db, () => notifications.listening),
  },
  {
    provide: Directory,
    inject: [getDataSourceToken(context), DirectoryCopy],
    useFactory: (db: DataSource, copy: DirectoryCopy) => new Directory(db, copy),
  },
];

/** Returns the data source options for the schema of a context. Entities name no schema, so that a projection can fill other tables in a rebuild. */
export const databaseOptions = (
  { name, projections, migrations }: ContextDefinition,
  url: string,
  {
    purpose = 'requests',
    max = connectionBudget(1, 'kafka').requests,
  }: Readonly<{ purpose?: Purpose; max?: number }> = {},
) => ({
  ...dataSourceOptions(url, { purpose, name: connectionName(name), schema: name, max }),
  entities: projections.flatMap(({ entities }) => entities),
  migrations: [...PLATFORM_MIGRATIONS, ...migrations],
  migrationsTableName: MIGRATIONS_TABLE,
  migrationsRun: true,
  migrationsTransactionMode: 'all' as const,
});

/** Creates the schema and its missing tables. Of several processes that start at once, one does the work and the others wait. */
export const prepareSchema = (definition: ContextDefinition, url: string): Promise<void> =>
  withClient(url, { purpose: 'migrations', name: connectionName('migrations') }, async (client) => {
    await client.query('SELECT pg_advisory_lock(727001)');
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${definition.name}`);
    await client.query(adoptMigrations(definition.name));
    // Exclusion constraints over a text and a range need this extension.
    await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
    const options = databaseOptions(definition, url, { purpose: 'migrations', max: 1 });
    await (await new DataSource(options).initialize()).destroy();
  });
