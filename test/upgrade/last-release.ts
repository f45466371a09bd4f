import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportAbsent } from '#testing/absent';
import { ROOT, textOf } from '../architecture/files.js';

/** The version and the commit of the last release. CONTRIBUTING.md says when this record changes. */
export const LAST_RELEASE = JSON.parse(textOf('test/upgrade/last-release.json')) as Readonly<{
  version: string;
  commit: string;
}>;

/** The folder of the git repository: a copy of the tree, as `npm run mutants` makes it, shares the packages with it. */
export const repository = (): string => dirname(realpathSync(join(ROOT, 'node_modules')));

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: repository(), encoding: 'utf8', maxBuffer: 1 << 26, stdio: 'pipe' });

/**
 * Returns the reason why this clone does not have the last release, with the remedy; undefined when it has.
 * Every spec of this folder compares with it.
 */
const lastReleaseMissing = (): string | undefined => {
  try {
    git('cat-file', '-e', `${LAST_RELEASE.commit}^{commit}`);
    return undefined;
  } catch {
    return `this clone has no commit ${LAST_RELEASE.commit.slice(0, 12)} (release ${LAST_RELEASE.version}): run git fetch --unshallow, or clone with the full history`;
  }
};

/**
 * Declares specs that compare with the last release. Without its commit they fail in a pipeline; elsewhere they do not
 * run, and the end of the run reports them.
 */
export const describeWithLastRelease = (name: string, body: () => void): void => {
  const missing = lastReleaseMissing();
  if (!missing) return describe(name, body);
  describe(name, () => {
    it('needs the commit of the last release', async () => {
      if (process.env.CI) throw new Error(missing);
      await reportAbsent(name, missing);
    });
  });
};

/** Returns the text of a file in the last release. */
export const textOfLastRelease = (path: string): string => git('show', `${LAST_RELEASE.commit}:${path}`);
