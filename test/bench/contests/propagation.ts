import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { brusselsDate } from '#kernel';
import { typeParsers } from '#postgres';
import { loadDemonstration, type Person, tokenFor } from '../../../apps/hub/src/demonstration/load.js';
import { Services } from '../../journeys/services.js';
import type { Contest } from '../contest.js';

/**
 * The interval at which a log subscription polls for writes of other processes. Kafka needs no interval, because a
 * fetch waits at the broker and returns as soon as there are events.
 */
const POLL_MS = 100;
const ALLOWED_MS = 2 * POLL_MS + 100;

const CASES = 100;
/** The number of concurrent clients when the capacity of the services is measured. */
const CLIENTS = 16;
const LOOK_EVERY_MS = 4;
const VISIBLE_WITHIN_MS = 60_000;

/**
 * Measures the time from a command until its event is visible in another service, through real processes.
 * The command proposes a commitment: HTTP, proxy, service of the context cases, its log, its publisher, Kafka. The
 * event is visible when the service of the context partners has it in the feed of the owner: its reader, its database.
 * Commands are due at fixed times, at half of the rate that the services can sustain, even when earlier commands are
 * slow. The time runs from the moment at which a command is due.
 */
export const propagation = (seconds: number): Contest => ({
  name: 'propagation',
  question: `a command to its event visible in another service, p99 of ${seconds} s at half of capacity, against 2 polls of the log (${POLL_MS} ms each) + 100 ms`,
  unit: 'ms',
  goal: 1,
  needsKafka: true,
  peer: ALLOWED_MS,
  ours: async ({ createDatabase, brokers, onProgress }) => {
    const databases: string[] = [];
    onProgress('starting four services');
    const services = await Services.start(
      {
        createDatabase: async () => {
          databases.push(await createDatabase());
          return databases.at(-1)!;
        },
      },
      { brokers, prefix: '' },
    );
    const today = brusselsDate(new Date());
    onProgress(`loading the demonstration, and opening ${CASES} cases`);
    await loadDemonstration(services.url, today, (person) => tokenFor(services.url, person));
    const load = new Load(await OpenCases.open(services.url, today), await Feed.open(databases), seconds);
    onProgress('measuring what the services can do');
    await load.full();
    const capacity = await load.full();
    onProgress(`capacity: ${capacity.toFixed(0)} commands/s visible; the load is half of that`);
    const counted: Times[] = [];
    let rounds = 0;
    return {
      // The services are child processes of this process.
      counted: [process.pid],
      run: async (measure) => {
        let times: readonly Times[] = [];
        const run = await measure(async () => {
          times = await load.atRate(capacity / 2);
          return times.length;
        });
        // The first of several rounds warms up.
        if (rounds++ === 1) counted.length = 0;
        counted.push(...times);
        const visible = times.map((time) => time.visible);
        return { ...run, value: percentile(visible, 99) };
      },
      close: async () => {
        for (const line of distribution(counted)) onProgress(line);
        await load.feed.close();
        await services.stop();
      },
    };
  },
});

/** The times of one command in ms, from the moment at which the command was due. */
type Times = Readonly<{ acknowledged: number; visible: number }>;

/** Sends commands as fast as the services can handle them, or at a fixed rate. */
class Load {
  private sent = 0;

  constructor(
    private readonly cases: OpenCases,
    readonly feed: Feed,
    private readonly seconds: number,
  ) {}

  /**
   * Runs {@link CLIENTS} clients at once: each sends its next command when the last one is answered. Returns the number
   * of commands per second that became visible.
   */
  async full(): Promise<number> {
    const start = performance.now();
    const pending: Promise<unknown>[] = [];
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (performance.now() - start < this.seconds * 1_000)
          pending.push(this.feed.shows(await this.cases.propose(this.sent++)));
      }),
    );
    await Promise.all(pending);
    return (pending.length / (performance.now() - start)) * 1_000;
  }

  /** Sends this many commands per second, at fixed times. */
  async atRate(perSecond: number): Promise<readonly Times[]> {
    const start = performance.now();
    return Promise.all(
      Array.from({ length: Math.floor(this.seconds * perSecond) }, async (_, n) => {
        const due = start + (n * 1_000) / perSecond;
        await pause(Math.max(0, due - performance.now()));
        const commitmentId = await this.cases.propose(this.sent++);
        const acknowledged = performance.now() - due;
        return { acknowledged, visible: (await this.feed.shows(commitmentId)) - due };
      }),
    );
  }
}

/** Open cases of Stad Gent in which the housing company takes part. */
class OpenCases {
  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly cases: readonly string[],
    private readonly dueOn: string,
  ) {}

  static async open(url: string, today: string): Promise<OpenCases> {
    const [an, tom] = await Promise.all(
      (['an.peeters', 'tom.maes'] as const satisfies Person[]).map((person) => tokenFor(url, person)),
    );
    const opening = {
      title: 'Litter around the park',
      neighbourhood: '4',
      theme: 'leefbaarheid',
      why: 'Who uses it live around it.',
      scope: 'The park.',
      invite: ['woningent'],
    };
    const openCase = async (): Promise<string> => {
      const { caseId } = await post(url, '/v1/cases', an!, opening);
      await post(url, `/v1/cases/${caseId}/participants/woningent/acceptance`, tom!);
      return caseId!;
    };
    const cases: string[] = [];
    // The events of the register must first arrive at the service of the context cases.
    for (let tries = 1; cases.length === 0; tries++) {
      try {
        cases.push(await openCase());
      } catch (error) {
        if (tries === 50) throw error;
        await pause(200);
      }
    }
    while (cases.length < CASES) cases.push(await openCase());
    return new OpenCases(url, an!, cases, today);
  }

  /** Proposes a commitment, and returns its id as soon as the event is in the log. */
  async propose(n: number): Promise<string> {
    const path = `/v1/cases/${this.cases[n % this.cases.length]}/commitments`;
    return (
      await post(this.url, path, this.token, {
        what: `Repair light ${n} along the path`,
        owner: 'woningent',
        dueOn: this.dueOn,
      })
    ).commitmentId!;
  }
}

const post = async (url: string, path: string, token: string, body?: object): Promise<Record<string, string>> => {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const answer = (await response.json()) as Record<string, string>;
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
};

/**
 * Reads the feeds of the context partners from its database every few ms. This costs the services less time than as
 * many requests would, and never makes the measured time too short.
 */
class Feed {
  private readonly seen = new Map<string, number>();
  private readonly waiting = new Map<string, (at: number) => void>();
  private after = '0';
  private closed = false;
  private readonly looking: Promise<void>;

  private constructor(private readonly client: pg.Client) {
    this.looking = this.look();
    // An error of `look` reaches the caller by `shows`.
    this.looking.catch(() => undefined);
  }

  /** Connects to the database of the context partners, which is one of these. */
  static async open(databases: readonly string[]): Promise<Feed> {
    for (const connectionString of databases) {
      const client = new pg.Client({ connectionString, types: typeParsers });
      await client.connect();
      const { rows } = await client.query<{ there: boolean }>(
        `select to_regclass('partners.feed_event') is not null as there`,
      );
      if (rows[0]!.there) return new Feed(client);
      await client.end();
    }
    throw new Error('no database has the feed of the partners');
  }

  /** Waits until the commitment is visible in the feed, and returns the moment at which it was first seen. */
  shows(commitmentId: string): Promise<number> {
    const at = this.seen.get(commitmentId);
    if (at !== undefined) return Promise.resolve(at);
    const shown = new Promise<number>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${commitmentId} is not in the feed after ${VISIBLE_WITHIN_MS / 1_000} s`)),
        VISIBLE_WITHIN_MS,
      );
      this.waiting.set(commitmentId, (when) => {
        clearTimeout(late);
        resolve(when);
      });
    });
    return Promise.race([shown, this.looking.then(() => shown)]);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.looking;
    await this.client.end();
  }

  private async look(): Promise<void> {
    for (; !this.closed; await pause(LOOK_EVERY_MS)) {
      const { rows } = await this.client.query<{ number: string; id: string | null }>({
        name: 'look',
        text: `select number, event->'data'->>'commitmentId' as id from partners.feed_event where city = '44021' and number > $1 order by number`,
        values: [this.after],
      });
      const at = performance.now();
      for (const { number, id } of rows) {
        this.after = number;
        if (id === null) continue;
        this.seen.set(id, at);
        this.waiting.get(id)?.(at);
        this.waiting.delete(id);
      }
    }
  }
}

const percentile = (values: readonly number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1]!;

const percentiles = (values: readonly number[]): string =>
  `${[50, 90, 99].map((percent) => `p${percent} ${percentile(values, percent).toFixed(0)} ms`).join(', ')}, longest ${Math.max(...values).toFixed(0)} ms, of ${values.length}`;

const distribution = (times: readonly Times[]): readonly string[] => {
  const visible = times.map((time) => time.visible);
  return [
    `acknowledged: ${percentiles(times.map(({ acknowledged }) => acknowledged))}`,
    `visible:      ${percentiles(visible)}`,
    ...histogram(visible),
  ];
};

const EDGES_MS = [10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1_000, Infinity];
const BAR = 40;

/** Draws a line for each range of times, with the number of commands in that range. */
const histogram = (values: readonly number[]): string[] => {
  const counts = EDGES_MS.map(
    (edge, index) => values.filter((value) => value <= edge && value > (EDGES_MS[index - 1] ?? -Infinity)).length,
  );
  const most = Math.max(...counts);
  return EDGES_MS.map((edge, index) => {
    const label = edge === Infinity ? `> ${EDGES_MS[index - 1]}` : `<= ${edge}`;
    return `${label.padStart(7)} ms ${String(counts[index]).padStart(6)} ${'#'.repeat(Math.ceil((counts[index]! / most) * BAR))}`.trimEnd();
  });
};
