import { requireNode } from '../../apps/require-node.js';

requireNode();
await import('./start.js');
