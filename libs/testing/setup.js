// Stops a run that cannot work, with one sentence instead of a failure in every spec.
import vm from 'node:vm';
import { requireNode } from '../../apps/require-node.js';

export default () => {
  requireNode();
  if (vm.SourceTextModule) return;
  console.error(
    'Jest needs --experimental-vm-modules for ES modules: use npm test or npm run test:unit, which set it.',
  );
  process.exit(1);
};
