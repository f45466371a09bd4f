import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** A request of the load, sent once, with its times in ms of `Date.now()`. `status` 0: there was no response. `code`: that of the refusal. */
export type Sent = Readonly<{
  method: string;
  path: string;
  key: string;
  status: number;
  code?: string;
  from: number;
  to: number;
}>;
/** A write, with its name, which is its Idempotency-Key. */
type Write = Readonly<{ path: string; body: (name: string) => object }>;

/** The shape of the load: a team, and a proposed mandate, which all go into one stream. */
const WRITES: readonly Write[] = [
  { path: '/v1/teams', body: (name) => ({ name, neighbourhoods: ['4'] }) },
  {
    path: '/v1/mandates',
    body: (name) => ({
      slots: [{ neighbourhood: '4', theme: 'jeugd' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: name,
    }),
  },
];
const READS = ['/v1/cases?limit=5', '/v1/teams?limit=5', '/v1/mandates/holder?neighbourhood=4&theme=leefbaarheid'];
const PAUSE_MS = 20;

/** Clients that write and read at one address. Each sends its requests one after the other, and none twice. */
export class Load {
  readonly sent: Sent[] = [];
  readonly written = new Map<string, string>();
  private position = '';
  private running = true;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly url: string,
    private readonly token: string,
    { writers, readers }: Readonly<{ writers: number; readers: number }>,
  ) {
    this.clients = [
      ...Array.from({ length: writers }, (_, n) =>
        this.repeat((turn) => this.write(WRITES[(n + turn) % WRITES.length]!)),
      ),
      ...Array.from({ length: readers }, (_, n) => this.repeat((turn) => this.read(READS[(n + turn) % READS.length]!))),
    ];
  }

  /** The requests that failed. */
  get failed(): readonly Sent[] {
    return this.sent.filter(({ status }) => status < 200 || status > 299);
  }

  /** The number of requests that succeeded. */
  get succeeded(): number {
    return this.sent.length - this.failed.length;
  }

  /** Returns true when a hub shows every write so far: its read models have come so far, or have done so after a wait. */
  async isVisible(): Promise<boolean> {
    return (await this.request('GET', READS[0]!, '', undefined, this.position)).status === 200;
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
  }

  /** Repeats a write under its key, as a client does that got no answer. Returns its status. */
  async repeatWrite({ path, key }: Sent): Promise<number> {
    const { body } = WRITES.find((write) => write.path === path)!;
    return (await this.request('POST', path, key, body(key))).status;
  }

  private async repeat(work: (turn: number) => Promise<void>): Promise<void> {
    for (let turn = 0; this.running; turn++) {
      await work(turn);
      await pause(PAUSE_MS);
    }
  }

  private async write({ path, body }: Write): Promise<void> {
    const key = `load-${randomUUID()}`;
    const sent = await this.request('POST', path, key, body(key));
    this.sent.push(sent);
    if (sent.status === 201) this.written.set(key, path);
  }

  private async read(path: string): Promise<void> {
    this.sent.push(await this.request('GET', path, ''));
  }

  private async request(method: string, path: string, key: string, body?: object, after?: string): Promise<Sent> {
    const from = Date.now();
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': key }),
      ...(after && { 'regie-after': after }),
    };
    const answer = await fetch(this.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) }).then(
      async (response) => {
        const { code } = (await response.json()) as { code?: string };
        this.position = response.headers.get('regie-position') ?? this.position;
        return { status: response.status, ...(!response.ok && { code }) };
      },
      () => ({ status: 0 }),
    );
    return { method, path, key, ...answer, from, to: Date.now() };
  }
}
