/**
 * The statements that have no name, each with the reason. test/statements/named.int.spec.ts refuses any other, and one that is no longer sent.
 */
export const UNNAMED: readonly Readonly<{ text: RegExp; reason: string }>[] = [
  {
    text: /^(START TRANSACTION|COMMIT|ROLLBACK|SET TRANSACTION|SAVEPOINT|RELEASE SAVEPOINT)/,
    reason: 'PostgreSQL does not plan them',
  },
  {
    text: /from event_store\.events (where|order by)/,
    reason: 'planned anew: a plan from when the log was short would scan a long log (ADR 3)',
  },
  {
    text: /FROM "?known_(agency|neighbourhood)"?/,
    reason: 'reference data, which is read from memory',
  },
];

const SESSION = 'the settings and checks of a new connection';
const COMMAND = 'a command of an operator';
const START = 'runs once, when a process starts';
const NOT_PLANNED = 'savepoints, which PostgreSQL does not plan';
const LOG = 'planned anew: a plan from when the log was short would scan a long log (ADR 3)';

/** The production files with statements that have no name, each with the reason. test/statements/sources.spec.ts refuses any other. */
export const FILES: Readonly<Record<string, string>> = {
  'apps/regie/src/choose-contexts.ts': COMMAND,
  'apps/regie/src/downgrade-contexts.ts': COMMAND,
  'apps/regie/src/read-model-progress.ts': COMMAND,
  'libs/directory/src/directory-rows.ts': 'reference data, which is read from memory; the look is planned in a moment',
  'libs/event-store/src/postgres/appender.ts': LOG,
  'libs/event-store/src/postgres/postgres-event-store.ts': LOG,
  'libs/event-store/src/postgres/postgres-snapshots.ts': START,
  'libs/event-store/src/postgres/schema.ts': START,
  'libs/event-store/src/postgres/statements.ts': LOG,
  'libs/event-store/src/postgres/writable-check.ts': 'the check of readiness: several statements in one text',
  'libs/messaging/src/inbox/failed-message-handler.ts': NOT_PLANNED,
  'libs/messaging/src/inbox/failed-messages.ts': COMMAND,
  'libs/messaging/src/inbox/retries.ts': 'failed messages, which are rare',
  'libs/messaging/src/kafka/lease.ts': COMMAND,
  'libs/messaging/src/kafka/publisher.ts': COMMAND,
  'libs/messaging/src/projections/rebuild.ts': COMMAND,
  'libs/messaging/src/transient-errors.ts': NOT_PLANNED,
  'libs/partners/src/delivery/cursor-changes.ts': 'runs once for each change of a subscription',
  'libs/partners/src/delivery/delivery-cursor.ts': 'runs once for each subscription',
  'libs/partners/src/delivery/split-deliveries.ts': 'runs once for each batch of which a part is skipped',
  'libs/partners/src/delivery/subscription-contacts.ts': 'runs once for each change of a subscription',
  'libs/partners/src/delivery/webhook-keys.ts': 'runs once for each rotation of keys',
  'libs/postgres/src/bounded-client.ts': SESSION,
  'libs/postgres/src/examine-server.ts': START,
  'libs/postgres/src/notifications.ts': SESSION,
  'libs/postgres/src/session.ts': SESSION,
  'libs/postgres/src/roles/examine-rights.ts': START,
  'libs/postgres/src/roles/grants.ts': COMMAND,
  'libs/postgres/src/roles/owner-role.ts': COMMAND,
  'libs/runtime/src/database/context-schema.ts': START,
  'libs/runtime/src/database/migrate-database.ts': COMMAND,
  'libs/runtime/src/database/upgrade.ts': START,
};
