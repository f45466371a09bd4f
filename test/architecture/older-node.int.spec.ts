import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesMatching, ROOT } from './files.js';

const REFUSAL =
  'This is Node 20.19.0, and the regie hub needs Node 24 or newer: use npm start or npm test, which bring their own, or install it.\n';

/** Makes this Node report an older version, and lists every loaded file on standard output. */
const OLDER_NODE = `
  import { registerHooks } from 'node:module';
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
  registerHooks({ load(url, context, next) {
    process.stdout.write(url + '\\n');
    return next(url, context);
  } });`;

type Ran = Readonly<{ code: unknown; out: string; err: string }>;

const onOlderNode = (...args: readonly string[]): Promise<Ran> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(OLDER_NODE)}`, ...args],
      { cwd: ROOT, timeout: 20_000 },
      (error, out, err) => done({ code: error ? error.code : 0, out, err }),
    );
  });

const entries = filesMatching(/^(apps\/[^/]+\/src|test\/[^/]+)\/main\.ts$/).map((path) => path.replace(/\.ts$/, '.js'));

describe('an older Node', () => {
  it('is tried with every program', () => {
    expect(entries).toEqual(expect.arrayContaining(['apps/hub/src/main.js', 'apps/regie/src/main.js']));
    expect(entries.length).toBeGreaterThan(10);
  });

  it.each(entries)('is refused by %s with one sentence, before the program is loaded', async (entry) => {
    const { code, out, err } = await onOlderNode(join('dist', entry));
    expect({ code, err }).toEqual({ code: 1, err: REFUSAL });
    expect(out.trim().split('\n')).toEqual(
      [join('dist', entry), 'dist/apps/require-node.js'].map((file) => pathToFileURL(join(ROOT, file)).href),
    );
  });

  it('is refused by the test runner with one sentence, before any spec runs', async () => {
    const { code, err } = await onOlderNode('node_modules/jest/bin/jest.js', 'apps/require-node');
    expect({ code, err }).toEqual({ code: 1, err: REFUSAL });
  });
});

it('the test runner without the flag for ES modules names the scripts that set it', async () => {
  const { code, err } = await new Promise<Ran>((done) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    execFile(
      process.execPath,
      ['node_modules/jest/bin/jest.js', 'apps/require-node'],
      { cwd: ROOT, env, timeout: 20_000 },
      (error, out, stderr) => done({ code: error ? error.code : 0, out, err: stderr }),
    );
  });
  expect({ code, err }).toEqual({
    code: 1,
    err: 'Jest needs --experimental-vm-modules for ES modules: use npm test or npm run test:unit, which set it.\n',
  });
});
