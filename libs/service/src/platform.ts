import { type DynamicModule, Global, Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy, Inject } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { ContextName, PublicEvent, Topic } from '#contracts';
import { type EventStore, StateCache } from '#event-store';
import { type Consume, embeddedLog, type Publishes } from '#messaging';
import { Followers } from './followers.js';
import type { Settings } from './settings.js';
import { EVENT_STORE, SETTINGS } from './tokens.js';

/** The bus of this process. Contexts say what they publish while they start; reading begins when all have. */
@Injectable()
export class Bus {
  private readonly publishes = new Map<ContextName, Publishes>();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  announce(context: ContextName, publishes: Publishes): void {
    this.publishes.set(context, publishes);
  }

  consume(group: string, topics: readonly Topic[]): Consume<PublicEvent> {
    return embeddedLog(this.store, this.publishes).consume(group, topics);
  }
}

/** Starts the followers when every context is there, and stops them before the database closes. */
@Injectable()
class Lifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly followers: Followers,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  onApplicationBootstrap(): void {
    this.followers.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.followers.stop();
    await this.store.close();
  }
}

/** What every context finds: settings, the event store with its cached states, the bus, the command and query buses. */
@Global()
@Module({})
export class PlatformModule {
  static of(settings: Settings, store: EventStore): DynamicModule {
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: EVENT_STORE, useValue: store },
        { provide: StateCache, useValue: new StateCache() },
        Bus,
        Followers,
        Lifecycle,
      ],
      exports: [SETTINGS, EVENT_STORE, StateCache, Bus, Followers, CqrsModule],
    };
  }
}
