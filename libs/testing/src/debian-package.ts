import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reportAbsent } from './absent.js';

const run = promisify(execFile);
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/debian');

/**
 * Returns a program of a Debian package: the installed one, else that of a package which apt fetches into node_modules/.cache.
 * The fetched package is unpacked and not installed, so that no root is needed. Undefined on a machine without apt.
 * @throws when apt is there and cannot fetch the package
 */
export const programOf = async (name: string, path: string): Promise<string | undefined> => {
  if (existsSync(path)) return path;
  const folder = join(CACHE, name);
  const program = join(folder, path);
  if (existsSync(program)) return program;
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb')) return undefined;
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(join(CACHE, `${name}-`));
  try {
    const download = () => run('apt-get', ['download', name], { cwd: fresh, timeout: 120_000 });
    // A new machine has no list of packages yet.
    await download().catch(() => run('apt-get', ['update'], { timeout: 120_000 }).then(download));
    const file = (await readdir(fresh)).find((each) => each.endsWith('.deb'))!;
    await run('dpkg-deb', ['-x', join(fresh, file), fresh]);
    // Another spec may have unpacked the same package meanwhile.
    await rename(fresh, folder).catch(() => undefined);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return program;
};

/** Describes tests that need a program; without it, the end of the run names them as not tried. */
export const describeWith = (program: string | undefined, name: string, missing: string, body: () => void): void =>
  program
    ? describe(name, body)
    : describe(name, () => {
        it(`needs ${missing}, which is not here`, () => reportAbsent(name, `${missing} is not installed`));
      });
