import type { Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '#postgres';
import {
  CONNECTION_BUDGET,
  type ConnectionBudget,
  connectionName,
  ConnectionPools,
  InvalidSettings,
  SETTINGS,
  type Settings,
} from '#runtime';
import { EndpointConfirmation } from './confirm-endpoint.js';
import { CursorChanges } from './cursor-changes.js';
import { EventDelivery } from './deliver.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DeliveryWorker } from './delivery.worker.js';
import { DeliveryClock } from './delivery-clock.js';
import { DELIVERY_DATABASE, DeliveryCursors } from './delivery-cursor.js';
import { ListDeliveriesHandler } from './delivery-log.js';
import { DeliveryStatusHandler } from './delivery-status.js';
import { Encryption } from './encryption.js';
import { SuspensionNotice } from './notify-suspension.js';
import { Preparation } from './prepare.js';
import { DeliveryRecorder } from './record.js';
import { Sender } from './send.js';
import { type Network, parseNetworks, SsrfGuard } from './ssrf-guard.js';
import { SubscriptionContacts } from './subscription-contacts.js';
import { SuspensionMail } from './suspension-mail.js';
import { WebhookHttpClient } from './webhook-http-client.js';
import { WebhookKeys } from './webhook-keys.js';

/**
 * Creates the encryption of subscription secrets.
 * @throws {InvalidSettings} no key is set. The hub generates none, because a generated key would be lost at a restart.
 */
const encryption = ({ secretsKey }: Settings): Encryption => {
  if (!secretsKey)
    throw new InvalidSettings(
      'settings are missing:\n  - REGIE_SECRETS_KEY: keeps the secrets of subscriptions; openssl rand -base64 32 makes one',
    );
  return new Encryption(secretsKey);
};

const allowedNetworks = ({ webhookAllow }: Settings): readonly Network[] => {
  try {
    return webhookAllow ? parseNetworks(webhookAllow) : [];
  } catch {
    throw new InvalidSettings('REGIE_WEBHOOK_ALLOW is a network, such as 10.1.0.0/16; several separated by commas');
  }
};

/**
 * Checks the settings of deliveries.
 * @throws {InvalidSettings} deliveries cannot work with these settings
 */
export const checkSettings = (settings: Settings): void => {
  encryption(settings);
  allowedNetworks(settings);
};

/**
 * Opens a separate connection pool for the deliveries. In a shared pool, hundreds of concurrent turns would leave no
 * connection for requests and projections.
 */
const openDatabase = async (
  { postgresUrl }: Settings,
  { deliveries: max }: ConnectionBudget,
  pools: ConnectionPools,
): Promise<DataSource> => {
  const name = connectionName('deliveries');
  const options = dataSourceOptions(postgresUrl!, { purpose: 'deliveries', name, schema: 'partners', max });
  const db = await new DataSource(options).initialize();
  pools.addDataSource('deliveries', db);
  return db;
};

/** Providers of the deliveries. They need a `SubscriptionPort`, which the context provides. */
export const deliveryProviders: readonly Provider[] = [
  DeliveryClock,
  DeliveryMetrics,
  DeliveryStatusHandler,
  ListDeliveriesHandler,
  {
    provide: SsrfGuard,
    inject: [SETTINGS],
    useFactory: (settings: Settings) =>
      new SsrfGuard({ httpsOnly: settings.environment === 'production', allowedNetworks: allowedNetworks(settings) }),
  },
  { provide: WebhookHttpClient, inject: [SsrfGuard], useFactory: (guard: SsrfGuard) => new WebhookHttpClient(guard) },
  {
    provide: WebhookKeys,
    inject: [getDataSourceToken('partners'), SETTINGS],
    useFactory: (db: DataSource, settings: Settings) => new WebhookKeys(db, encryption(settings)),
  },
  {
    provide: SubscriptionContacts,
    inject: [getDataSourceToken('partners')],
    useFactory: (db: DataSource) => new SubscriptionContacts(db),
  },
  {
    provide: SuspensionMail,
    inject: [SubscriptionContacts, SETTINGS],
    useFactory: (contacts: SubscriptionContacts, settings: Settings) => new SuspensionMail(contacts, settings),
  },
  {
    provide: DELIVERY_DATABASE,
    // Injects the data source of the context only to wait for it: its migrations create the tables.
    inject: [SETTINGS, CONNECTION_BUDGET, ConnectionPools, getDataSourceToken('partners')],
    useFactory: openDatabase,
  },
  DeliveryCursors,
  CursorChanges,
  DeliveryRecorder,
  Sender,
  Preparation,
  EventDelivery,
  EndpointConfirmation,
  SuspensionNotice,
  DeliveryWorker,
];
