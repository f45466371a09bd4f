import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { filesMatching, literally, ROOT, textOf } from './files.js';

/** Lists every matching line as `path:line`. */
const linesWith = (pattern: RegExp, files: readonly string[]): string[] =>
  files.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1}`] : [])),
  );

const SKIPPED =
  /\b(?:describe|it|test)(?:\.\w+)*\.(?:only|skip|todo|failing)\b|\b(?:fdescribe|fit|xdescribe|xit|xtest)\(/;

/** Usual folders, which files of the repository may mention even when the repository itself is in one of them. */
const ORDINARY = ['/', '/app', '/opt', '/srv', '/tmp', '/usr/src', '/usr/src/app', '/var'];
const workplaces = [ROOT, dirname(ROOT), homedir()].filter((path) => !ORDINARY.includes(path));
const homes = ['/home/\\w+', '/Users/\\w+'];
const WORKPLACE = new RegExp(`(?<![\\w.:/-])(?:${[...workplaces.map(literally), ...homes].join('|')})(?![\\w-])`);

describe('this repository', () => {
  it('skips no test', () => {
    expect(linesWith(SKIPPED, filesMatching(/^(apps|libs|test)\/.*\.ts$/))).toEqual([]);
  });

  it('recognises every way to skip a test', () => {
    const ways = ['only', 'skip', 'todo', 'each.skip', 'concurrent.only'].flatMap((way) => [
      `it.${way}('…'`,
      `describe.${way}('…'`,
    ]);
    const prefixes = ['f', 'x'].flatMap((prefix) => [`${prefix}it('…'`, `${prefix}describe('…'`]);
    expect([...ways, ...prefixes].filter((line) => !SKIPPED.test(line))).toEqual([]);
    expect([`it.each(rows)('…'`, 'fits(period)', 'commit.only'].filter((line) => SKIPPED.test(line))).toEqual([]);
  });

  it('names no folder of the machine on which it was made', () => {
    expect(linesWith(WORKPLACE, filesMatching(/./))).toEqual([]);
  });

  it('recognises the folders of this machine', () => {
    const there = [`cd ${ROOT}`, `"${ROOT}/libs"`, `(${homedir()})`, ['', 'home', 'someone', 'regie'].join('/')];
    expect(there.filter((line) => !WORKPLACE.test(line))).toEqual([]);
    expect([`https://hub.example${ROOT}`, '/v1/mandates', './home/x'].filter((line) => WORKPLACE.test(line))).toEqual(
      [],
    );
  });

  it('locks its packages by their integrity, without the address of a registry', () => {
    type Locked = Readonly<{ resolved?: string; integrity?: string; link?: true }>;
    const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
    const fromNpm = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
    expect(fromNpm.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(fromNpm.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  it('names the commands that start and test it in the README', () => {
    expect(textOf('README.md')).toMatch(/^npm ci && npm start\b/m);
    expect(textOf('README.md')).toMatch(/^npm ci && npm test\b/m);
  });

  it('has every file that its documents link to', () => {
    const links = filesMatching(/\.md$/).flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => join(dirname(path), target!)),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it('has every script that its documents and its checks run', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = filesMatching(/\.md$|^\.ci\/run$|^package\.json$/).flatMap((path) =>
      [...textOf(path).matchAll(/\bnpm (?:run (?:--silent )?([a-z:]+)|(start|test)\b)/g)].map(
        ([, run, short]) => (run ?? short)!,
      ),
    );
    expect(
      [...named, 'start', 'test', 'check', 'demo', 'bench', 'chaos', 'build'].filter((name) => !scripts[name]),
    ).toEqual([]);
  });

  it('explains every script that a person runs in CONTRIBUTING.md', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const people = Object.keys(scripts).filter((name) => !['prepare', 'prestart'].includes(name));
    const text = textOf('CONTRIBUTING.md');
    expect(people.filter((name) => !new RegExp(`\\bnpm (run )?${name}(?![:\\w])`).test(text))).toEqual([]);
  });

  it('contains the licence that its packages name', () => {
    const named = ['package.json', 'libs/client/package.json'].map(
      (path) => (JSON.parse(textOf(path)) as { license: string }).license,
    );
    expect(named).toEqual(['EUPL-1.2', 'EUPL-1.2']);
    const text = textOf('LICENSE');
    expect(text).toMatch(/^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2\n/);
    expect([...text.matchAll(/^(\d+)\.\S/gm)].map(([, article]) => Number(article))).toEqual(
      Array.from({ length: 15 }, (_, article) => article + 1),
    );
    expect(text).toContain('Appendix');
  });

  it('links from the README to the pages for contributors', () => {
    for (const page of ['CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'])
      expect(textOf('README.md')).toContain(`](${page})`);
    expect(textOf('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('runs .ci/run for every pull request', () => {
    const { jobs } = parse(textOf('.github/workflows/ci.yml')) as { jobs: { ci: { steps: { run?: string }[] } } };
    expect(jobs.ci.steps.map(({ run }) => run)).toContain('.ci/run');
  });

  it('excludes every generated file of .gitattributes from formatting', () => {
    const generated = [...textOf('.gitattributes').matchAll(/^(\S+) linguist-generated$/gm)].map(([, path]) => path!);
    expect(generated.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const unformatted = textOf('.prettierignore').split('\n');
    expect(generated.filter((path) => !unformatted.includes(path))).toEqual([]);
  });

  it('is built by Nest from the same files as by npm run build, for every program', () => {
    type NestCli = Readonly<{
      compilerOptions: { builder: { options: { filenames: string[]; ignore: string[] } } };
      projects: Record<string, { sourceRoot: string }>;
    }>;
    const { compilerOptions, projects } = JSON.parse(textOf('nest-cli.json')) as NestCli;
    const programs = readdirSync(join(ROOT, 'apps'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.entries(projects).map(([name, { sourceRoot }]) => [name, sourceRoot])).toEqual(
      expect.arrayContaining(programs.map(({ name }) => [name, `apps/${name}/src`])),
    );
    const { build } = (JSON.parse(textOf('package.json')) as { scripts: { build: string } }).scripts;
    const { filenames, ignore } = compilerOptions.builder.options;
    expect(
      build
        .match(/^swc (.+) --out-dir/)![1]!
        .split(' ')
        .toSorted(),
    ).toEqual(filenames.toSorted());
    expect([...build.matchAll(/--ignore '([^']+)'/g)].map(([, pattern]) => pattern)).toEqual(ignore);
  });
});
