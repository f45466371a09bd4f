import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './files.js';

const RULES = join(ROOT, '.dependency-cruiser.cjs');

type Violation = Readonly<{ from: string; to: string; rule: Readonly<{ name: string }> }>;

/** Returns the violations that dependency-cruiser finds in `folder` under the rules of the repository. */
const cruise = async (folder: string): Promise<readonly Violation[]> => {
  const cli = join(ROOT, 'node_modules/.bin/depcruise');
  const run = [cli, '--config', RULES, '--output-type', 'json', 'apps', 'libs', 'test'];
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: folder, maxBuffer: 1 << 28 });
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
};

const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
const LIBS = [
  'kernel',
  'contracts',
  'privacy',
  'postgres',
  'tracing',
  'event-store',
  'messaging',
  'outbound',
  'access',
  'directory',
  'http',
  'runtime',
  'embedded-postgres',
  'testing',
  'client',
  ...CONTEXTS,
];
const PACKAGES = ['@nestjs/common', 'typeorm', 'typebox', 'pg', 'uuid', 'fast-check', 'not-declared'];

/** A file, its import, and the rule that refuses it. */
const REFUSED: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ...LIBS.map((lib) => [`libs/${lib}/src/to-app.ts`, '../../../apps/hub/src/main.js', `${lib}-imports`] as const),
  ['libs/kernel/src/to-package.ts', 'uuid', 'kernel-imports'],
  ['libs/kernel/src/to-node.ts', 'node:crypto', 'kernel-imports'],
  ['libs/contracts/src/to-kernel.ts', '#kernel', 'contracts-imports'],
  ['libs/privacy/src/to-contracts.ts', '#contracts', 'privacy-imports'],
  ['libs/postgres/src/to-kernel.ts', '#kernel', 'postgres-imports'],
  ['libs/postgres/src/to-framework.ts', '@nestjs/common', 'postgres-imports'],
  ['libs/tracing/src/to-kernel.ts', '#kernel', 'tracing-imports'],
  ['libs/event-store/src/to-contracts.ts', '#contracts', 'event-store-imports'],
  ['libs/messaging/src/to-http.ts', '#http', 'messaging-imports'],
  ['libs/outbound/src/to-kernel.ts', '#kernel', 'outbound-imports'],
  ['libs/http/src/to-runtime.ts', '#runtime', 'http-imports'],
  ['libs/embedded-postgres/src/to-event-store.ts', '#event-store', 'embedded-postgres-imports'],
  ['libs/runtime/src/to-context.ts', '#mandates', 'runtime-imports'],
  ['libs/runtime/src/to-testing.ts', '#testing', 'runtime-imports'],
  ['libs/testing/src/to-context.ts', '#mandates', 'testing-imports'],
  ['libs/client/src/to-contracts.ts', '../../contracts/src/index.js', 'client-imports'],
  ['libs/cases/src/to-client.ts', '#client', 'cases-imports'],
  ['libs/cases/src/to-context.ts', '#mandates', 'cases-imports'],
  ['libs/cases/src/into-context.ts', '../../mandates/src/domain/rule.js', 'cases-imports'],
  ['libs/cases/src/around-the-index.ts', '../../contracts/src/inside.js', 'cases-imports'],
  ['libs/cases/src/to-driver.ts', 'pg', 'cases-imports'],
  ['libs/cases/src/to-testing.ts', '#testing', 'cases-imports'],
  ['libs/mandates/src/domain/to-framework.ts', '@nestjs/common', 'domain-imports'],
  ['libs/mandates/src/domain/to-node.ts', 'node:crypto', 'domain-imports'],
  ['libs/mandates/src/domain/to-contracts.ts', '#contracts', 'domain-imports'],
  ['libs/mandates/src/domain/to-query.ts', '../queries/holders.js', 'domain-imports'],
  ['libs/partners/src/agencies/domain/to-contracts.ts', '#contracts', 'domain-imports'],
  ['libs/partners/src/feed/domain/to-framework.ts', '@nestjs/common', 'feed-domain-imports'],
  ['libs/partners/src/feed/domain/to-query.ts', '../queries/read-feed.js', 'feed-domain-imports'],
  ['libs/partners/src/feed/domain/to-schemas.ts', '#contracts', 'domain-takes-types'],
  ['libs/partners/src/feed/domain/to-server.spec.ts', '#testing/http', 'feed-domain-spec-imports'],
  ['libs/partners/src/subscriptions/domain/to-access.ts', '#access', 'subscriptions-domain-imports'],
  ['libs/mandates/src/domain/to-server.spec.ts', '#testing/http', 'domain-spec-imports'],
  ['libs/mandates/src/domain/to-framework.spec.ts', '@nestjs/common', 'domain-spec-imports'],
  ['libs/mandates/src/integration/publishes.ts', 'typeorm', 'publishes-imports'],
  ['libs/mandates/src/to-context.spec.ts', '#cases', 'spec-imports'],
  ['apps/hub/src/to-app.ts', '../../regie/src/main.js', 'app-imports'],
  ['apps/hub/src/to-testing.ts', '#testing', 'app-imports'],
  ['apps/hub/src/into-context.ts', '../../../libs/mandates/src/domain/rule.js', 'app-imports'],
  ['apps/hub/src/into-context.spec.ts', '../../../libs/mandates/src/domain/rule.js', 'app-spec-imports'],
  ['apps/mandates/src/main.ts', '#mandates', 'entry-imports'],
  ['test/bench/main.ts', './start.js', 'entry-imports'],
  ['apps/require-node.js', 'node:zlib', 'entry-check-imports'],
  ['libs/attic/src/index.ts', '#kernel', 'unknown-room'],
  ['libs/mandates/src/to-spec-material.ts', './testing/histories.js', 'only-specs-import-specs'],
  ['apps/hub/src/to-test.ts', '../../../test/journeys/journey.js', 'only-specs-import-specs'],
  ['test/journeys/to-dist.ts', '../../dist/made.js', 'nothing-from-dist'],
  ['libs/teams/src/cycle-back.ts', './cycle.js', 'no-cycle'],
  ['libs/teams/src/to-nowhere.ts', './nowhere.js', 'resolvable'],
  ['libs/runtime/src/to-undeclared.ts', 'not-declared', 'declared-package'],
  ['libs/runtime/src/to-dev-package.ts', 'fast-check', 'dev-package-in-production'],
];

const GRANTED: readonly (readonly [file: string, imports: string])[] = [
  ['libs/contracts/src/schema.ts', 'typebox'],
  ['libs/postgres/src/parsers.ts', 'pg'],
  ['libs/event-store/src/store.ts', 'pg'],
  ['libs/event-store/src/errors.ts', '#postgres'],
  ['libs/mandates/src/domain/good.ts', '#kernel'],
  ['libs/mandates/src/domain/good-neighbour.ts', './rule.js'],
  ['libs/mandates/src/domain/good.spec.ts', 'fast-check'],
  ['libs/partners/src/feed/domain/good.ts', '#access'],
  ['libs/partners/src/feed/domain/good.spec.ts', '#contracts'],
  ['libs/mandates/src/domain/scenario.spec.ts', '#testing'],
  ['libs/mandates/src/api/good.api.spec.ts', '#testing/http'],
  ['libs/mandates/src/api/good.responses.ts', 'typebox'],
  ['libs/mandates/src/good.ts', '#runtime'],
  ['libs/cases/src/queries/good.ts', 'typeorm'],
  ['apps/hub/src/good.ts', '#mandates'],
  ['apps/hub/src/good-node.ts', 'node:path'],
  ['apps/cases/src/main.ts', '../../require-node.js'],
  ['libs/testing/setup.js', '../../apps/require-node.js'],
  ['test/journeys/good.ts', '../../apps/hub/src/main.js'],
];

/** The files of a small repository, in which every library has an index and every package has an entry point. */
const SCAFFOLD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(LIBS.map((lib) => [`libs/${lib}/src/index.ts`, 'export const here = 1;'])),
  ...Object.fromEntries(
    PACKAGES.map((name) => [
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    ]),
  ),
  ...Object.fromEntries(PACKAGES.map((name) => [`node_modules/${name}/index.js`, ''])),
  'libs/testing/src/http.ts': 'export const here = 1;',
  'libs/contracts/src/inside.ts': 'export const here = 1;',
  'libs/mandates/src/domain/rule.ts': 'export const here = 1;',
  'libs/mandates/src/queries/holders.ts': 'export const here = 1;',
  'libs/mandates/src/testing/histories.ts': 'export const here = 1;',
  'libs/partners/src/feed/queries/read-feed.ts': 'export const here = 1;',
  'libs/partners/src/feed/domain/to-types.ts': `import type { here } from '#contracts';`,
  'libs/teams/src/cycle.ts': `import './cycle-back.js';`,
  'libs/teams/src/orphan.ts': 'export const here = 1;',
  'apps/require-node.js': 'export const here = 1;',
  'apps/hub/src/main.ts': 'export const here = 1;',
  'apps/regie/src/main.ts': 'export const here = 1;',
  'test/bench/start.ts': 'export const here = 1;',
  'test/journeys/journey.ts': 'export const here = 1;',
  'dist/made.js': '',
};

describe('the import rules', () => {
  let folder: string;
  let found: readonly Violation[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regie-imports-'));
    const planted = Object.fromEntries(
      [...REFUSED, ...GRANTED].map(([file, imports]) => [file, `import '${imports}';`]),
    );
    for (const [file, code] of Object.entries({ ...SCAFFOLD, ...planted })) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(ROOT, file), join(folder, file));
    found = await cruise(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const rulesAgainst = (file: string): string[] =>
    found.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it.each(REFUSED)('forbid that %s imports %s', (file, _, rule) => {
    expect(rulesAgainst(file)).toContain(rule);
  });

  it.each(GRANTED)('allow that %s imports %s', (file) => {
    expect(rulesAgainst(file)).toEqual([]);
  });

  it('allow that a rule on public events imports their types', () => {
    expect(rulesAgainst('libs/partners/src/feed/domain/to-types.ts')).toEqual([]);
  });

  it('refuse a file that nothing imports', () => {
    expect(rulesAgainst('libs/teams/src/orphan.ts')).toEqual(['no-orphan']);
  });

  it('each refuse at least one planted file', () => {
    const { forbidden } = createRequire(import.meta.url)(RULES) as { forbidden: readonly { name: string }[] };
    expect(new Set(found.map(({ rule }) => rule.name))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  it('are kept by every file of this repository', async () => {
    const violations = await cruise(ROOT);
    expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});
