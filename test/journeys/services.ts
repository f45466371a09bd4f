import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import { createDemonstrationProvider, generateKeys } from '#access';
import { type ContextName } from '#contracts';
import { rolesOn } from '#testing/database-roles';
import { freePort } from '#testing/free-port';
import type { TestKafka } from '#testing/kafka';
import type { Secured } from '#testing/kafka-broker';
import type { TestPostgres } from '#testing/postgres';
import { CITY, PASSWORD, PEOPLE, SYSTEMS } from '../../apps/hub/src/demonstration/ghent.js';
import { example, proxied, servicesWith } from '../architecture/compose.js';
import { textOf } from '../architecture/files.js';

const CONTEXTS = ['partners', 'teams', 'mandates', 'cases'] as const;

/** The services of docker-compose.yml with the variables of .env.example, and the entry point of the image. */
const file = servicesWith(example);
const ENTRYPOINT = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(textOf('Dockerfile'))![1]!) as string[];

/** The address of a Kafka; `secured` is its address with TLS and a password. */
export type KafkaOfServices = Pick<TestKafka, 'brokers' | 'prefix'> & Readonly<{ secured?: Secured }>;

/**
 * The hub as a city runs it: a process and a database for each context, joined by Kafka, behind one proxy.
 * Commands, settings and health checks come from docker-compose.yml; only the addresses are those of this machine.
 * Needs `npm run build`.
 */
export class Services {
  private readonly children = new Map<ContextName, ChildProcess>();
  private readonly output: string[] = [];

  private constructor(
    readonly url: string,
    private readonly front: Server,
    private readonly environments: ReadonlyMap<ContextName, Readonly<Record<string, string>>>,
  ) {}

  /** `more`: further variables of every process. `throughPooler` replaces the server in the address of a service, which is that of PostgreSQL otherwise. */
  static async start(
    postgres: Pick<TestPostgres, 'createDatabase'>,
    kafka: KafkaOfServices,
    {
      more = {},
      throughPooler = (url) => url,
    }: Readonly<{ more?: Readonly<Record<string, string>>; throughPooler?: (url: string) => string }> = {},
  ): Promise<Services> {
    const environments = new Map<ContextName, Record<string, string>>();
    const { front, url } = await frontOf(forwardTo((context) => Number(environments.get(context)!.REGIE_PORT)));
    const owners = new Map<ContextName, string>();
    for (const context of CONTEXTS) {
      const { ownerUrl, runtimeUrl, readerUrl } = await rolesOn(await postgres.createDatabase());
      owners.set(context, ownerUrl);
      environments.set(context, {
        ...file[context]!.environment,
        REGIE_HOST: '127.0.0.1',
        REGIE_PORT: String(await freePort()),
        REGIE_LOG_LEVEL: process.env.REGIE_TEST_LOG_LEVEL ?? 'error',
        REGIE_POSTGRES_URL: throughPooler(runtimeUrl),
        REGIE_POSTGRES_READER_URL: readerUrl,
        REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
        REGIE_ISSUER: `${url}/oidc`,
        REGIE_JWKS_URI: '',
        ...kafkaSettings(kafka),
        ...more,
      });
    }
    const services = new Services(url, front, environments);
    await Promise.all([
      services.prepare('topics', 'mandates'),
      ...CONTEXTS.map((context) =>
        services.prepare(`${context}-migration`, context, { REGIE_POSTGRES_OWNER_URL: owners.get(context)! }),
      ),
    ]);
    await Promise.all(CONTEXTS.map((context) => services.startOne(context)));
    await Promise.all(CONTEXTS.map((context) => services.healthy(context)));
    return services;
  }

  /** The output of the processes so far. */
  get lines(): readonly string[] {
    return this.output;
  }

  /** Runs a job of the compose file, which prepares something before the services start. */
  private async prepare(
    job: string,
    context: ContextName,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const command = ['node', ...ENTRYPOINT.slice(1), ...file[job]!.command!];
    const [code] = (await once(this.run(command, context, settings), 'exit')) as [number];
    if (code !== 0) throw new Error(`${job} failed:\n${this.output.join('\n')}`);
  }

  /** Runs a command in the environment of a service. The program `node` is the Node that runs the test. */
  private run(
    [program, ...args]: readonly string[],
    context: ContextName,
    settings: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(program === 'node' ? process.execPath : program!, args, {
      env: { PATH, HOME, ...this.environments.get(context)!, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => this.output.push(`${context}: ${chunk.toString().trimEnd()}`));
    return child;
  }

  /** Starts a service, and resolves when the service responds. */
  async startOne(context: ContextName): Promise<void> {
    const environment = this.environments.get(context)!;
    const child = this.run([...ENTRYPOINT, ...file[context]!.command!], context);
    this.children.set(context, child);
    for (let waited = 0; waited < 60_000; waited += 100) {
      if (child.exitCode !== null) throw new Error(`${context} did not start:\n${this.output.join('\n')}`);
      const ready = await fetch(`http://127.0.0.1:${environment.REGIE_PORT}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      await sleep(100);
    }
    throw new Error(`${context} was not ready within a minute:\n${this.output.join('\n')}`);
  }

  /** Resolves when the health check of the compose file succeeds. */
  private async healthy(context: ContextName): Promise<void> {
    const [how, ...check] = file[context]!.healthcheck!.test;
    if (how !== 'CMD') throw new Error(`the health check of ${context} is not a command`);
    for (const deadline = Date.now() + 60_000; ; await sleep(500)) {
      const [code] = (await once(this.run(check, context), 'exit')) as [number];
      if (code === 0) return;
      if (Date.now() > deadline)
        throw new Error(`${context} was not healthy within a minute:\n${this.output.join('\n')}`);
    }
  }

  /** Kills a service like a power cut: nothing gets a chance to finish. */
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

/**
 * Returns the Kafka settings of the services: with TLS and a password as in production if this Kafka has such a
 * listener, else without both.
 */
export const kafkaSettings = ({ brokers, prefix, secured }: KafkaOfServices): Record<string, string> => ({
  REGIE_KAFKA_BROKERS: (secured?.brokers ?? brokers).join(','),
  REGIE_KAFKA_PREFIX: prefix,
  REGIE_KAFKA_CLIENT: process.env.REGIE_TEST_KAFKA_CLIENT ?? '',
  REGIE_KAFKA_PARTITIONS: '3',
  REGIE_KAFKA_REPLICAS: '1',
  ...(secured
    ? {
        REGIE_KAFKA_TLS: 'yes',
        REGIE_KAFKA_TLS_CA: secured.ca,
        REGIE_KAFKA_USERNAME: secured.username,
        REGIE_KAFKA_PASSWORD: secured.password,
      }
    : { REGIE_KAFKA_SASL_MECHANISM: '', REGIE_KAFKA_USERNAME: '', REGIE_KAFKA_PASSWORD: '' }),
});

/** Starts a server that stands in for the proxy of production and for the identity provider. */
export const frontOf = async (forward: RequestHandler): Promise<{ front: Server; url: string }> => {
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
  app.use(forward);
  return { front, url };
};

/** Returns a handler that forwards a request to the service of its path, as the proxy of production does. */
export const forwardTo =
  (portOf: (context: ContextName) => number) =>
  (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, headers, url: path = '' } = incoming;
    const context = proxied(new URL(path, 'http://front').pathname)?.service as ContextName | undefined;
    if (!context) return void response.writeHead(404).end();
    const onward = request({ host: '127.0.0.1', port: portOf(context), method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    // An unavailable service results in 502, as behind a real proxy.
    onward.on('error', () =>
      response.headersSent
        ? response.destroy()
        : response
            .writeHead(502, { 'content-type': 'application/json' })
            .end(JSON.stringify({ code: 'proxy.service-away', context })),
    );
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  };
