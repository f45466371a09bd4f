import { randomUUID } from 'node:crypto';
import { access, appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { FaultProxy } from './fault-proxy.js';
import { endWith, freePorts, type JavaBroker, type ProxiedListener, startJavaBroker } from './kafka-broker.js';
import { javaMissing, KAFKA_VERSION, kafkaJars } from './kafka-jars.js';

/**
 * The Kafka of a spec: all specs of a run share the broker, and a prefix separates topics and groups. `stop` deletes those of this spec.
 */
export type TestKafka = Readonly<{ brokers: readonly string[]; prefix: string; stop(): Promise<void> }>;

const run = Number(process.env.REGIE_TEST_RUN ?? process.pid);
/** The folder that libs/testing/teardown.js cleans up after the run. */
const folder = join(tmpdir(), `regie-test-kafka-${run}`);
const START_WITHIN_MS = 600_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Connects to the Kafka of this test run, which the first spec starts.
 * REGIE_TEST_KAFKA names its brokers (host:port, comma-separated). Without it, the broker is a container, or Java with files from Maven.
 */
export const startKafka = async (): Promise<TestKafka> => {
  const brokers = await brokersOfThisRun();
  const prefix = `t${randomUUID().slice(0, 8)}.`;
  return {
    brokers,
    prefix,
    stop: () =>
      administer(brokers, async (admin) => {
        const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
        // A topic that a spec has just deleted may still be in the list.
        for (const topic of topics) await admin.deleteTopics({ topics: [topic] }).catch(() => undefined);
        const groups = (await admin.listGroups()).groups
          .map(({ groupId }) => groupId)
          .filter((id) => id.startsWith(prefix));
        // A group whose members have just left cannot always be deleted yet. A group that remains does no harm.
        if (groups.length > 0) await admin.deleteGroups(groups).catch(() => undefined);
      }),
  };
};

/** Runs work with an admin client of kafkajs. */
export const administer = async <T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  return work(admin).finally(() => admin.disconnect());
};

/** Starts a broker for one spec alone, which requires Java. */
export const startOwnKafka = async (proxied: readonly ProxiedListener[] = []): Promise<JavaBroker> =>
  startJavaBroker(join(folder, `own-${randomUUID().slice(0, 8)}`), await classpathOfThisRun(), run, proxied);

/** A broker for one spec. `proxied` is its address behind a proxy that injects faults. */
export type ProxiedKafka = JavaBroker &
  Readonly<{ proxied: Readonly<{ brokers: readonly string[]; proxy: FaultProxy }> }>;

export const startProxiedKafka = async (): Promise<ProxiedKafka> => {
  const [port] = await freePorts(1);
  const proxy = await FaultProxy.open({ host: '127.0.0.1', port: port! });
  const broker = await startOwnKafka([{ port: port!, advertised: proxy.port }]);
  return {
    ...broker,
    proxied: { brokers: [`127.0.0.1:${proxy.port}`], proxy },
    stop: async () => {
      await proxy.close();
      await broker.stop();
    },
  };
};

/**
 * Declares specs that need Kafka. On a machine without Kafka they do not run, and the end of the run reports them.
 * @param own whether the specs need a broker of their own
 */
export const describeWithKafka = async (name: string, body: () => void, { own = false } = {}): Promise<void> => {
  const absent = own ? await javaMissing() : await kafkaMissing();
  if (!absent) return describe(name, body);
  describe(name, () => {
    it('needs a Kafka, and there is none here', async () => {
      await mkdir(folder, { recursive: true });
      await appendFile(join(folder, 'absent'), `${name}: not tried, because ${absent}\n`);
    });
  });
};

const kafkaMissing = async (): Promise<string | undefined> => {
  if (process.env.REGIE_TEST_KAFKA || (await dockerAnswers())) return undefined;
  const reason = await javaMissing();
  return reason && `REGIE_TEST_KAFKA names no broker, no Docker engine answers, and ${reason}`;
};

const brokersOfThisRun = async (): Promise<readonly string[]> => {
  const given = process.env.REGIE_TEST_KAFKA;
  if (given) return given.split(',').map((broker) => broker.trim());
  return JSON.parse(
    await onceInThisRun('shared', async (path) => {
      if (await dockerAnswers()) return JSON.stringify([await startContainer(path)]);
      const { brokers } = await startJavaBroker(path, await classpathOfThisRun(), run);
      return JSON.stringify(brokers);
    }),
  ) as string[];
};

const classpathOfThisRun = (): Promise<string> => onceInThisRun('jars', () => kafkaJars(say));

/**
 * Runs work once for all processes of the run: the process that creates the folder does the work, the others wait for the result.
 */
const onceInThisRun = async (name: string, work: (folder: string) => Promise<string>): Promise<string> => {
  const path = join(folder, name);
  const [answer, failure] = [join(folder, `${name}.answer`), join(folder, `${name}.failure`)];
  await mkdir(folder, { recursive: true });
  const first = await mkdir(path).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      const result = await work(path);
      await writeFile(`${answer}.new`, result, { mode: 0o600 });
      await rename(`${answer}.new`, answer);
      return result;
    } catch (error) {
      await writeFile(failure, String(error));
      throw error;
    }
  }
  for (let waited = 0; waited < START_WITHIN_MS; waited += 50) {
    const result = await readFile(answer, 'utf8').catch(() => undefined);
    if (result !== undefined) return result;
    const why = await readFile(failure, 'utf8').catch(() => undefined);
    if (why !== undefined) throw new Error(why);
    await pause(50);
  }
  throw new Error(`${path} was never ready`);
};

let docker: Promise<boolean> | undefined;
const dockerAnswers = (): Promise<boolean> => {
  const ask = async (): Promise<boolean> => {
    const socket = await access('/var/run/docker.sock').then(
      () => true,
      () => false,
    );
    if (!socket && !process.env.DOCKER_HOST && !process.env.TESTCONTAINERS_HOST_OVERRIDE) return false;
    const { getContainerRuntimeClient } = await import('testcontainers');
    return getContainerRuntimeClient().then(
      () => true,
      () => false,
    );
  };
  return (docker ??= ask());
};

/** Starts a broker in a container and returns its address. The port is chosen before the start, because the broker must advertise it. */
const startContainer = async (path: string): Promise<string> => {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const [port] = await freePorts(1);
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  say(`Kafka ${KAFKA_VERSION}: starting a container (its image is fetched the first time) ...`);
  const container = await new GenericContainer(`apache/kafka:${KAFKA_VERSION}`)
    .withExposedPorts({ container: 9092, host: port! })
    .withEnvironment({
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_NODE_ID: '1',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
      KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS: '1000',
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    // The container ends with the whole run, because the worker that starts it may end before other workers stop using it.
    .withAutoCleanup(false)
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'))
    .start();
  await writeFile(join(path, 'container'), container.getId());
  await endWith(run, path, `docker rm -f ${container.getId()} >/dev/null 2>&1`);
  return `${host}:${port}`;
};
