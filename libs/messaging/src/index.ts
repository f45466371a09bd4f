export * from './bus-ports.js';
export { applyPage, CheckpointMoved, checkpointOf, checkpointsOf } from './projections/checkpoints.js';
export {
  type IncomingMessage,
  countFailedMessages,
  type FailedMessage,
  dropFailedMessage,
  type FailedMessageState,
  listFailedMessages,
  replayFailedMessage,
  showFailedMessage,
  type UnreadableMessage,
} from './inbox/failed-messages.js';
export { PLATFORM_MIGRATIONS } from './migrations/index.js';
export { renameProcessor, renameTable } from './migrations/rename.js';
export { embeddedLog, type Publishes } from './embedded/embedded-log.js';
export { selectFrom } from './projections/entity-table.js';
export { endRowsBefore } from './projections/end-rows-before.js';
export { foldPage, type Rows, type Tables, type Where } from './projections/unit-of-work.js';
export { Processor, type ProcessorOptions, type ProcessorHandle } from './projections/processor.js';
export * from './kafka/index.js';
export { belongsTo, consumeOwnEvents, contextOfStream, LOG, streamDigest } from './projections/own-events.js';
export * from './projections/projection.js';
export * from './projections/reactor.js';
export { FailedMessagesLeft, type Progress, rebuild, RebuildUnderWay } from './projections/rebuild.js';
export {
  isReadable,
  readableOnly,
  FailedMessageHandler,
  type FailedMessageHandlerOptions,
} from './inbox/failed-message-handler.js';
export { hasApplied, untilApplied } from './inbox/stream-positions.js';
