export { EmbeddedBus, kafkaClientOf, topicSettingsOf } from './bus.js';
export { Bus } from './bus-port.js';
export { type ContextMetric, ContextMetrics } from './context-metrics.js';
export {
  type ContextDefinition,
  ContextModule,
  databaseOptions,
  prepareSchema,
  processorsToken,
} from './context.module.js';
export { ConnectionPools } from './connection-pools.js';
export { type ConnectionBudget, REBUILD_CONNECTIONS } from './connection-budget.js';
export { DeadlinesWorker } from './deadlines-worker.js';
export { Draining } from './draining.js';
export { CONNECTION_BUDGET, EVENT_STORE, SETTINGS } from './injection-tokens.js';
export { CannotStart } from './cannot-start.js';
export { checkDatabase } from './check-database.js';
export { explainStartFailure, openStore, runProcess, serve } from './process.js';
export { runProgram } from './program.js';
export { ProcessorRegistry } from './processor-registry.js';
export { type ContextParts, createService } from './service.js';
export { InvalidSettings, loadSettings, VARIABLES } from './settings/load-settings.js';
export { Settings } from './settings/settings.js';
export { Shutdown } from './shutdown.js';
export { handleSignals, INTERRUPTED } from './signals.js';
export { connectionName, downgrade } from './upgrade.js';
