// @ts-check
// Checks the version of Node before a program loads its other modules: an older Node would fail on a missing export while it loads them.
// This file is plain JavaScript without imports, so that an older Node can run it, also before the first build.

/** The major version of Node that programs and tests need. .nvmrc and package.json name the same one. */
export const NEEDED_NODE = 24;

/**
 * @param {string} version such as `20.19.0`
 * @returns {boolean} whether the programs run on it
 */
export const isRecentEnough = (version) => Number(version.split('.')[0]) >= NEEDED_NODE;

/**
 * Ends the process with exit code 130 when a signal arrives while its code is loading. The program later replaces these handlers by its own.
 * Without a handler the signal would be lost in a container: the first process of a container ignores signals that it does not handle.
 */
export const endOnSignal = () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
};

/** Ends the process with one sentence and exit code 1 when its Node is too old. */
export const requireNode = () => {
  const version = process.versions.node;
  if (isRecentEnough(version)) return;
  console.error(
    `This is Node ${version}, and the regie hub needs Node ${NEEDED_NODE} or newer: use npm start or npm test, which bring their own, or install it.`,
  );
  process.exit(1);
};
