import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { type EventStore, StateCache } from '#event-store';
import { Notifications } from '#postgres';
import { BusHealth } from './bus-health.js';
import { Bus } from './bus-port.js';
import type { ConnectionBudget } from './connection-budget.js';
import { ConnectionPools } from './connection-pools.js';
import { DeadlineWorkers } from './deadline-workers.js';
import { DirectoryCopies } from './directory-copies.js';
import { Draining } from './draining.js';
import { CONNECTION_BUDGET, EVENT_STORE, SETTINGS } from './injection-tokens.js';
import { ContextMetrics } from './metrics/context-metrics.js';
import { ProcessorRegistry } from './processor-registry.js';
import type { Settings } from './settings/settings.js';
import { Shutdown } from './shutdown.js';

/** Starts the processors after all contexts. When Nest is closed without a shutdown of the process, it runs the phases that stop the application. */
@Injectable()
class Lifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly processors: ProcessorRegistry,
    private readonly bus: Bus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly shutdown: Shutdown,
  ) {}

  onApplicationBootstrap(): void {
    const { processors, bus, store, shutdown } = this;
    shutdown.add('connections', 'bus', () => bus.close());
    shutdown.add('connections', 'appends', () => store.close());
    processors.start(shutdown);
  }

  async onModuleDestroy(): Promise<void> {
    for (const phase of ['calls', 'work', 'connections'] as const) await this.shutdown.runPhase(phase);
  }
}

export type Platform = Readonly<{
  settings: Settings;
  budget: ConnectionBudget;
  store: EventStore;
  cache: StateCache;
  /** the connections of the store; a store in memory has none */
  pool?: Pool;
  /** left out, the process looks for news at short intervals */
  notifications?: Notifications;
  bus: Bus;
  shutdown: Shutdown;
}>;

const poolsWith = (store: Pool | undefined): ConnectionPools => {
  const pools = new ConnectionPools();
  if (store) pools.add('event-store', store);
  return pools;
};

/** The parts that all contexts share: settings, event store with its state cache, bus, command and query buses, and the shutdown. */
@Global()
@Module({})
export class PlatformModule {
  static of({
    settings,
    budget,
    store,
    cache,
    pool,
    notifications = new Notifications(settings.postgresUrl!, { name: 'never started' }),
    bus,
    shutdown,
  }: Platform): DynamicModule {
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: CONNECTION_BUDGET, useValue: budget },
        { provide: EVENT_STORE, useValue: store },
        { provide: StateCache, useValue: cache },
        { provide: Notifications, useValue: notifications },
        { provide: Bus, useValue: bus },
        { provide: Shutdown, useValue: shutdown },
        Draining,
        { provide: ConnectionPools, useValue: poolsWith(pool) },
        BusHealth,
        ProcessorRegistry,
        ContextMetrics,
        DeadlineWorkers,
        DirectoryCopies,
        Lifecycle,
      ],
      exports: [
        SETTINGS,
        CONNECTION_BUDGET,
        EVENT_STORE,
        StateCache,
        Bus,
        Shutdown,
        Draining,
        Notifications,
        ConnectionPools,
        BusHealth,
        ProcessorRegistry,
        ContextMetrics,
        DeadlineWorkers,
        DirectoryCopies,
        CqrsModule,
      ],
    };
  }
}
