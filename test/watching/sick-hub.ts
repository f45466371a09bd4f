import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { until } from '#testing/until';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
import { HubProcess } from '../journeys/hub-process.js';
import { systemToken } from '../journeys/people.js';

const run = promisify(execFile);

/** The user that owns the database of a hub in a box. */
const USER = 'regie';

/** Shortens the minute between two runs of a worker to two seconds, so that a spec sees it fail twice. */
const SHORT_MINUTES = `data:text/javascript,${encodeURIComponent(
  "import timers from'node:timers/promises';import{syncBuiltinESMExports}from'node:module';const{setTimeout:real}=timers;timers.setTimeout=(ms,...rest)=>real(ms===60_000?2_000:ms,...rest);syncBuiltinESMExports()",
)}`;

/** A folder on a small disk of its own, so that a test can fill it; on the common disk where this user may not mount one. */
type Disk = Readonly<{ folder: string; own: boolean; remove(): Promise<void> }>;

const smallDisk = async (): Promise<Disk> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-disk-'));
  const own = await run('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  return {
    folder,
    own,
    remove: async () => {
      if (own) await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A hub in a box in a process of its own, in which a spec makes the conditions of alerts. Needs `npm run build`. */
export class SickHub {
  private readonly stopping = new AbortController();
  private readonly background: Promise<unknown>[] = [];
  private readonly receivers: Receiver[] = [];
  /** a connection as the owner of the database */
  db!: Client;

  private constructor(
    private readonly process: HubProcess,
    readonly disk: Disk,
    private readonly connectionString: string,
  ) {}

  static async start(): Promise<SickHub> {
    const disk = await smallDisk();
    const environment = { REGIE_WEBHOOK_ALLOW: '127.0.0.0/8', NODE_OPTIONS: `--import=${SHORT_MINUTES}` };
    const hub = await HubProcess.start({ folder: join(disk.folder, 'hub'), environment });
    const { postgresUrl } = JSON.parse(await readFile(join(hub.folder, 'hub.json'), 'utf8')) as { postgresUrl: string };
    // The owner of the database: a hub may run as a role with fewer rights.
    const password = await readFile(join(hub.folder, 'postgres/password'), 'utf8');
    const connectionString = Object.assign(new URL(postgresUrl), { username: USER, password }).href;
    const sick = new SickHub(hub, disk, connectionString);
    sick.db = await sick.connect();
    return sick;
  }

  /** Opens another connection to the database. */
  async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.connectionString, types: typeParsers });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  get url(): string {
    return this.process.url;
  }

  /** The address that Prometheus scrapes. */
  get target(): string {
    return new URL(this.url).host;
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  async get(path: string, token?: string): Promise<Response> {
    const authorization = `Bearer ${token ?? (await tokenFor(this.url, 'marc.claes'))}`;
    return fetch(this.url + path, { headers: { authorization }, signal: this.stopping.signal });
  }

  /** Proposes a mandate: a fact that the feed of every agency has. */
  async proposeMandate(): Promise<void> {
    const headers = {
      authorization: `Bearer ${await tokenFor(this.url, 'an.peeters')}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const body = JSON.stringify({
      slots: [{ neighbourhood: '25', theme: 'jeugd' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'wijkregisseur',
    });
    const response = await fetch(`${this.url}/v1/mandates`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`the mandate is refused: ${await response.text()}`);
  }

  /** Makes subscriptions of two agencies whose endpoints refuse every event, and an event for them. */
  async subscribeRefusingEndpoints(): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const client of ['woningent-api', 'politiezone-gent-api']) {
      const receiver = await Receiver.start();
      receiver.answer = () => 500;
      this.receivers.push(receiver);
      const token = await systemToken(this.url, client);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': client,
      };
      const body = JSON.stringify({ url: receiver.url });
      const response = await fetch(`${this.url}/v1/subscriptions`, { method: 'POST', headers, body });
      const created = (await response.json()) as { subscriptionId: string };
      if (!response.ok) throw new Error(`the subscription is refused: ${JSON.stringify(created)}`);
      ids.push(created.subscriptionId);
    }
    await until(async () => {
      const { rows } = await this.db.query(`SELECT FROM partners.subscription WHERE status = 'active'`);
      return rows.length === ids.length;
    });
    await this.proposeMandate();
    await until(async () => {
      const { rows } = await this.db.query('SELECT FROM partners.delivery WHERE attempts > 0');
      return rows.length >= ids.length;
    });
    return ids;
  }

  /** Repeats work in the background until the end of the spec. */
  repeat(work: () => Promise<unknown>, everyMs: number): void {
    const { signal } = this.stopping;
    this.background.push(
      (async () => {
        while (!signal.aborted) {
          await work().catch(() => undefined);
          await pause(everyMs, undefined, { signal }).catch(() => undefined);
        }
      })(),
    );
  }

  /** Stops a process, such as this one, for a moment again and again, as an overloaded machine does: its event loop is late. */
  holdUp(pid = this.process.pid): void {
    this.repeat(async () => {
      process.kill(pid, 'SIGSTOP');
      await pause(400);
      process.kill(pid, 'SIGCONT');
    }, 400);
  }

  /** Fills the disk of the folder until a twentieth is free. */
  async fillDisk(): Promise<void> {
    const { blocks, bavail, bsize } = await statfs(this.disk.folder);
    const file = await open(join(this.disk.folder, 'ballast'), 'w');
    const chunk = Buffer.alloc(1_048_576);
    for (let left = (bavail - blocks * 0.05) * bsize; left > 0; left -= chunk.length) await file.write(chunk);
    await file.close();
  }

  /** Ends the background work. Later steps kill parts of the hub. */
  async endBackground(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.background);
    process.kill(this.process.pid, 'SIGCONT');
  }

  /** Kills the PostgreSQL of the hub like a power cut. */
  async killDatabase(): Promise<void> {
    const [pid] = (await readFile(join(this.process.folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
  }

  async remove(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.background);
    await this.db.end().catch(() => undefined);
    await this.process.stop().catch(() => undefined);
    for (const receiver of this.receivers) await receiver.stop();
    await this.disk.remove();
  }
}
