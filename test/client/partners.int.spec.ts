import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Received, Receiver } from '../../libs/partners/src/testing/receiver.js';
import { ROOT } from '../architecture/files.js';
import { HubProcess } from '../journeys/hub-process.js';
import { systemToken } from '../journeys/people.js';
import { itWithProgram, programsIn, type Ran, ran } from './programs.js';

/** The folder of a partner's project that contains only the packed client. */
let project: string;
/** the files in the package of the client */
let packed: readonly string[];
let hub: HubProcess;
let receiver: Receiver;
type Subscription = Readonly<{ subscriptionId: string; secret: string; publicKey: string }>;
/** one subscription for each content mode */
let subscriptions: readonly Subscription[];

const node = (...args: readonly string[]): Promise<Ran> => ran(process.execPath, args, { cwd: ROOT });
const npm = (...args: readonly string[]): Promise<Ran> => ran('npm', args, { cwd: project });
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/**
 * Builds the package as `npm run client` does and installs it. Its dependencies are packed from node_modules, so that
 * no registry is needed.
 */
const install = async (): Promise<readonly string[]> => {
  expect(await node(TSC, '--project', 'libs/client')).toMatchObject({ code: 0, out: '' });
  expect(await node('libs/client/assemble.js')).toMatchObject({ code: 0 });
  const folders = ['dist/client', 'node_modules/openapi-fetch', 'node_modules/openapi-typescript-helpers'].map(
    (folder) => join(ROOT, folder),
  );
  const { out } = await npm('pack', '--json', '--ignore-scripts', ...folders);
  const made = JSON.parse(out) as { filename: string; files: { path: string }[] }[];
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'a-partner', private: true, type: 'module' }));
  const archives = made.map(({ filename }) => `./${filename}`);
  expect(await npm('install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...archives)).toMatchObject({
    code: 0,
  });
  return made[0]!.files.map(({ path }) => path);
};

const ask = async <Body>(path: string, body: unknown): Promise<Body> => {
  const headers = {
    authorization: `Bearer ${await systemToken(hub.url, 'woningent-api')}`,
    'content-type': 'application/json',
  };
  return (
    await fetch(`${hub.url}/v1/subscriptions${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  ).json() as Promise<Body>;
};

/** Requests a replay and returns the new delivery, because verifiers refuse old deliveries. */
const delivered = async ({ subscriptionId }: Subscription): Promise<Received> => {
  const mine = (): readonly Received[] => receiver.received.filter(({ path }) => path === PATHS.get(subscriptionId));
  const before = mine().length;
  await ask(`/${subscriptionId}/replay`, {});
  for (let waited = 0; mine().length === before && waited < 30_000; waited += 50) await pause(50);
  return mine().at(-1)!;
};
/** The address of each subscription. */
const PATHS = new Map<string, string>();
const subscribe = async (content: string): Promise<Subscription> => {
  const made = await ask<Subscription>('', {
    url: `${receiver.url}/${content}`,
    content,
    signatures: ['hmac', 'ed25519'],
  });
  PATHS.set(made.subscriptionId, `/${content}`);
  return made;
};

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'regie-partner-'));
  receiver = await Receiver.start();
  hub = await HubProcess.start({ environment: { REGIE_WEBHOOK_ALLOW: '127.0.0.1/32' } });
  subscriptions = [await subscribe('structured'), await subscribe('batch'), await subscribe('binary')];
  packed = await install();
  for (const [name, content] of await programsIn(join(ROOT, 'docs/partners/README.md')))
    await writeFile(join(project, name), content);
}, 240_000);

afterAll(async () => {
  await hub.remove();
  await receiver.stop();
  await rm(project, { recursive: true, force: true });
});

/** Invalid signatures, as an attacker may send them. */
const INVALID = ['v1,abc', 'v1a,AAAA', 'v1,été', 'v1,²', 'x', ','].join(' ');

/** Returns the headers of a delivery as environment variables, as the programs of the guide expect them. */
const inEnvironment = (headers: Received['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => /^(webhook|ce)-|^content-type$/.test(name))
      .map(([name, value]) => [name.toUpperCase().replaceAll('-', '_'), String(value)]),
  );

/**
 * Expects a program of the guide to accept a delivery of each content mode with the right key. Other keys beside the
 * right one and invalid signatures before the right one must not matter. The program must refuse another key, changed
 * content, and invalid signatures alone.
 */
const expectToVerify = async (
  program: string,
  args: readonly string[],
  keyOf: (of: Subscription) => string,
  wrong: string,
): Promise<void> => {
  for (const of of subscriptions) {
    const { headers, body } = await delivered(of);
    const env = inEnvironment(headers);
    const signature = env['WEBHOOK_SIGNATURE']!;
    const verifying = (keys: string, input: string, signatures = signature): Promise<Ran> =>
      ran(program, args, { cwd: project, input, env: { ...env, WEBHOOK_SIGNATURE: signatures, WEBHOOK_KEYS: keys } });
    const right = keyOf(of);
    for (const taken of [
      await verifying(right, body),
      await verifying(`${wrong} ${right}`, body, `${INVALID} ${signature}`),
    ]) {
      expect(taken).toMatchObject({ code: 0, out: expect.stringMatching(/^verified/) });
    }
    for (const refused of [
      await verifying(wrong, body),
      await verifying(right, `${body} `),
      await verifying(right, body, INVALID),
    ]) {
      expect({ code: refused.code, said: refused.out + refused.err }).toEqual({
        code: 1,
        said: expect.stringMatching(/^refused/),
      });
    }
  }
};
const secretOf = ({ secret }: Subscription): string => secret;
const publicKeyOf = ({ publicKey }: Subscription): string => publicKey;

const OTHER_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER_KEY = `whpk_${Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`;

describe('the packed client', () => {
  it('contains nothing but the client and its bundled parser', () => {
    const modules = ['api', 'client', 'feed', 'index', 'problem', 'repeated-writes', 'server-sent-events', 'webhook'];
    const [own, bundled] = [false, true].map((inside) =>
      packed.filter((path) => path.startsWith('node_modules/') === inside),
    ) as [string[], string[]];
    expect(bundled.every((path) => path.startsWith('node_modules/eventsource-parser/'))).toBe(true);
    expect(own.toSorted()).toEqual(
      [...modules.flatMap((name) => [`${name}.d.ts`, `${name}.js`]), 'LICENSE', 'README.md', 'package.json'].toSorted(),
    );
  });

  it('has types that accept a correct program and refuse an unknown field', async () => {
    await symlink(join(ROOT, 'node_modules/@types'), join(project, 'node_modules/@types'));
    const settings = {
      module: 'nodenext',
      target: 'es2022',
      strict: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: false,
      noUncheckedIndexedAccess: true,
    };
    const checked = async (text: string): Promise<Ran> => {
      await writeFile(join(project, 'program.ts'), text);
      await writeFile(
        join(project, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: settings, files: ['program.ts', 'verify.ts'] }),
      );
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
    expect(await checked(program('weather'))).toMatchObject({
      code: 2,
      out: expect.stringContaining("Property 'weather' does not exist"),
    });
  }, 180_000);

  it('reads a feed in the project that installed it', async () => {
    const token = await systemToken(hub.url, 'woningent-api');
    const program = `
      import { followFeed, regieClient } from '@regie-hub/client';
      for await (const { events, cursor } of followFeed(regieClient({ url: process.env.HUB, token: process.env.TOKEN }), { via: 'stream' })) {
        if (events[0]) { console.log(events[0].type, cursor); process.exit(0); }
      }`;
    const { code, out } = await ran(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: project,
      env: { HUB: hub.url, TOKEN: token },
    });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^be\.regie\.\S+ \S+\n$/) });
  });
});

describe('the guide for partners', () => {
  it('has a TypeScript program that verifies deliveries with the secret and with the public key', async () => {
    const args = ['--disable-warning=ExperimentalWarning', 'verify.ts'];
    await expectToVerify(process.execPath, args, secretOf, OTHER_SECRET);
    await expectToVerify(process.execPath, args, publicKeyOf, OTHER_KEY);
  }, 120_000);
});

await itWithProgram(
  'python3',
  ['--version'],
  'the Python program of the guide verifies deliveries with the secret',
  () => expectToVerify('python3', ['verify.py'], secretOf, OTHER_SECRET),
  60_000,
);
await itWithProgram(
  'python3',
  ['-c', 'import cryptography'],
  'the Python program of the guide verifies deliveries with the public key',
  () => expectToVerify('python3', ['verify.py'], publicKeyOf, OTHER_KEY),
  60_000,
);
await itWithProgram(
  'javac',
  ['-version'],
  'the Java program of the guide verifies deliveries with the secret and with the public key',
  async () => {
    expect(await ran('javac', ['Verify.java'], { cwd: project })).toMatchObject({ code: 0 });
    await expectToVerify('java', ['Verify'], secretOf, OTHER_SECRET);
    await expectToVerify('java', ['Verify'], publicKeyOf, OTHER_KEY);
  },
  180_000,
);
