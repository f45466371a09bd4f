import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Received, Receiver } from '../../libs/partners/src/testing/receiver.js';
import { ROOT } from '../house/files.js';
import { HubProcess } from '../journeys/hub-process.js';
import { systemToken } from '../journeys/people.js';
import { itWithProgram, programsIn, type Ran, ran } from './programs.js';

/** A project of a partner that has nothing but the packed client in it. */
let project: string;
/** what is in that package */
let packed: readonly string[];
let hub: HubProcess;
let receiver: Receiver;
let subscription: Readonly<{ subscriptionId: string; secret: string; publicKey: string }>;

const node = (...args: readonly string[]): Promise<Ran> => ran(process.execPath, args, { cwd: ROOT });
const npm = (...args: readonly string[]): Promise<Ran> => ran('npm', args, { cwd: project });
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Makes the package as `npm run client` does, and installs it with what it needs, packed as well: no registry is asked. */
const install = async (): Promise<readonly string[]> => {
  expect(await node(TSC, '--project', 'libs/client')).toMatchObject({ code: 0, out: '' });
  expect(await node('libs/client/assemble.js')).toMatchObject({ code: 0 });
  const folders = ['dist/client', 'node_modules/openapi-fetch', 'node_modules/openapi-typescript-helpers'].map((folder) => join(ROOT, folder));
  const { out } = await npm('pack', '--json', '--ignore-scripts', ...folders);
  const made = JSON.parse(out) as { filename: string; files: { path: string }[] }[];
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'a-partner', private: true, type: 'module' }));
  const archives = made.map(({ filename }) => `./${filename}`);
  expect(await npm('install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...archives)).toMatchObject({ code: 0 });
  return made[0]!.files.map(({ path }) => path);
};

const ask = async <Body>(path: string, body: unknown): Promise<Body> => {
  const headers = { authorization: `Bearer ${await systemToken(hub.url, 'woningent-api')}`, 'content-type': 'application/json' };
  return (await fetch(`${hub.url}/v1/subscriptions${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<Body>;
};

/** A delivery as it arrived, sent just now: who verifies refuses what is old. */
const delivered = async (): Promise<Received> => {
  const before = receiver.received.length;
  await ask(`/${subscription.subscriptionId}/replay`, {});
  for (let waited = 0; receiver.received.length === before && waited < 30_000; waited += 50) await pause(50);
  return receiver.received.at(-1)!;
};

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'regie-partner-'));
  receiver = await Receiver.start();
  hub = await HubProcess.start({ environment: { REGIE_WEBHOOK_ALLOW: '127.0.0.1/32' } });
  subscription = await ask('', { url: `${receiver.url}/` });
  packed = await install();
  for (const [name, content] of await programsIn(join(ROOT, 'docs/partners/README.md'))) await writeFile(join(project, name), content);
}, 240_000);

afterAll(async () => {
  await hub.remove();
  await receiver.stop();
  await rm(project, { recursive: true, force: true });
});

/** A program of the guide takes the delivery with the right key, and not with another one; and nothing else with the right one. */
const tellsApart = async (program: string, args: readonly string[], [right, wrong]: readonly [right: string, wrong: string]): Promise<void> => {
  const { id, headers, body } = await delivered();
  const verifying = (key: string, input: string): Promise<Ran> => {
    const { 'webhook-timestamp': timestamp, 'webhook-signature': signature, 'content-type': type } = headers as Record<string, string>;
    const env = { WEBHOOK_ID: id, WEBHOOK_TIMESTAMP: timestamp!, WEBHOOK_SIGNATURE: signature!, CONTENT_TYPE: type!, WEBHOOK_KEY: key };
    return ran(program, args, { cwd: project, input, env });
  };
  expect(await verifying(right, body)).toMatchObject({ code: 0, out: expect.stringMatching(/^verified/) });
  for (const refused of [await verifying(wrong, body), await verifying(right, `${body} `)]) {
    expect({ code: refused.code, said: refused.out + refused.err }).toEqual({ code: 1, said: expect.stringMatching(/^refused/) });
  }
};

const OTHER_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER_KEY = `whpk_${Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`;

describe('the packed client', () => {
  it('has nothing but the client in it', () => {
    const modules = ['api', 'client', 'feed', 'index', 'problem', 'webhook'];
    expect(packed.toSorted()).toEqual([...modules.flatMap((name) => [`${name}.d.ts`, `${name}.js`]), 'README.md', 'package.json'].toSorted());
  });

  it('has types that a program is checked with', async () => {
    await symlink(join(ROOT, 'node_modules/@types'), join(project, 'node_modules/@types'));
    const settings = { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, types: ['node'], skipLibCheck: false, noUncheckedIndexedAccess: true };
    const checked = async (text: string): Promise<Ran> => {
      await writeFile(join(project, 'program.ts'), text);
      await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, files: ['program.ts', 'verify.ts'] }));
      return node(TSC, '--project', project);
    };
    const program = (field: string): string => `
      import { followFeed, regieClient } from '@regie-hub/client';
      const hub = regieClient({ url: 'http://localhost:3000', token: 'x' });
      const { data, error } = await hub.GET('/v1/cases/{id}', { params: { path: { id: '1' } } });
      if (error) console.error(error.code);
      else if (data.view === 'full') console.log(data.participants.map(({ agency }) => agency));
      for await (const { events } of followFeed(hub)) for (const event of events) if (event.type === 'be.regie.mandate.granted.v1') console.log(event.data.${field});`;
    expect(await checked(program('holder'))).toMatchObject({ code: 0, out: '' });
    expect(await checked(program('weather'))).toMatchObject({ code: 2, out: expect.stringContaining("Property 'weather' does not exist") });
  }, 180_000);

  it('works as it was installed', async () => {
    const token = await systemToken(hub.url, 'woningent-api');
    const program = `
      import { followFeed, regieClient } from '@regie-hub/client';
      for await (const { events, cursor } of followFeed(regieClient({ url: process.env.HUB, token: process.env.TOKEN }), { via: 'stream' })) {
        if (events[0]) { console.log(events[0].type, cursor); process.exit(0); }
      }`;
    const { code, out } = await ran(process.execPath, ['--input-type=module', '--eval', program], { cwd: project, env: { HUB: hub.url, TOKEN: token } });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^be\.regie\.\S+ \S+\n$/) });
  }, 60_000);
});

describe('the guide for partners', () => {
  it('verifies in TypeScript, with the secret and with the public key', async () => {
    const args = ['--disable-warning=ExperimentalWarning', 'verify.ts'];
    await tellsApart(process.execPath, args, [subscription.secret, OTHER_SECRET]);
    await tellsApart(process.execPath, args, [subscription.publicKey, OTHER_KEY]);
  }, 60_000);
});

await itWithProgram('python3', ['--version'], 'the guide verifies in Python, with the secret', () => tellsApart('python3', ['verify.py'], [subscription.secret, OTHER_SECRET]), 60_000);
await itWithProgram(
  'python3',
  ['-c', 'import cryptography'],
  'the guide verifies in Python, with the public key',
  () => tellsApart('python3', ['verify.py'], [subscription.publicKey, OTHER_KEY]),
  60_000,
);
await itWithProgram(
  'javac',
  ['-version'],
  'the guide verifies in Java, with the secret and with the public key',
  async () => {
    expect(await ran('javac', ['Verify.java'], { cwd: project })).toMatchObject({ code: 0 });
    await tellsApart('java', ['Verify'], [subscription.secret, OTHER_SECRET]);
    await tellsApart('java', ['Verify'], [subscription.publicKey, OTHER_KEY]);
  },
  180_000,
);
