/** One Jest for every level: `*.spec.ts` pure, `*.api.spec.ts` over HTTP, `*.int.spec.ts` against real servers. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const swc = JSON.parse(await readFile(new URL('.swcrc', import.meta.url), 'utf8'));

// Names this run to all its processes: they share one server.
process.env.REGIE_TEST_RUN ??= String(process.pid);

export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@regie-hub/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  globalSetup: '<rootDir>/libs/testing/setup.js',
  globalTeardown: '<rootDir>/libs/testing/teardown.js',
  // One more than there are cores, because many specs wait for servers and clients.
  maxWorkers: availableParallelism() + 1,
  // A worker keeps the modules of the files that it has run. Without this limit it reaches 4 GB, and stands still for seconds to free some.
  workerIdleMemoryLimit: '1GB',
  // A limit for tests that hang, far from the time that any takes on a busy machine.
  testTimeout: 120_000,
};
