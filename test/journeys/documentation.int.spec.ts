import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../architecture/files.js';
import { CityProvider } from './city-provider.js';
import { asMatcher, examplesIn, type Reader, runExamples } from './documentation.js';
import { HubProcess } from './hub-process.js';

/** Waits until the hub has printed its whole welcome, and returns the output. */
const welcomeOf = async (hub: HubProcess): Promise<string> => {
  for (let waited = 0; waited < 10_000 && !hub.lines.includes('Stop with Ctrl-C.'); waited += 20) await sleep(20);
  return hub.lines.join('\n');
};

/**
 * Runs the examples of a document. Each must print its documented output. An example without a documented output may
 * print anything except a refusal.
 */
const expectExamplesToHold = async (file: string, reader: Reader): Promise<void> => {
  const examples = await examplesIn(join(ROOT, file));
  expect(examples.length).toBeGreaterThan(2);
  const printed = await runExamples(examples, reader);
  for (const [index, { line, command, prints }] of examples.entries()) {
    const output = printed[index]!;
    if (prints === undefined) {
      // A `code` is the sign of a refusal. A document that shows a refusal on purpose contains its output.
      if (/^curl /m.test(command)) expect({ line, output }).toEqual({ line, output: expect.stringMatching(/\S/) });
      expect({ line, output }).not.toMatchObject({ output: expect.stringMatching(/"code":\s*"/) });
    } else expect({ line, answer: JSON.parse(output) }).toEqual({ line, answer: asMatcher(prints) });
  }
};

describe.each(['README.md', 'docs/api.md'])('the examples of %s', (file) => {
  let hub: HubProcess;

  beforeAll(async () => {
    hub = await HubProcess.start();
  });
  afterAll(() => hub.remove());

  it(
    'run as written, one after the other, and print the documented output',
    () => expectExamplesToHold(file, { url: hub.url, folder: ROOT }),
    120_000,
  );
});

describe('the examples of docs/your-city.md', () => {
  let provider: CityProvider;
  let hub: HubProcess;
  let folder: string;

  beforeAll(async () => {
    provider = await CityProvider.start({
      username: 'els',
      name: 'Els',
      city: '41002',
      agency: 'stad-aalst',
      role: 'manager',
      password: 'of els',
    });
    hub = await HubProcess.start({ environment: { REGIE_ISSUER: provider.issuer } });
    folder = await mkdtemp(join(tmpdir(), 'regie-city-'));
  });
  afterAll(async () => {
    await hub.remove();
    await provider.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are named by an empty hub, which mentions nothing of Ghent', async () => {
    const said = await welcomeOf(hub);
    expect(said).toContain(`tokens from       ${provider.issuer}`);
    expect(said).toContain('Your own city in five steps: docs/your-city.md');
    expect(said).not.toMatch(/Brugse Poort|regie token|an\.peeters/);
  });

  it('lead from an empty hub to the first mandate', async () => {
    await expectExamplesToHold('docs/your-city.md', {
      url: hub.url,
      folder,
      environment: { REGIE_TOKEN: await provider.token() },
    });
  }, 120_000);
});

it('a hub with only the people of the demonstration points to docs/your-city.md and mentions no neighbourhood of Ghent', async () => {
  const hub = await HubProcess.start({ environment: { REGIE_DEMONSTRATION: 'no' } });
  try {
    const said = await welcomeOf(hub);
    expect(said).toContain('Your own city in five steps: docs/your-city.md');
    expect(said).toContain(`export REGIE_FOLDER='${hub.folder}'`);
    expect(said).not.toContain('Brugse Poort');
  } finally {
    await hub.remove();
  }
});
