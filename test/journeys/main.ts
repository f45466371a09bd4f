import { requireNode } from '../../apps/require-node.js';

requireNode();
await import('./demo.js');
