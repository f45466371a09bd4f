import { randomUUID } from 'node:crypto';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '#kernel';
import { IdentityProvider } from '#testing/identity-provider';
import { HubProcess } from '../journeys/hub-process.js';
import type { Contest } from './contest.js';
import type { BenchServer } from './server.js';
import { ourStore } from './stores.js';
import { METADATA } from './writers.js';

const OF_EACH_AGENCY = 50;
const WRITERS = 16;

/**
 * What streams cost that have nothing to tell. A hub is a process of its own and follows a log into which 16 writers append as fast as they can: events
 * about agencies of other cities, which go through every read model and into the feeds there. One side has the streams of agencies of this city open.
 */
export const idleStreams = (streams: number, milliseconds: number, server: BenchServer): Contest => ({
  name: `sse-${streams}`,
  question: `appends by ${WRITERS} writers while a hub follows and has ${streams} idle streams open, against none`,
  unit: 'events/s',
  goal: 0.95,
  open: async (say) => {
    const url = await server.createDatabase();
    const provider = await IdentityProvider.open();
    say('starting a hub');
    const hub = await HubProcess.start({ environment: { ...provider.environment, REGIE_POSTGRES_URL: url } });
    const us = await ourStore(url);
    const agencies = [
      'stad-gent',
      ...Array.from({ length: Math.ceil(streams / OF_EACH_AGENCY) - 1 }, (_, nth) => `agency-${nth + 1}`),
    ];
    const manager = await provider.token({ role: 'manager' });
    for (const [nth, agency] of agencies.entries()) {
      const body = JSON.stringify({
        agency,
        name: agency,
        kind: nth === 0 ? 'city-service' : 'welfare',
        ovo: `OVO${String(nth).padStart(6, '0')}`,
      });
      const answer = await fetch(`${hub.url}/v1/agencies`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${manager}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body,
      });
      if (!answer.ok) throw new Error(`${agency}: ${await answer.text()}`);
    }
    const tokenOf = new Map(
      await Promise.all(
        agencies.map(async (agency) => [agency, await provider.token({ agency, role: 'partner-api' })] as const),
      ),
    );

    /** Until the hub has followed to the end: what is left over would weigh on the next run. */
    const settled = async (): Promise<void> => {
      for (;;) {
        const { rows } = await us.pool.query<{ position: string }>(
          `select position from partners.checkpoints where processor = 'partners.feed'`,
        );
        if (rows[0] && BigInt(rows[0].position) >= BigInt(await us.store.head())) break;
        await pause(50);
      }
      await pause(300);
    };
    let n = 0;
    const appended = async (): Promise<number> => {
      await settled();
      const start = performance.now();
      let events = 0;
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, writer) => {
          const agency = 'welzijn';
          while (performance.now() - start < milliseconds) {
            const event: Message = {
              type: 'AgencyChanged',
              data: { agency, name: `Welzijn ${n++}`, kind: 'welfare', ovo: 'OVO000009' },
            };
            await us.store.append(`agencies-${60_000 + writer}`, 'any', [event], {
              commandId: randomUUID(),
              ...METADATA,
            });
            events++;
          }
        }),
      );
      return (events / (performance.now() - start)) * 1_000;
    };
    return {
      ours: async () => {
        const open = await Streams.open(
          hub.url,
          Array.from({ length: streams }, (_, nth) => tokenOf.get(agencies[nth % agencies.length]!)!),
        );
        try {
          const rate = await appended();
          if (open.alive !== streams) throw new Error(`${streams - open.alive} streams were closed`);
          return rate;
        } finally {
          open.close();
          await pause(300);
        }
      },
      peer: appended,
      close: async () => {
        await us.close();
        await hub.remove();
        provider.close();
      },
    };
  },
});

/** Clients that have read what was there, and wait. */
class Streams {
  private constructor(
    private readonly responses: readonly IncomingMessage[],
    private readonly agent: Agent,
  ) {}

  static async open(url: string, tokens: readonly string[]): Promise<Streams> {
    const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
    const responses: IncomingMessage[] = [];
    // a few at a time, as they come in life
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

/** Resolves with its first event. */
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
