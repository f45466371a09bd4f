export * from './event-store.js';
export { handle, type Handled, type HandleOptions, type StreamDecider } from './handle.js';
export { MemoryEventStore } from './memory-event-store.js';
export { type EventStoreSettings, openEventStore, type OpenedEventStore } from './open-event-store.js';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store.js';
export { PostgresSnapshots } from './postgres-snapshots.js';
export type { Snapshot, SnapshotForm, Snapshots } from './snapshots.js';
export { StateCache } from './state-cache.js';
