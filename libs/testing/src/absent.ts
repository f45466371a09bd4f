import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Notes tests that this machine cannot run; libs/testing/teardown.js reports them at the end of the run. */
export const reportAbsent = (tests: string, missing: string): Promise<void> =>
  appendFile(
    join(tmpdir(), `regie-test-absent-${process.env.REGIE_TEST_RUN ?? process.pid}`),
    `${tests}: not tried, because ${missing}\n`,
  );
