import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the end of the run (libs/testing/teardown.js) report tests that this machine cannot run. */
export const reportAbsent = (tests: string, missing: string): Promise<void> =>
  appendFile(
    join(tmpdir(), `regie-test-absent-${process.env.REGIE_TEST_RUN ?? process.pid}`),
    `${tests}: not tried, because ${missing}\n`,
  );
