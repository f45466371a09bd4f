import { endOnSignal, requireNode } from '../../require-node.js';

requireNode();
endOnSignal();
await import('./start.js');
