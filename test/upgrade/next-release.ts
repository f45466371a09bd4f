import type { Change } from './builds.js';

const MODULE = 'libs/cases/src/cases.module.ts';

/** Adds a migration to the context of cases. `besideOlder`: older releases may use the schema all the same. */
const migration = (name: string, up: string, { besideOlder }: { besideOlder: boolean }): readonly Change[] => [
  {
    file: 'libs/cases/src/migrations/of-the-test-1999000000000.ts',
    replace: `export class ${name}1999000000000 { besideOlder = ${besideOlder}; async up(runner) { await runner.query(${JSON.stringify(up)}); } async down() {} }`,
  },
  {
    file: MODULE,
    find: 'import { PastShown',
    replace: `import { ${name}1999000000000 } from './migrations/of-the-test-1999000000000.js';\nimport { PastShown`,
  },
  {
    file: MODULE,
    find: '    DirectoryVersion1798000000300,\n',
    replace: `    DirectoryVersion1798000000300,\n    ${name}1999000000000,\n`,
  },
];

/** A release with a migration that the last release can live with: a column, an index and a table more. */
export const ADDS_A_COLUMN = migration(
  'AddsAColumn',
  `ALTER TABLE joint_case ADD COLUMN of_the_test text NOT NULL DEFAULT 'x';
   CREATE INDEX of_the_test ON joint_case (of_the_test); CREATE TABLE more_of_the_test (id int PRIMARY KEY)`,
  { besideOlder: true },
);

/** A release with a migration that breaks the last release: a column that it reads has another name. */
export const RENAMES_A_COLUMN = migration(
  'RenamesAColumn',
  'ALTER TABLE joint_case RENAME COLUMN title TO name_of_the_test',
  { besideOlder: false },
);

/** A release whose event of an opened case has a field that the last release does not know. */
export const PUBLISHES_A_FIELD: readonly Change[] = [
  {
    file: 'libs/contracts/src/cases.ts',
    find: 'registerRevision: Type.Optional(registerRevision),',
    replace: 'registerRevision: Type.Optional(registerRevision), ofTheTest: Type.Optional(Type.Boolean()),',
  },
  {
    file: 'libs/cases/src/integration/publishes.ts',
    find: '...(registerRevision !== undefined && { registerRevision }),',
    replace: '...(registerRevision !== undefined && { registerRevision }), ofTheTest: true,',
  },
];
