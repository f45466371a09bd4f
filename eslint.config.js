/** The compiler finds wrong types, dependency-cruiser wrong imports, knip dead code; here is the rest of the house style. */
import { defineConfig, globalIgnores } from 'eslint/config';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', 'libs/*/src/testing/**', 'libs/testing/**', 'test/**'];

/** Production files that may exceed the limits of length: flat exhaustive switches, SQL text and migrations. */
const LONG_FILES = [
  'libs/*/src/migrations/**',
  // Flat exhaustive switches: one case an event.
  'libs/cases/src/integration/publishes.ts',
  'libs/cases/src/queries/cases.projection.ts',
  'libs/mandates/src/domain/mandate-history.ts',
  'libs/mandates/src/integration/publishes.ts',
];

/** Names that say what a thing is built from instead of what it is: BaseX, XImpl, IX, XManager, XHelper, XUtils. */
const PLAIN_NAMES = { regex: '^(Base[A-Z]|I[A-Z][a-z])|(Base|Impl|Manager|Helper|Utils?)$', match: false };

const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'A union of literals says it, and is JSON.' };
const NO_DEFAULT = { selector: 'ExportDefaultDeclaration', message: 'One name everywhere: export it by name.' };
const CONNECTIONS = [
  'NewExpression[callee.name=/^(Pool|Client)$/]',
  'NewExpression[callee.object.name="pg"][arguments.0]',
  'ObjectExpression:has(> Property[key.name="type"]:matches([value.value="postgres"], [value.expression.value="postgres"]))',
];
/** Specs and benches open some of their own. */
const OWN_TYPES = CONNECTIONS.map((connection) => ({
  selector: `${connection}:not(:has(Property[key.name="types"]))`,
  message: 'Give it `types: typeParsers` (TypeORM: in `extra`): those of the process are not ours alone.',
}));
/** Production code opens connections in one place, so that none is without deadlines and settings of its own. */
const OWN_CONNECTIONS = CONNECTIONS.map((selector) => ({
  selector,
  message: 'Open it with openPool, withClient or dataSourceOptions of #postgres: they bring deadlines and settings.',
}));

/** `Command<R>` and `Query<R>` say the result, so that a call has no types that may disagree with the handler. */
const NO_TYPES_BY_HAND = {
  selector: 'CallExpression[typeArguments][callee.property.name="execute"]',
  message: 'The command extends Command<R>, the query Query<R>: the result is inferred.',
};

/** A rule is a pure function: the moment, ids and looked-up facts arrive inside the command. */
const PURE = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Now arrives inside the command.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Now arrives inside the command.' },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Ids arrive inside the command.',
  },
  { selector: ':function[async=true]', message: 'decide and evolve are synchronous.' },
];
const OUTSIDE_WORLD = [
  'process',
  'crypto',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Temporal',
];

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '.regie/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest and TypeORM read the types of decorated classes while running; in files with decorators this rule keeps still by itself.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'], leadingUnderscore: 'allow', custom: PLAIN_NAMES },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/no-unnecessary-template-expression': 'error',
      '@typescript-eslint/no-useless-constructor': 'error',
      '@typescript-eslint/unified-signatures': 'error',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowBoolean: true, allowNumber: true, allow: ['URL', 'URLSearchParams'] },
      ],
      // A port promises; an adapter in memory keeps that promise without waiting.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT, NO_TYPES_BY_HAND, ...OWN_TYPES],
    },
  },
  {
    files: ['libs/postgres/src/connections.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...SPECS, '**/testing/**', 'libs/{postgres,embedded-postgres,testing}/**'],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT, NO_TYPES_BY_HAND, ...OWN_CONNECTIONS] },
  },
  {
    // After the presets, which switch some of these off.
    plugins: { 'simple-import-sort': simpleImportSort },
    rules: {
      'simple-import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^#', '^\\.']] }],
      'array-callback-return': 'error',
      eqeqeq: 'error',
      'no-async-promise-executor': 'error',
      'no-cond-assign': 'error',
      'no-constant-condition': 'error',
      'no-control-regex': 'error',
      'no-debugger': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-else-return': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-irregular-whitespace': 'error',
      'no-promise-executor-return': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-sparse-arrays': 'error',
      'no-unneeded-ternary': 'error',
      'no-unreachable': 'error',
      'no-unreachable-loop': ['error', { ignore: ['ForOfStatement'] }],
      'no-unsafe-finally': 'error',
      'no-useless-catch': 'error',
      'no-useless-computed-key': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'no-warning-comments': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Answers of an API are read as they come, and expect() tells when they are not what they should be.
    files: SPECS,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['libs/**'], ignores: SPECS, rules: { 'no-console': 'error' } },
  {
    files: ['{apps,libs}/**'],
    ignores: [...SPECS, '**/testing/**', ...LONG_FILES],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/*/src/domain/**', 'libs/partners/src/*/domain/**'],
    ignores: SPECS,
    rules: {
      'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT, ...OWN_CONNECTIONS, ...PURE],
      'no-restricted-globals': ['error', ...OUTSIDE_WORLD],
    },
  },
);
