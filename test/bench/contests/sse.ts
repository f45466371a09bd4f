import { randomUUID } from 'node:crypto';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { IdentityProvider } from '#testing/identity-provider';
import { HubProcess } from '../../journeys/hub-process.js';
import type { Contest, OpenSide } from '../contest.js';
import { ourStore } from './stores.js';
import { METADATA } from './writers.js';

const OF_EACH_AGENCY = 50;
const WRITERS = 16;

/**
 * Measures the cost of idle event streams (server-sent events). A hub in a separate process follows a log to which 16
 * writers append as fast as they can. The events belong to agencies of other cities, and every read model and the
 * feeds there apply them. Only our side has open streams, of agencies of this city.
 */
export const idleStreams = (streams: number, milliseconds: number): Contest => ({
  name: 'sse-1000',
  question: `appends by ${WRITERS} writers while a hub follows and has ${streams} idle streams open, against none`,
  unit: 'events/s',
  goal: 0.95,
  ours: following(streams, milliseconds),
  peer: following(0, milliseconds),
});

const following =
  (streams: number, milliseconds: number): OpenSide =>
  async ({ createDatabase, onProgress }) => {
    const url = await createDatabase();
    const provider = await IdentityProvider.open();
    onProgress('starting a hub');
    const hub = await HubProcess.start({ database: url, environment: provider.environment });
    const us = await ourStore(url);
    const tokens = await enrolAgencies(hub.url, provider, Math.max(1, Math.ceil(streams / OF_EACH_AGENCY)));
    const append = appending(us.store, milliseconds);
    return {
      // The hub is a child process of this process.
      counted: [process.pid],
      run: async (measure) => {
        const open = await Streams.open(
          hub.url,
          Array.from({ length: streams }, (_, nth) => tokens[nth % tokens.length]!),
        );
        try {
          await caughtUp(us);
          const run = await measure(append);
          if (open.alive !== streams) throw new Error(`${streams - open.alive} streams were closed`);
          return run;
        } finally {
          open.close();
          await pause(300);
        }
      },
      close: async () => {
        await us.close();
        await hub.remove();
        provider.close();
      },
    };
  };

/** Enrols this many agencies, and returns a token of each. */
const enrolAgencies = async (url: string, provider: IdentityProvider, count: number): Promise<readonly string[]> => {
  const manager = await provider.token({ role: 'manager' });
  const agencies = Array.from({ length: count }, (_, nth) => (nth === 0 ? 'stad-gent' : `agency-${nth}`));
  for (const [nth, agency] of agencies.entries()) {
    const kind = nth === 0 ? 'city-service' : 'welfare';
    const answer = await fetch(`${url}/v1/agencies`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${manager}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ agency, name: agency, kind, ovo: `OVO${String(nth).padStart(6, '0')}` }),
    });
    if (!answer.ok) throw new Error(`${agency}: ${await answer.text()}`);
  }
  return Promise.all(agencies.map((agency) => provider.token({ agency, role: 'partner-api' })));
};

/** Resolves when the hub has processed all events, because remaining events would slow down the next run. */
const caughtUp = async ({ store, pool }: Awaited<ReturnType<typeof ourStore>>): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ position: string }>(
      `select position from partners.checkpoints where processor = 'partners.feed'`,
    );
    if (rows[0] && BigInt(rows[0].position) >= BigInt(await store.head())) break;
    await pause(50);
  }
  await pause(300);
};

/** Returns work that appends for this time and returns the number of events. */
const appending = (store: EventStore, milliseconds: number): (() => Promise<number>) => {
  let n = 0;
  return async () => {
    const first = n;
    const deadline = performance.now() + milliseconds;
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        while (performance.now() < deadline) {
          const data = { agency: 'welzijn', name: `Welzijn ${n++}`, kind: 'welfare', ovo: 'OVO000009' };
          await store.append(`agencies-${60_000 + writer}`, 'any', [{ type: 'AgencyChanged', data }], {
            commandId: randomUUID(),
            ...METADATA,
          });
        }
      }),
    );
    return n - first;
  };
};

/** Open streams of clients that have received all earlier events and wait for new ones. */
class Streams {
  private constructor(
    private readonly responses: readonly IncomingMessage[],
    private readonly agent: Agent,
  ) {}

  static async open(url: string, tokens: readonly string[]): Promise<Streams> {
    const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
    const responses: IncomingMessage[] = [];
    // a few at a time, as in production
    for (let from = 0; from < tokens.length; from += OF_EACH_AGENCY) {
      responses.push(
        ...(await Promise.all(tokens.slice(from, from + OF_EACH_AGENCY).map((token) => openOne(url, token, agent)))),
      );
    }
    return new Streams(responses, agent);
  }

  get alive(): number {
    return this.responses.filter(({ complete, destroyed }) => !complete && !destroyed).length;
  }

  close(): void {
    for (const response of this.responses) response.destroy();
    this.agent.destroy();
  }
}

/** Opens a stream, and resolves when its first event has arrived. */
const openOne = (url: string, token: string, agent: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = get(
      `${url}/v1/feed/stream`,
      { agent, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`a stream answers ${response.statusCode}`));
        response.on('data', (chunk: Buffer) => {
          if (chunk.includes('data: ')) resolve(response);
        });
        response.on('error', () => undefined);
      },
    );
    request.on('error', reject);
  });
