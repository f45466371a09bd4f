export * from './bus.js';
export { applyPage, CheckpointMoved, checkpointOf, checkpointsOf, Checkpoints1767222000000 } from './checkpoints.js';
export {
  type Arrival,
  countDeadLetters,
  type DeadLetter,
  DeadLetters1767222000002,
  dropDeadLetter,
  type LetterState,
  listDeadLetters,
  replayDeadLetter,
  showDeadLetter,
  type Unreadable,
} from './dead-letters.js';
export { embeddedLog, type Publishes } from './embedded-log.js';
export { Follower, type FollowerOptions, type Following } from './follower.js';
export * from './kafka/index.js';
export { belongsTo, contextOfStream, LOG, ownLog, streamDigest } from './own-log.js';
export * from './read-model.js';
export { LettersLeft, type Progress, rebuild, RebuildUnderWay } from './rebuild.js';
export { readableOnly, SettingAside, type SettingAsideOptions } from './setting-aside.js';
export { hasApplied } from './streams-seen.js';
export { traceparentOf } from './trace.js';
export { WATCHED } from './watched.js';
