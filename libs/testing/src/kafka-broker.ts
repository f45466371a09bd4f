import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { selfSigned } from './certificates.js';

/** The listener with TLS and a password. `ca` is the path of the broker's certificate in PEM. */
export type Secured = Readonly<{ brokers: readonly string[]; ca: string; username: string; password: string }>;

/** The listener that requires a client certificate. `ca`, `cert` and `key` are paths of PEM files. */
export type Mutual = Readonly<{ brokers: readonly string[]; ca: string; cert: string; key: string }>;

/** A broker in KRaft mode that is its own controller, in a child process. Its data survive a `kill`. */
export type JavaBroker = Readonly<{
  brokers: readonly string[];
  secured: Secured;
  mutual: Mutual;
  /** Kills the process, as a crash would. */
  kill(): Promise<void>;
  /** Starts the broker again on its data and ports. */
  start(): Promise<void>;
  /** Stops the broker and removes its folder. */
  stop(): Promise<void>;
}>;

const READY_WITHIN_MS = 90_000;

/** A listener of the broker at `port` for clients that reach it at the port `advertised`, such as that of a proxy. */
export type ProxiedListener = Readonly<{ port: number; advertised: number }>;

/** Creates a broker in a new folder and starts it. The broker ends when the process `owner` ends. */
export const startJavaBroker = async (
  folder: string,
  classpath: string,
  owner: number,
  proxied: readonly ProxiedListener[] = [],
): Promise<JavaBroker> => {
  await mkdir(folder, { recursive: true });
  await endWith(owner, folder, endJavaBroker(folder));
  const [plain, secure, mutual, controller] = await freePorts(4);
  const [username, password] = ['regie', randomBytes(18).toString('base64url')];
  const pem = (name: string): string => join(folder, `${name}.pem`);
  const listeners = [
    { name: 'PLAINTEXT', protocol: 'PLAINTEXT', port: plain, advertised: plain },
    { name: 'SECURE', protocol: 'SASL_SSL', port: secure, advertised: secure },
    { name: 'MUTUAL', protocol: 'SSL', port: mutual, advertised: mutual },
    ...proxied.map((listener, index) => ({ name: `PROXIED${index}`, protocol: 'PLAINTEXT', ...listener })),
  ];
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: [
      ...listeners.map(({ name, port }) => `${name}://127.0.0.1:${port}`),
      `CONTROLLER://127.0.0.1:${controller}`,
    ].join(),
    'advertised.listeners': listeners.map(({ name, advertised }) => `${name}://127.0.0.1:${advertised}`).join(),
    'listener.security.protocol.map': [
      ...listeners.map(({ name, protocol }) => `${name}:${protocol}`),
      'CONTROLLER:PLAINTEXT',
    ].join(),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': pem('broker'),
    'listener.name.mutual.ssl.client.auth': 'required',
    'listener.name.mutual.ssl.truststore.type': 'PEM',
    'listener.name.mutual.ssl.truststore.location': pem('our-certificate'),
    'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.secure.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    // There are no other brokers for replicas.
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    // Groups start at once, and retention is checked often: tests wait for both.
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'log.retention.check.interval.ms': '1000',
  };
  const properties = join(folder, 'server.properties');
  await writeFile(
    properties,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  const log = join(folder, 'log');
  // The C1 compiler alone is enough for a small, short-lived process, and makes the start twice as fast.
  const java = async (...args: readonly string[]): Promise<ChildProcess> => {
    const output = await open(log, 'a', 0o600);
    const child = spawn('java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classpath, ...args], {
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await output.close();
    return child;
  };
  const [theirs, ours] = [await selfSigned('localhost'), await selfSigned('regie')];
  const files = {
    broker: `${theirs.key}\n${theirs.certificate}`,
    'broker-certificate': theirs.certificate,
    'our-key': ours.key,
    'our-certificate': ours.certificate,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(pem(name), text, { mode: 0o600 });
  await ended(
    await java('kafka.tools.StorageTool', 'format', '--cluster-id', clusterId(), '--config', properties),
    log,
  );

  let broker: ChildProcess;
  const start = async (): Promise<void> => {
    broker = await java('-Xmx512m', 'kafka.Kafka', properties);
    broker.unref();
    await writeFile(join(folder, 'pid'), String(broker.pid));
    for (const deadline = Date.now() + READY_WITHIN_MS; !(await listens(plain!)); await pause(50)) {
      if (broker.exitCode !== null || broker.signalCode !== null || Date.now() > deadline)
        throw new Error(`Kafka did not start:\n${await lastLines(log)}`);
    }
  };
  const kill = async (): Promise<void> => {
    if (broker.exitCode !== null || broker.signalCode !== null) return;
    const gone = once(broker, 'exit');
    broker.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    brokers: [`127.0.0.1:${plain}`],
    secured: { brokers: [`127.0.0.1:${secure}`], ca: pem('broker-certificate'), username, password },
    mutual: {
      brokers: [`127.0.0.1:${mutual}`],
      ca: pem('broker-certificate'),
      cert: pem('our-certificate'),
      key: pem('our-key'),
    },
    kill,
    start,
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/**
 * Waits in a separate process until `owner` is gone or the file `end` appears, then runs `command`, which ends the broker, and removes `folder`.
 * A separate process is needed because a killed test run cannot clean up.
 * The file `<folder>.watched` exists until the cleanup is done.
 */
export const endWith = async (owner: number, folder: string, command: string): Promise<void> => {
  await writeFile(`${folder}.watched`, '');
  const until = `while kill -0 ${owner} 2>/dev/null && [ ! -e '${dirname(folder)}/end' ] && [ -d '${folder}' ]; do sleep 0.2; done`;
  spawn('sh', ['-c', `${until}; ${command}; rm -rf '${folder}' '${folder}.watched'`], {
    detached: true,
    stdio: 'ignore',
  }).unref();
};

/** Returns the command that ends the Java broker of a folder. It checks that the process id does not belong to another program by now. */
const endJavaBroker = (folder: string): string =>
  `pid=$(cat '${folder}/pid' 2>/dev/null); if ps -o args= -p "$pid" 2>/dev/null | grep -qF '${folder}'; then kill -9 "$pid"; fi`;

/** Returns a new UUID in Kafka's form, without a leading dash, which would look like an option. */
const clusterId = (): string => {
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
};

export const freePorts = async (count: number): Promise<number[]> => {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => (probe.address() as { port: number }).port);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
};

const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), done(true))).once('error', () => done(false));
  });

const ended = (child: ChildProcess, log: string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else void lastLines(log).then((lines) => reject(new Error(`${child.spawnfile} ended with ${code}:\n${lines}`)));
    });
  });

const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-12).join('\n');
