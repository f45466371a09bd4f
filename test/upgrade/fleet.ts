import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContextName } from '#contracts';
import type { DatabaseRoles } from '#testing/database-roles';
import { freePort } from '#testing/free-port';
import { composeOf, example, proxied, servicesWith } from '../architecture/compose.js';
import { ROOT } from '../architecture/files.js';
import { frontOf } from '../journeys/services.js';
import type { Build } from './builds.js';
import { LAST_RELEASE, textOfLastRelease } from './last-release.js';

/** A program of the hub: all contexts in one process, or one context. */
export type Program = 'hub' | ContextName;

/** Returns the settings of a program in a release that differ from the defaults. */
type EnvironmentOf = (program: Program, build: Build) => Readonly<Record<string, string>>;

/** A running process of a release. */
export type Running = Readonly<{ program: Program; build: Build; port: number; child: ChildProcess }>;

/** Returns whether a build is that of the last release, which knows fewer settings. */
const isLastRelease = ({ name }: Build): boolean => name === LAST_RELEASE.version;

/**
 * Returns the address of a database for a process: in the last release one role owned the tables and ran the processes
 * (docs/operations.md, "Roles for an existing database").
 */
export const addressFor = (
  build: Build,
  { ownerUrl, runtimeUrl, readerUrl }: DatabaseRoles,
): Readonly<Record<string, string>> =>
  isLastRelease(build)
    ? { REGIE_POSTGRES_URL: ownerUrl }
    : { REGIE_POSTGRES_URL: runtimeUrl, REGIE_POSTGRES_READER_URL: readerUrl };

/** The request header that asks for the process of a release, and the response header that names it. */
export const RELEASE = 'x-test-release';

const NODE_OPTIONS = ['--max-semi-space-size=32'];
/** Compiled code of the many processes that a spec starts. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/regie-compiled');
const READY_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 100;

/**
 * Processes of several releases behind one address. The requests to a program go to its processes in turn, or to those
 * of the release in the header {@link RELEASE}.
 * The address is also the identity provider of all of them.
 */
export class Fleet {
  readonly lines: string[] = [];
  private readonly running: Running[] = [];
  private turn = 0;

  private constructor(
    readonly url: string,
    private readonly front: Server,
    private readonly environmentOf: EnvironmentOf,
    private readonly programs: readonly Program[],
  ) {}

  /** Opens the address, without a process behind it. */
  static async open(programs: readonly Program[], environmentOf: EnvironmentOf): Promise<Fleet> {
    let fleet: Fleet | undefined = undefined as Fleet | undefined;
    const { front, url } = await frontOf((incoming, response) => fleet!.forward(incoming, response));
    const secretsKey = randomBytes(32).toString('base64');
    fleet = new Fleet(
      url,
      front,
      (program, build) => ({
        REGIE_HOST: '127.0.0.1',
        REGIE_LOG_LEVEL: 'warn',
        REGIE_ISSUER: `${url}/oidc`,
        REGIE_JWKS_URI: '',
        REGIE_SECRETS_KEY: secretsKey,
        REGIE_WEBHOOK_ALLOW: '127.0.0.1/32',
        ...environmentOf(program, build),
      }),
      programs,
    );
    return fleet;
  }

  /**
   * Returns the settings of a program: for a service with those of the compose file of its release, because a process
   * refuses settings of a later one.
   */
  private environment(program: Program, build: Build): Readonly<Record<string, string>> {
    const file = isLastRelease(build) ? composeOf(textOfLastRelease('docker-compose.yml')) : undefined;
    const ofService = program === 'hub' ? {} : servicesWith(example, file)[program]!.environment;
    return { ...ofService, ...this.environmentOf(program, build) };
  }

  /** Starts a process of a release, and sends requests to it as soon as it is ready. */
  async start(program: Program, build: Build): Promise<Running> {
    const port = await freePort();
    const child = this.run(program, build, [`dist/apps/${program}/src/main.js`], { REGIE_PORT: String(port) });
    const running = { program, build, port, child };
    for (const deadline = Date.now() + READY_WITHIN_MS; ; await pause(LOOK_EVERY_MS)) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
        throw new Error(`${program} of ${build.name} did not start:\n${this.lines.slice(-30).join('\n')}`);
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (ready?.ok) break;
    }
    this.running.push(running);
    return running;
  }

  /** Runs a command of a release in the environment of a program, with further settings, to its end. */
  async command(
    program: Program,
    build: Build,
    args: readonly string[],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const command = this.run(program, build, ['apps/regie/bin/regie.js', ...args], settings);
    const [code] = (await once(command, 'close')) as [number];
    if (code !== 0) throw new Error(`regie ${args.join(' ')} of ${build.name}:\n${this.lines.slice(-30).join('\n')}`);
  }

  /** Sends no more requests to a process, then stops it. Returns its exit code: 0 when it finished its work. */
  async stop({ program, build }: Pick<Running, 'program' | 'build'>): Promise<number | null> {
    const index = this.running.findIndex((each) => each.program === program && each.build === build);
    const [{ child }] = this.running.splice(index, 1) as [Running];
    if (child.exitCode !== null) return child.exitCode;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    return (await ended)[0];
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((running) => this.stop(running)));
    this.front.closeAllConnections();
    this.front.close();
    await once(this.front, 'close');
  }

  private run(
    program: Program,
    build: Build,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ChildProcess {
    const { name, folder } = build;
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [...NODE_OPTIONS, ...args], {
      cwd: folder,
      env: {
        PATH,
        HOME,
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        REGIE_FOLDER: join(folder, '.regie'),
        ...this.environment(program, build),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => this.lines.push(`${program} of ${name}: ${chunk.toString().trimEnd()}`));
    return child;
  }

  private forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url: path = '' } = incoming;
    const next = this.next(new URL(path, 'http://front').pathname, headers[RELEASE]);
    if (!next)
      return void response.writeHead(502, { 'content-type': 'application/json' }).end('{"code":"test.no-process"}');
    const { port, build } = next;
    const onward = request({ host: '127.0.0.1', port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode!, { ...answer.headers, [RELEASE]: build.name });
      answer.pipe(response);
    });
    onward.on('error', (error) =>
      response.headersSent
        ? response.destroy()
        : response
            .writeHead(502, { [RELEASE]: build.name })
            .end(JSON.stringify({ code: 'test.broken', error: String(error) })),
    );
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  /** Finds the process for a path: of the wanted release if it has one, else the next in turn. */
  private next(path: string, wanted: string | string[] | undefined): Running | undefined {
    const program = this.programs.includes('hub') ? 'hub' : proxied(path)?.service;
    const all = this.running.filter((running) => running.program === program);
    const those = all.filter(({ build }) => build.name === wanted);
    const candidates = those.length > 0 ? those : all;
    return candidates[this.turn++ % candidates.length];
  }
}
