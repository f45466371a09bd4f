import { join } from 'node:path';
import { ROOT } from '../house/files.js';
import { asMatcher, examplesIn, runExamples } from './documentation.js';
import { HubProcess } from './hub-process.js';

describe.each(['README.md', 'docs/api.md'])('the examples of %s', (file) => {
  let hub: HubProcess;

  beforeAll(async () => {
    hub = await HubProcess.start();
  }, 60_000);
  afterAll(() => hub.remove());

  it('run as written, one after the other, and print what is said', async () => {
    const examples = await examplesIn(join(ROOT, file));
    expect(examples.length).toBeGreaterThan(2);
    const printed = await runExamples(examples, hub.url, ROOT);
    for (const [index, { line, command, prints }] of examples.entries()) {
      const output = printed[index]!;
      if (prints === undefined) {
        // What a reader is to see is printed. An answer that is a refusal has a code: a document shows one on purpose only.
        if (/^curl /m.test(command)) expect({ line, output }).toEqual({ line, output: expect.stringMatching(/\S/) });
        expect({ line, output }).not.toMatchObject({ output: expect.stringMatching(/"code":\s*"/) });
      } else expect({ line, answer: JSON.parse(output) }).toEqual({ line, answer: asMatcher(prints) });
    }
  }, 120_000);
});
