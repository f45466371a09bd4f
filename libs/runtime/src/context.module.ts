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
import { DataSource } from 'typeorm';
import type { ContextName, Topic } from '#contracts';
import { Directory, DirectoryCopy, directoryName } from '#directory';
import type { EventStore } from '#event-store';
import {
  consumeOwnEvents,
  type Dispatch,
  Processor,
  type ProcessorHandle,
  type PublicProjection,
  readsPublicEvents,
} from '#messaging';
import { Notifications } from '#postgres';
import { Bus, type BusMember } from './bus-port.js';
import type { ConnectionBudget } from './connection-budget.js';
import { ConnectionPools } from './connection-pools.js';
import { type ContextDefinition, databaseOptions } from './database/context-database.js';
import { DirectoryCopies } from './directory-copies.js';
import { CONNECTION_BUDGET, EVENT_STORE, SETTINGS } from './injection-tokens.js';
import { ProcessorRegistry } from './processor-registry.js';
import type { Settings } from './settings/settings.js';
import { Shutdown } from './shutdown.js';

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
          useFactory: ({ postgresUrl }: Settings, budget: ConnectionBudget) =>
            databaseOptions(definition, postgresUrl!, { max: budget.requests }),
        }),
      ],
      providers: [
        { provide: DEFINITION, useValue: definition },
        { provide: REQUESTS, useExisting: getDataSourceToken(name) },
        {
          provide: processorsToken(name),
          inject: [SETTINGS, CONNECTION_BUDGET],
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
