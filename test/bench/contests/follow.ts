import { setTimeout as pause } from 'node:timers/promises';
import { Client as Connection } from 'undici';
import { parsePositionToken } from '#http';
import { brusselsDate } from '#kernel';
import { loadDemonstration, type Person, tokenFor } from '../../../apps/hub/src/demonstration/load.js';
import { HubProcess } from '../../journeys/hub-process.js';
import { Services } from '../../journeys/services.js';
import type { Contest, Run, Side, Surroundings } from '../contest.js';
import { type Acknowledged, type Delays, ProcessorDelays } from '../processor-delays.js';

const CLIENTS = 32;
const P99_MS = 200;
const LONGEST_MS = 1_000;
const WRITER: Person = 'an.peeters';
/** A route of each context. A request with `Regie-After` waits for the read models of the process that serves it. */
const ROUTES = ['/v1/cases', '/v1/mandates', '/v1/agencies', '/v1/neighbourhoods'];

/** The hub or the services under test: the address, and the databases of the contexts. */
type Running = Readonly<{ url: string; databases: readonly string[]; stop(): Promise<void> }>;

/**
 * Measures how far every processor is behind while 32 clients open cases over HTTP, each as fast as it is answered.
 * A delay runs from the answer to a client until the case is in the read model. The value of a run is the largest p99
 * of a processor, or a fifth of the longest delay when that is more: so the bound of 200 ms is also one of 1 s for the longest.
 */
export const follow = (name: 'follow' | 'follow-services', seconds: number): Contest => ({
  name,
  question: `every processor ${name === 'follow' ? 'of a hub' : 'of four services over Kafka'} while ${CLIENTS} clients open cases for ${seconds} s: p99 at most ${P99_MS} ms behind, longest at most ${LONGEST_MS} ms`,
  unit: 'ms',
  goal: 1,
  needsKafka: name === 'follow-services',
  peer: P99_MS,
  ours: async (surroundings) =>
    followed(await (name === 'follow' ? startHub(surroundings) : startServices(surroundings)), seconds, surroundings),
});

const startHub = async ({ createDatabase, onProgress }: Surroundings): Promise<Running> => {
  const url = await createDatabase();
  onProgress('starting a hub');
  const hub = await HubProcess.start({ database: url });
  return { url: hub.url, databases: [url], stop: () => hub.remove() };
};

const startServices = async ({ createDatabase, brokers, onProgress }: Surroundings): Promise<Running> => {
  const databases: string[] = [];
  const creating = async (): Promise<string> => {
    databases.push(await createDatabase());
    return databases.at(-1)!;
  };
  onProgress('starting four services, and loading the demonstration');
  const services = await Services.start({ createDatabase: creating }, { brokers, prefix: '' });
  const { url } = services;
  await loadDemonstration(url, brusselsDate(new Date()), (person) => tokenFor(url, person));
  return { url, databases, stop: () => services.stop() };
};

const followed = async (
  { url, databases, stop }: Running,
  seconds: number,
  { onProgress }: Surroundings,
): Promise<Side> => {
  const writers = await Writers.open(url);
  const delays = await ProcessorDelays.open(databases, await writers.firstCases());
  let rounds = 0;
  return {
    // The hub and the services are child processes of this process.
    counted: [process.pid],
    run: async (measure) => {
      let run: Run = await measure(() => writers.openCases(seconds * 1_000, (write) => delays.add(write)));
      const measured = await delays.caughtUp();
      // The first run is the warm-up, as in every contest.
      if (rounds++ > 0) {
        const refused = [...writers.refused].map(([code, count]) => `${count} refused with ${code}`);
        onProgress([`${run.value.toFixed(0)} cases/s`, ...refused].join(', '));
        for (const line of inWords(measured)) onProgress(line);
      }
      run = { ...run, value: Math.max(...measured.map(judged)) };
      return run;
    },
    close: async () => {
      await delays.close();
      await writers.close();
      await stop();
    },
  };
};

/** Clients that open cases in Ghent, each over a connection of its own with one request at a time. */
class Writers {
  /** the number of answers 503, by their code */
  readonly refused = new Map<string, number>();
  private opened = 0;
  /** `Regie-Position` of the last case */
  private last = '';
  private readonly clients: readonly Connection[];

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {
    this.clients = Array.from({ length: CLIENTS }, () => new Connection(url));
  }

  static async open(url: string): Promise<Writers> {
    return new Writers(url, await tokenFor(url, WRITER));
  }

  /** Opens the first cases one by one, and resolves when all read models contain them. */
  async firstCases(): Promise<readonly Acknowledged[]> {
    const writes: Acknowledged[] = [];
    // The events of the register must first arrive at the service of the context cases.
    for (let tries = 1; writes.length < 3; tries++)
      try {
        const write = await this.openCase(this.clients[0]!);
        if (!write) continue;
        writes.push(write);
        await Promise.all(ROUTES.map((route) => this.visible(route)));
      } catch (error) {
        if (tries === 100) throw error;
        await pause(200);
      }
    return writes;
  }

  /** Opens cases for this time, and returns their number. */
  async openCases(milliseconds: number, onWrite: (write: Acknowledged) => void): Promise<number> {
    const start = performance.now();
    let cases = 0;
    await Promise.all(
      this.clients.map(async (client) => {
        while (performance.now() - start < milliseconds) {
          const write = await this.openCase(client);
          if (!write) continue;
          onWrite(write);
          cases++;
        }
      }),
    );
    return cases;
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }

  /** Opens a case. After an answer 503 it waits for the time of `Retry-After` and returns nothing. */
  private async openCase(client: Connection): Promise<Acknowledged | undefined> {
    const { statusCode, headers, body } = await client.request({
      method: 'POST',
      path: '/v1/cases',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        title: `Litter around the park ${this.opened++}`,
        neighbourhood: '4',
        theme: 'leefbaarheid',
        why: 'Who uses it live around it.',
        scope: 'The park.',
        invite: ['woningent'],
      }),
    });
    const text = await body.text();
    const at = performance.now();
    if (statusCode === 201) {
      this.last = headers['regie-position'] as string;
      return { ...parsePositionToken(this.last), at };
    }
    if (statusCode !== 503) throw new Error(`opening a case: ${text}`);
    const { code } = JSON.parse(text) as { code: string };
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
    await pause(Number(headers['retry-after']) * 1_000);
    return undefined;
  }

  /** Resolves when the read models of the process of this route contain the last case. */
  private async visible(route: string): Promise<void> {
    const headers = { authorization: `Bearer ${this.token}`, 'regie-after': this.last };
    const response = await fetch(this.url + route, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${text}`);
  }
}

const judged = ({ delays }: Delays): number =>
  Math.max(percentile(delays, 99), Math.max(...delays) * (P99_MS / LONGEST_MS));

const percentile = (values: readonly number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1]!;

/** Describes the delays of each processor, the slowest first. */
const inWords = (measured: readonly Delays[]): readonly string[] =>
  measured
    .toSorted((a, b) => judged(b) - judged(a))
    .map(({ processor, delays }) => {
      const shares = [50, 90, 99].map((percent) => `p${percent} ${percentile(delays, percent).toFixed(0)}`);
      return `${processor.padEnd(28)} ${shares.join(', ')}, longest ${Math.max(...delays).toFixed(0)} ms, of ${delays.length}`;
    });
