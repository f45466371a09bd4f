export * from './bus.js';
export { applyPage, CheckpointMoved, checkpointOf, checkpointsOf } from './projections/checkpoints.js';
export {
  type Arrival,
  countDeadLetters,
  type DeadLetter,
  dropDeadLetter,
  type LetterState,
  listDeadLetters,
  replayDeadLetter,
  showDeadLetter,
  type Unreadable,
} from './inbox/failed-messages.js';
export { Checkpoints1767222000000 } from './migrations/checkpoints-1767222000000.js';
export { DeadLetters1767222000002 } from './migrations/dead-letters-1767222000002.js';
export { embeddedLog, type Publishes } from './embedded/embedded-log.js';
export { endRowsBefore } from './projections/end-rows-before.js';
export { Follower, type FollowerOptions, type Following } from './projections/processor.js';
export * from './kafka/index.js';
export { belongsTo, contextOfStream, LOG, ownLog, streamDigest } from './projections/own-events.js';
export * from './projections/projection.js';
export { LettersLeft, type Progress, rebuild, RebuildUnderWay } from './projections/rebuild.js';
export { readableOnly, SettingAside, type SettingAsideOptions } from './inbox/failed-message-handler.js';
export { hasApplied } from './inbox/stream-positions.js';
export { traceparentOf } from './traceparent.js';
export { WATCHED } from './keep-alive.js';
