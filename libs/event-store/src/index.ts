export * from './event-store.js';
export { handle, type Handled, type HandleOptions } from './handle.js';
export { MemoryEventStore } from './memory-event-store.js';
export { type OpenedEventStore, openEventStore } from './open-event-store.js';
export { PostgresEventStore } from './postgres-event-store.js';
export { withSnapshots } from './snapshots.js';
export { StateCache } from './state-cache.js';
