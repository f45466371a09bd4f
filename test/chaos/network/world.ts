import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextName } from '#contracts';
import { brusselsDate } from '#kernel';
import { migrated } from '#testing/database-roles';
import { FaultProxy } from '#testing/fault-proxy';
import { freePort } from '#testing/free-port';
import { IdentityProvider } from '#testing/identity-provider';
import { freePorts, type ProxiedListener } from '#testing/kafka-broker';
import { CITY, PEOPLE } from '../../../apps/hub/src/demonstration/ghent.js';
import { loadDemonstration } from '../../../apps/hub/src/demonstration/load.js';
import { Receiver } from '../../../libs/partners/src/testing/receiver.js';
import { CONTEXTS as DEFINITIONS } from '../../journeys/databases.js';
import { forwardTo } from '../../journeys/services.js';
import { Program } from './program.js';
import type { LinkName } from './schedule.js';

export type Link = LinkName & Readonly<{ proxy: FaultProxy }>;
type Databases = Readonly<{ createDatabase(): Promise<string> }>;
/** Starts a broker with these listeners besides its own. */
export type StartBroker = (
  proxied: readonly ProxiedListener[],
) => Promise<Readonly<{ brokers: readonly string[]; stop(): Promise<void> }>>;

/** A process and its contexts. `postgresUrl` is the direct address of its database, without a proxy. */
export type Part = Readonly<{ program: Program; contexts: readonly ContextName[]; postgresUrl: string }>;

/** A hub with all contexts, in one process or in four over Kafka. `front` is the address for clients. */
export type World = Readonly<{
  name: string;
  front: string;
  parts: readonly Part[];
  links: readonly Link[];
  receiver: Receiver;
  /** the subscription that canaries change */
  canarySubscription: string;
}>;

const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'] as const satisfies readonly ContextName[];
const LASTS = '10h';
const READY_WITHIN_MS = 60_000;
/** The types of public events that the subscriptions select. */
const TYPES = ['be.regie.case.opened.v1', 'be.regie.case.commitment-accepted.v1'];

/** Builds the worlds of a run. `end` stops everything that was started, in reverse order. */
export class Worlds {
  private readonly undo: (() => unknown)[] = [];
  readonly built: World[] = [];

  private constructor(
    readonly provider: IdentityProvider,
    private readonly databases: Databases,
    private readonly folder: string,
  ) {}

  static async open(databases: Databases, folder: string): Promise<Worlds> {
    return new Worlds(await IdentityProvider.open(), databases, folder);
  }

  /** Starts a hub in a box on a PostgreSQL, a provider and an endpoint behind proxies. */
  async addHub(): Promise<void> {
    const links: Link[] = [];
    const receiver = await this.receiver();
    const program = await this.program('hub', 'dist/apps/hub/src/main.js', links, {
      REGIE_FOLDER: join(this.folder, 'hub'),
    });
    const endpoint = await this.endpoint(receiver, 'hub', links);
    await this.begin({ name: 'hub', front: program.program.url, parts: [program], links, receiver }, endpoint);
  }

  /** Starts four services. Each has separate proxies to PostgreSQL, the broker and the provider. */
  async addServices(startBroker: StartBroker): Promise<void> {
    const links: Link[] = [];
    const ports = await freePorts(CONTEXTS.length);
    const proxies = await Promise.all(ports.map((port) => this.proxy({ host: '127.0.0.1', port })));
    const broker = await startBroker(ports.map((port, index) => ({ port, advertised: proxies[index]!.port })));
    this.undo.push(() => broker.stop());
    const receiver = await this.receiver();
    const parts: Part[] = [];
    for (const [index, context] of CONTEXTS.entries()) {
      links.push({ name: `${context} to Kafka`, process: context, proxy: proxies[index]! });
      parts.push(
        await this.program(context, `dist/apps/${context}/src/main.js`, links, {
          REGIE_BUS: 'kafka',
          REGIE_KAFKA_BROKERS: `127.0.0.1:${proxies[index]!.port}`,
          REGIE_KAFKA_PARTITIONS: '3',
          REGIE_KAFKA_REPLICAS: '1',
          REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
        }),
      );
    }
    await parts[0]!.program.run(['dist/apps/regie/src/main.js', 'topics', 'apply']);
    const portOf = (context: ContextName): number =>
      Number(new URL(parts.find(({ contexts }) => contexts.includes(context))!.program.url).port);
    const server = createServer(forwardTo(portOf));
    const front = await listen(server);
    this.undo.push(() => (server.closeAllConnections(), server.close()));
    const endpoint = await this.endpoint(receiver, 'partners', links);
    await this.begin({ name: 'services', front, parts, links, receiver }, endpoint);
  }

  /** Stops every process with SIGTERM, and returns the names of those that did not end in time. */
  async stopAll(): Promise<readonly string[]> {
    const stopped = await Promise.all(
      this.built
        .flatMap(({ parts }) => parts)
        .map(async ({ program }) => ((await program.stop()) ? undefined : program.name)),
    );
    return stopped.flatMap((name) => name ?? []);
  }

  async end(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
    this.provider.close();
  }

  private async receiver(): Promise<Receiver> {
    const receiver = await Receiver.start();
    this.undo.push(() => receiver.stop());
    return receiver;
  }

  private async endpoint({ url }: Receiver, process: string, links: Link[]): Promise<string> {
    const { hostname: host, port } = new URL(url);
    const proxy = await this.proxy({ host, port: Number(port) });
    links.push({ name: `${process} to the endpoint`, process, proxy });
    return `http://127.0.0.1:${proxy.port}/deliveries`;
  }

  private async proxy(target: Parameters<typeof FaultProxy.open>[0]): Promise<FaultProxy> {
    const proxy = await FaultProxy.open(target);
    this.undo.push(() => proxy.close());
    return proxy;
  }

  private async program(
    name: string,
    file: string,
    links: Link[],
    environment: Readonly<Record<string, string>>,
  ): Promise<Part> {
    const postgresUrl = await this.databases.createDatabase();
    const contexts = CONTEXTS.filter((context) => name === context || name === 'hub');
    const definitions = DEFINITIONS.filter((context) => contexts.some((each) => each === context.name));
    const database = await FaultProxy.before((await migrated(postgresUrl, definitions)).runtimeUrl);
    const provider = await FaultProxy.before(this.provider.issuer);
    this.undo.push(
      () => database.proxy.close(),
      () => provider.proxy.close(),
    );
    links.push(
      { name: `${name} to PostgreSQL`, process: name, proxy: database.proxy },
      { name: `${name} to the provider`, process: name, proxy: provider.proxy },
    );
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const program = new Program(name, url, join(this.folder, `${name}.log`), [file], {
      ...this.provider.environment,
      REGIE_JWKS_URI: `http://127.0.0.1:${provider.proxy.port}/jwks`,
      REGIE_ENVIRONMENT: 'development',
      REGIE_HOST: '127.0.0.1',
      REGIE_PORT: String(port),
      REGIE_LOG_LEVEL: 'warn',
      REGIE_POSTGRES_URL: database.url,
      REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
      ...environment,
    });
    this.undo.push(() => program.kill());
    return { program, contexts, postgresUrl };
  }

  /** Starts the processes, and prepares the neighbourhood, the mandate and the subscriptions of a run. */
  private async begin(world: Omit<World, 'canarySubscription'>, endpoint: string): Promise<void> {
    const started = await Promise.all(world.parts.map(({ program }) => program.start()));
    const missing = world.parts.filter((_, index) => !started[index]).map(({ program }) => program.logFile);
    if (missing.length > 0) throw new Error(`${world.name} did not start: see ${missing.join(', ')}`);
    await Promise.all(world.parts.map(({ program }) => ready(program.url)));
    await loadDemonstration(world.front, brusselsDate(new Date()), (person) => this.tokenOf(person));
    const token = await this.partnerToken();
    const subscribe = async (neighbourhoods: readonly string[]): Promise<Record<string, string>> => {
      const response = await fetch(`${world.front}/v1/subscriptions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ url: endpoint, types: TYPES, neighbourhoods }),
      });
      const answer = (await response.json()) as Record<string, string>;
      if (response.status !== 201) throw new Error(`no subscription: ${JSON.stringify(answer)}`);
      return answer;
    };
    const { secret } = await subscribe([]);
    const canary = await subscribe(['25']);
    world.receiver.secrets = [secret!, canary.secret!];
    this.built.push({ ...world, canarySubscription: canary.subscriptionId! });
  }

  /** Signs a token for a person of the demonstration, valid for the whole run. */
  tokenOf(username: (typeof PEOPLE)[number]['username']): Promise<string> {
    const { agency, role } = PEOPLE.find((person) => person.username === username)!;
    return this.provider.token({ city: CITY, agency, role, subject: username }, LASTS);
  }

  partnerToken(): Promise<string> {
    return this.provider.token({ city: CITY, agency: 'stad-gent', role: 'partner-api', subject: 'system' }, LASTS);
  }
}

const listen = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const ready = async (url: string): Promise<void> => {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await sleep(200)) {
    if ((await fetch(`${url}/health/ready`).catch(() => null))?.ok) return;
  }
  throw new Error(`${url} was not ready within a minute`);
};
