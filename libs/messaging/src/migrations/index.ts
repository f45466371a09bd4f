import { Checkpoints1767222000000 } from './checkpoints-1767222000000.js';
import { DeadLetters1767222000002 } from './dead-letters-1767222000002.js';
import { PlatformNames1796000000000 } from './platform-names-1796000000000.js';

/** The migrations that the schema of every context gets before its own. */
export const PLATFORM_MIGRATIONS = [Checkpoints1767222000000, DeadLetters1767222000002, PlatformNames1796000000000];
