/** Circles between folders. Specs are left out: they import from everywhere. */
const { options } = require('./.dependency-cruiser.cjs');

module.exports = {
  forbidden: [
    {
      name: 'no-folder-cycle',
      comment: 'Two folders that need each other are one room, or hide a third.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^libs/' },
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: ['[.]spec[.]ts$', '^libs/[^/]+/src/testing/', '^libs/testing/'] } },
};
