import { Module } from '@nestjs/common';
import type { Publishes } from '#messaging';
import { type ContextDefinition, ContextModule } from '#runtime';
import { AgenciesController } from './agencies/api/agencies.controller.js';
import { AgencyHandler } from './agencies/commands/agency.handler.js';
import { agencies, AgencyByCodeHandler, ListAgenciesHandler } from './agencies/queries/agencies.js';
import { deliveryProviders } from './delivery/delivery.providers.js';
import { SubscriptionPort } from './delivery/subscription-port.js';
import { FeedController } from './feed/api/feed.controller.js';
import { FeedStreams } from './feed/api/feed-streams.js';
import { FeedWatcher } from './feed/notify/feed-watcher.js';
import { feed } from './feed/projection/feed.projection.js';
import { ReadFeedHandler } from './feed/queries/read-feed.js';
import { publishes } from './integration/publishes.js';
import { DeliveryMessages1798000000120 } from './migrations/delivery-messages-1798000000120.js';
import { FeedDigests1767222000200 } from './migrations/feed-digests-1767222000200.js';
import { FeedEventId1798000000100 } from './migrations/feed-event-id-1798000000100.js';
import { FeedRights1767222000300 } from './migrations/feed-rights-1767222000300.js';
import { Names1796000000001 } from './migrations/names-1796000000001.js';
import { Partners1767222000100 } from './migrations/partners-1767222000100.js';
import { RefusalsWithoutNames1799100000000 } from './migrations/refusals-without-names-1799100000000.js';
import { SubscriptionSignatures1798000000110 } from './migrations/subscription-signatures-1798000000110.js';
import { Subscriptions1767222000500 } from './migrations/subscriptions-1767222000500.js';
import { SubscriptionsController } from './subscriptions/api/subscriptions.controller.js';
import { SubscriptionHandler } from './subscriptions/commands/subscription.handler.js';
import {
  ListSubscriptionsHandler,
  SubscriptionByIdHandler,
  subscriptions,
} from './subscriptions/queries/subscriptions.js';
import { SubscriptionAdapter } from './subscriptions/subscription-adapter.js';

export const partnersContext: ContextDefinition = {
  name: 'partners',
  migrations: [
    Partners1767222000100,
    FeedDigests1767222000200,
    FeedRights1767222000300,
    Subscriptions1767222000500,
    Names1796000000001,
    FeedEventId1798000000100,
    SubscriptionSignatures1798000000110,
    DeliveryMessages1798000000120,
    RefusalsWithoutNames1799100000000,
  ],
  projections: [agencies, feed, subscriptions],
  publishes: publishes as Publishes,
};

/** The partners context: the agency register of each city, the feed of each agency, and its subscriptions. */
@Module({
  imports: [ContextModule.of(partnersContext)],
  controllers: [AgenciesController, FeedController, SubscriptionsController],
  providers: [
    AgencyHandler,
    AgencyByCodeHandler,
    ListAgenciesHandler,
    ReadFeedHandler,
    FeedWatcher,
    FeedStreams,
    SubscriptionHandler,
    SubscriptionByIdHandler,
    ListSubscriptionsHandler,
    { provide: SubscriptionPort, useClass: SubscriptionAdapter },
    ...deliveryProviders,
  ],
})
export class PartnersModule {}
