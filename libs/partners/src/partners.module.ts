import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Publishes } from '#messaging';
import {
  connectionName,
  type ContextDefinition,
  ContextModule,
  databaseOptions,
  InvalidSettings,
  SETTINGS,
  type Settings,
} from '#runtime';
import { AgenciesController } from './agencies/api/agencies.controller.js';
import { AgencyHandler } from './agencies/commands/agency.handler.js';
import { agencies, AgencyByCodeHandler, AgencyRow, ListAgenciesHandler } from './agencies/queries/agencies.js';
import { UnconfirmedLines } from './delivery/confirm-endpoint.js';
import { ActiveLines } from './delivery/deliver.js';
import { DeliveryMetrics } from './delivery/delivery.metrics.js';
import { DeliveryWorker } from './delivery/delivery.worker.js';
import { DeliveryClock } from './delivery/delivery-clock.js';
import { DeliveryStatusOfHandler, ListDeliveriesHandler } from './delivery/delivery-status.js';
import { Sealing } from './delivery/encryption.js';
import { DELIVERIES, LineWork } from './delivery/follow-up.js';
import { SuspendedLines } from './delivery/notify-suspension.js';
import { Sending } from './delivery/send.js';
import { type Network, networksOf } from './delivery/ssrf-guard.js';
import { SuspensionMail } from './delivery/suspension-mail.js';
import { OUTGOING_RULES, OutgoingCalls } from './delivery/webhook-http-client.js';
import { WebhookKeys } from './delivery/webhook-keys.js';
import { FeedController } from './feed/api/feed.controller.js';
import { FeedStreams } from './feed/api/feed-streams.js';
import { feed, FeedEntryRow, FeedEventRow, FeedRow, FeedSubjectRow, ParticipationRow } from './feed/queries/feed.js';
import { FeedWatcher } from './feed/queries/feed-watcher.js';
import { ReadFeedHandler } from './feed/queries/read-feed.js';
import { publishes } from './integration/publishes.js';
import { FeedDigests1767222000200 } from './migrations/feed-digests-1767222000200.js';
import { FeedRights1767222000300 } from './migrations/feed-rights-1767222000300.js';
import { Partners1767222000100 } from './migrations/partners-1767222000100.js';
import { Subscriptions1767222000500 } from './migrations/subscriptions-1767222000500.js';
import { SubscriptionsController } from './subscriptions/api/subscriptions.controller.js';
import { SubscriptionHandler } from './subscriptions/commands/subscription.handler.js';
import {
  ListSubscriptionsHandler,
  SubscriptionByIdHandler,
  SubscriptionRow,
  subscriptions,
} from './subscriptions/queries/subscriptions.js';

export const partnersContext: ContextDefinition = {
  name: 'partners',
  entities: [AgencyRow, FeedRow, FeedEventRow, FeedSubjectRow, FeedEntryRow, ParticipationRow, SubscriptionRow],
  migrations: [Partners1767222000100, FeedDigests1767222000200, FeedRights1767222000300, Subscriptions1767222000500],
  projections: [agencies, feed, subscriptions],
  publishes: publishes as Publishes,
};

/** What keeps the secrets of subscriptions: there is no key that it could make up by itself, and find again after a restart. */
const sealing = ({ secretsKey }: Settings): Sealing => {
  if (!secretsKey)
    throw new InvalidSettings(
      'settings are missing:\n  - REGIE_SECRETS_KEY: keeps the secrets of subscriptions; openssl rand -base64 32 makes one',
    );
  return new Sealing(secretsKey);
};

const outgoingCalls = ({ environment, webhookAllow }: Settings): OutgoingCalls =>
  new OutgoingCalls({
    ...OUTGOING_RULES,
    secureOnly: environment === 'production',
    allowed: allowedNetworks(webhookAllow),
  });

/** Connections of their own: two hundred lines that go on at once would leave none to who asks something, and none to what fills the feeds. */
const deliveriesDatabase = ({ postgresUrl }: Settings): Promise<DataSource> =>
  new DataSource({
    ...databaseOptions(partnersContext, postgresUrl!),
    entities: [],
    migrations: [],
    migrationsRun: false,
    applicationName: connectionName('deliveries'),
  }).initialize();

const allowedNetworks = (webhookAllow: string | undefined): readonly Network[] => {
  try {
    return webhookAllow ? networksOf(webhookAllow) : [];
  } catch {
    throw new InvalidSettings('REGIE_WEBHOOK_ALLOW is a network, such as 10.1.0.0/16; several separated by commas');
  }
};

/** @throws {InvalidSettings} when subscriptions could not work with these */
export const checkSettings = (settings: Settings): void => {
  sealing(settings);
  allowedNetworks(settings.webhookAllow);
};

/** Who takes part: the register of agencies of each city, the feed of each agency, and its subscriptions to it. */
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
    DeliveryStatusOfHandler,
    ListDeliveriesHandler,
    DeliveryClock,
    { provide: OutgoingCalls, inject: [SETTINGS], useFactory: outgoingCalls },
    {
      provide: WebhookKeys,
      inject: [getDataSourceToken('partners'), SETTINGS],
      useFactory: (db: DataSource, settings: Settings) => new WebhookKeys(db, sealing(settings)),
    },
    {
      provide: SuspensionMail,
      inject: [getDataSourceToken('partners'), SETTINGS],
      useFactory: (db: DataSource, settings: Settings) => new SuspensionMail(db, settings),
    },
    DeliveryMetrics,
    // behind the tables of the context, which are made with its own connections
    { provide: DELIVERIES, inject: [SETTINGS, getDataSourceToken('partners')], useFactory: deliveriesDatabase },
    LineWork,
    Sending,
    UnconfirmedLines,
    ActiveLines,
    SuspendedLines,
    DeliveryWorker,
  ],
})
export class PartnersModule {}
