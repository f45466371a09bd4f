import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/files.js';
import { LAST_RELEASE, repository } from './last-release.js';

/** A built release: its programs are in the folder `dist` of `folder`. */
export type Build = Readonly<{ name: string; folder: string }>;

/** A change of the sources: `find` becomes `replace`. A file that does not exist yet has only its new text. */
export type Change = Readonly<{ file: string; find?: string; replace: string }>;

type Package = Readonly<{ dependencies: Readonly<Record<string, string>>; scripts: Readonly<Record<string, string>> }>;

const run = promisify(execFile);
const SOURCES = ['apps', 'libs', 'package.json', '.swcrc'];

/**
 * Returns the build of the last release. The first call on a machine makes it, in a folder that is named after the
 * commit.
 * @throws when the commit is missing: a shallow clone does not have it
 */
export const lastRelease = async (): Promise<Build> => {
  const { version, commit } = LAST_RELEASE;
  const made = join(ROOT, 'node_modules/.cache/regie-releases', commit);
  const build = { name: version, folder: made };
  if (await exists(join(made, 'package.json'))) return build;
  await mkdir(join(made, '..'), { recursive: true });
  // Specs in several processes may make it at once: the first one that is ready gives it its name.
  const folder = await mkdtemp(`${made}.`);
  const archive = join(folder, 'sources.tar');
  const sources = [...SOURCES, 'package-lock.json'];
  await run('git', ['archive', '--format=tar', `--output=${archive}`, commit, ...sources], { cwd: repository() });
  await run('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
  if (!(await hasSameDependencies(folder))) await run('npm', ['ci', '--omit=dev', '--ignore-scripts'], { cwd: folder });
  await compile(folder);
  await rename(folder, made).catch(async (error: unknown) => {
    if (!(await exists(join(made, 'package.json')))) throw error;
    await rm(folder, { recursive: true });
  });
  return build;
};

/**
 * Builds the sources of this release, with changes, in a temporary folder.
 * @throws when a change does not fit the sources any more
 */
export const thisRelease = async (name = 'this', changes: readonly Change[] = []): Promise<Build> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-release-'));
  for (const source of SOURCES) await cp(join(ROOT, source), join(folder, source), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, find, replace } of changes) {
    const text = find === undefined ? '' : await readFile(join(folder, file), 'utf8');
    if (find !== undefined && !text.includes(find)) throw new Error(`${file} has no ${JSON.stringify(find)} any more`);
    await writeFile(join(folder, file), find === undefined ? replace : text.replace(find, () => replace));
  }
  await compile(folder);
  return { name, folder };
};

export const removeBuild = ({ folder }: Build): Promise<void> => rm(folder, { recursive: true, force: true });

const exists = (file: string): Promise<boolean> =>
  readFile(file).then(
    () => true,
    () => false,
  );

const packageIn = async (folder: string): Promise<Package> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package;

/** Returns whether the packages of this checkout are in the ranges of the release: then it needs none of its own. */
const hasSameDependencies = async (folder: string): Promise<boolean> => {
  const [theirs, ours] = [await packageIn(folder), await packageIn(ROOT)];
  return Object.entries(theirs.dependencies).every(([name, range]) => ours.dependencies[name] === range);
};

/** Compiles a folder with the compiler of this checkout, as the script `build` does. */
const compile = async (folder: string): Promise<void> => {
  const options = ['--out-dir', 'dist', '--config-file', '.swcrc', '--quiet', '--ignore', '**/*.spec.ts'];
  await run(process.execPath, [join(ROOT, 'node_modules/@swc/cli/bin/swc.js'), 'apps', 'libs', ...options], {
    cwd: folder,
  });
};
