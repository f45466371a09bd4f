import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createDemonstrationProvider, generateKeys } from '#access';
import { type ContextName } from '#contracts';
import type { TestKafka } from '#testing/kafka';
import type { TestPostgres } from '#testing/postgres';
import { CITY, PASSWORD, PEOPLE, SYSTEMS } from '../../apps/hub/src/demonstration/ghent.js';

/** Which service answers what: the first part of the path below /v1. deploy/ says the same to the proxy. */
const ROUTES: Readonly<Record<string, ContextName>> = {
  mandates: 'mandates',
  cases: 'cases',
  agencies: 'partners',
  feed: 'partners',
  subscriptions: 'partners',
  neighbourhoods: 'teams',
  teams: 'teams',
};
const CONTEXTS = ['partners', 'teams', 'mandates', 'cases'] as const;

/** The hub as a city runs it: a process and a database for each context, joined by Kafka, one address in front of them. Needs `npm run build`. */
export class Services {
  private readonly children = new Map<ContextName, ChildProcess>();
  private readonly output: string[] = [];

  private constructor(
    readonly url: string,
    private readonly front: Server,
    private readonly environments: ReadonlyMap<ContextName, Readonly<Record<string, string>>>,
  ) {}

  static async start(postgres: TestPostgres, kafka: Pick<TestKafka, 'brokers' | 'prefix'>): Promise<Services> {
    const environments = new Map<ContextName, Record<string, string>>();
    const { front, url } = await frontOf((context) => Number(environments.get(context)!.REGIE_PORT));
    for (const context of CONTEXTS) {
      environments.set(context, {
        REGIE_PORT: String(await freePort()),
        REGIE_LOG_LEVEL: process.env.REGIE_TEST_LOG_LEVEL ?? 'error',
        REGIE_POSTGRES_URL: await postgres.createDatabase(),
        REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
        REGIE_ISSUER: `${url}/oidc`,
        REGIE_DEMONSTRATION: 'no',
        REGIE_BUS: 'kafka',
        REGIE_KAFKA_BROKERS: kafka.brokers.join(','),
        REGIE_KAFKA_PREFIX: kafka.prefix,
        REGIE_KAFKA_PARTITIONS: '3',
        REGIE_KAFKA_REPLICAS: '1',
      });
    }
    const services = new Services(url, front, environments);
    await services.applyTopics();
    await Promise.all(CONTEXTS.map((context) => services.startOne(context)));
    return services;
  }

  /** What the processes have said so far. */
  get lines(): readonly string[] {
    return this.output;
  }

  /** As an operator does before the first start. */
  private async applyTopics(): Promise<void> {
    const [code] = (await once(this.run(['apps/regie/bin/regie.js', 'topics', 'apply'], 'mandates'), 'exit')) as [number];
    if (code !== 0) throw new Error(`the topics could not be made:\n${this.output.join('\n')}`);
  }

  /** Runs a program in the environment of a service. */
  private run(args: readonly string[], context: ContextName): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], { env: { PATH, HOME, ...this.environments.get(context)! }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => this.output.push(`${context}: ${chunk.toString().trimEnd()}`));
    return child;
  }

  /** Resolves when the service answers. */
  async startOne(context: ContextName): Promise<void> {
    const environment = this.environments.get(context)!;
    const child = this.run([`dist/apps/${context}/src/main.js`], context);
    this.children.set(context, child);
    for (let waited = 0; waited < 60_000; waited += 100) {
      if (child.exitCode !== null) throw new Error(`${context} did not start:\n${this.output.join('\n')}`);
      const ready = await fetch(`http://127.0.0.1:${environment.REGIE_PORT}/health/live`).then(({ ok }) => ok, () => false);
      if (ready) return;
      await sleep(100);
    }
    throw new Error(`${context} was not ready within a minute:\n${this.output.join('\n')}`);
  }

  /** As a power cut would: nothing gets a chance to finish. */
  async kill(context: ContextName): Promise<void> {
    const child = this.children.get(context)!;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.children.values()].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
        await once(child, 'exit');
        clearTimeout(late);
      }),
    );
    this.front.closeAllConnections();
    this.front.close();
    await once(this.front, 'close');
  }
}

/** What the proxy does in production, and the identity provider beside it. */
const frontOf = async (portOf: (context: ContextName) => number): Promise<{ front: Server; url: string }> => {
  const app = express();
  const front = createServer(app);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const provider = createDemonstrationProvider({
    issuer: `${url}/oidc`,
    audience: 'urn:regie:api',
    keys: await generateKeys(),
    cookieKeys: ['of this test'],
    people: PEOPLE.map((person) => ({ ...person, city: CITY, password: PASSWORD })),
    clients: SYSTEMS.map((system) => ({ ...system, city: CITY, clientSecret: PASSWORD })),
  });
  app.use('/oidc', provider.callback);
  app.use((incoming, outgoing) => {
    const context = ROUTES[incoming.path.split('/')[2] ?? ''];
    if (!context) return void outgoing.status(404).end();
    const { method, headers, originalUrl: path } = incoming;
    const onward = request({ host: '127.0.0.1', port: portOf(context), method, headers, path }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    // as a proxy says it when a service is away
    onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.status(502).json({ code: 'proxy.service-away', context })));
    incoming.pipe(onward);
  });
  return { front, url };
};

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createSocketServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
