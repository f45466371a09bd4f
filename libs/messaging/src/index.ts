export * from './bus.js';
export { applyPage, CheckpointMoved, checkpointOf, Checkpoints1767222000000 } from './checkpoints.js';
export { embeddedLog, type Publishes } from './embedded-log.js';
export { Follower } from './follower.js';
export { belongsTo, LOG, ownLog } from './own-log.js';
export { publisher } from './publisher.js';
export * from './read-model.js';
export { type Progress, rebuild, RebuildUnderWay } from './rebuild.js';
