/** `npm run test:unit`: the pure specs alone, without a server and without a build. */
import { readdirSync } from 'node:fs';
import config from './jest.config.js';

const libs = readdirSync(new URL('libs', import.meta.url)).join('|');

export default {
  ...config,
  testPathIgnorePatterns: ['/node_modules/', '\\.(api|int)\\.spec\\.ts$'],
  // The watcher looks for the specs of a changed file without `customExportConditions`: these names would lead it to dist/.
  moduleNameMapper: {
    ...config.moduleNameMapper,
    '^#testing/(.*)$': '<rootDir>/libs/testing/src/$1.ts',
    [`^#(${libs})$`]: '<rootDir>/libs/$1/src/index.ts',
  },
};
