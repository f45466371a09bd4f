export * from './event-store.js';
export { handle, type Handled, type HandleOptions } from './handle.js';
export { MemoryEventStore } from './memory-event-store.js';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store.js';
export { StateCache } from './state-cache.js';
