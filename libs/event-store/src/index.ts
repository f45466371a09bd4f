export * from './port/event-store.js';
export { CLOCK_REMEDY, clockProblems } from './port/clock-problems.js';
export { handle, type CommandResult, type HandleOptions } from './command-handler.js';
export { MemoryEventStore } from './memory/memory-event-store.js';
export { type OpenedEventStore, openEventStore } from './open-event-store.js';
export { PostgresEventStore } from './postgres/postgres-event-store.js';
export { withSnapshots } from './state/snapshots.js';
export { StateCache } from './state/state-cache.js';
export { EVENT_STORE_SCHEMA, eventStoreStates, migrateEventStore, SNAPSHOTS_SCHEMA } from './migrate-event-store.js';
