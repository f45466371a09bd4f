import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Agent } from 'undici';
import { TokenVerifier } from '#access';
import { mandateProposed, type PublicEvent, toPublicEvent } from '#contracts';
import { openEventStore } from '#event-store';
import { type Actor, brusselsDate, type Command } from '#kernel';
import type { PublicProjection } from '#messaging';
import { partners, partnersContext } from '#partners';
import { createService, loadSettings, ProcessorRegistry } from '#runtime';
import { migrated } from '#testing/database-roles';
import { HandleAgency } from '../../../libs/partners/src/agencies/commands/agency.handler.js';
import type { EnrolAgency } from '../../../libs/partners/src/agencies/domain/agency-register.js';
import { BEGINNING, cursorOf } from '../../../libs/partners/src/feed/queries/feed-cursor.js';
import { HandleSubscription } from '../../../libs/partners/src/subscriptions/commands/subscription.handler.js';
import type { SubscriptionCommand } from '../../../libs/partners/src/subscriptions/domain/subscription.js';
import type { Contest, OpenSide } from '../contest.js';

const FEED = { city: '44021', agency: 'stad-gent' };
const TYPE = mandateProposed.type;
/** The number of subscriptions, and of concurrent POSTs. */
const LANES = 16;
const PAGE = 250;
const WITHIN_MS = 120_000;

type Deliveries = Readonly<{ content: 'structured' | 'batch'; events: number; answersAfterMs: number }>;

/**
 * Measures deliveries by the service of the context partners, with sixteen subscriptions and fsync on, from a replay to
 * the last recorded delivery. The service reads events from the feed, checks the current rights, claims, signs,
 * posts in order and records. The peer only posts the same bodies from memory, also with undici and over as many
 * connections. The processor time of the endpoint, a separate process, does not count.
 */
export const webhook = (name: string, deliveries: Deliveries, goal: number): Contest => {
  const { content, events, answersAfterMs } = deliveries;
  return {
    name,
    question: `${events} events to each of ${LANES} subscriptions${content === 'batch' ? ', in batches of up to a hundred' : ''}, signed and in order${
      answersAfterMs > 0 ? `, to an endpoint that answers after ${answersAfterMs} ms` : ''
    }, against a bare undici POST for each`,
    unit: 'events/s',
    goal,
    ours: delivering(deliveries),
    peer: posting(deliveries),
  };
};

const delivering =
  ({ content, events, answersAfterMs }: Deliveries): OpenSide =>
  async ({ createDatabase, onProgress }) => {
    const { app, close } = await startPartners(await createDatabase());
    const db = app.get<DataSource>(getDataSourceToken('partners'), { strict: false });
    const dispatch = dispatching(app.get(CommandBus));
    const endpoint = await Endpoint.open(answersAfterMs);
    await dispatch.agency('EnrolAgency', {
      agency: FEED.agency,
      name: 'Stad Gent',
      kind: 'city-service',
      kbo: '0207.451.227',
    });
    await app.get(ProcessorRegistry).settled(10_000);
    onProgress(`filling a feed with ${events} events`);
    const feed = partnersContext.projections.find(({ name }) => name === 'partners.feed') as PublicProjection;
    const all = Array.from({ length: events }, (_, n) => proposal(n));
    for (let from = 0; from < events; from += PAGE)
      await db.transaction((tx) => feed.apply(all.slice(from, from + PAGE), tx));
    const ids = Array.from({ length: LANES }, () => randomUUID());
    const subscription = { types: [TYPE], neighbourhoods: [], themes: [], mode: 'thin', content, signatures: ['hmac'] };
    const after = cursorOf(FEED, BEGINNING);
    await endpoint.expect(LANES * events);
    for (const [lane, subscriptionId] of ids.entries()) {
      const url = `${endpoint.url}/${lane}`;
      await dispatch.subscription('CreateSubscription', { subscriptionId, ...subscription, url, after });
    }
    await endpoint.all();
    return {
      run: async (measure) => {
        await recorded(db);
        await endpoint.expect(LANES * events);
        return measure(async () => {
          const replay = (subscriptionId: string) =>
            dispatch.subscription('ReplaySubscription', { subscriptionId, after });
          await Promise.all(ids.map(replay));
          await endpoint.all();
          await recorded(db);
          return LANES * events;
        });
      },
      close: async () => {
        await close();
        endpoint.close();
      },
    };
  };

const posting =
  ({ events, answersAfterMs }: Deliveries): OpenSide =>
  async () => {
    const endpoint = await Endpoint.open(answersAfterMs);
    const agent = new Agent({ pipelining: 1, allowH2: false });
    const bodies = Array.from({ length: events }, (_, n) => JSON.stringify(proposal(n)));
    const post = async (lane: number): Promise<void> => {
      for (const body of bodies) {
        const { body: answer } = await agent.request({
          origin: endpoint.url,
          path: `/${lane}`,
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
          body,
        });
        await answer.dump();
      }
    };
    return {
      run: async (measure) => {
        await endpoint.expect(LANES * events);
        return measure(async () => {
          await Promise.all(Array.from({ length: LANES }, (_, lane) => post(lane)));
          await endpoint.all();
          return LANES * events;
        });
      },
      close: async () => {
        await agent.close();
        endpoint.close();
      },
    };
  };

/** Starts the service of the context partners as apps/partners does, but without a port. */
const startPartners = async (postgresUrl: string) => {
  const { runtimeUrl } = await migrated(postgresUrl, [partnersContext]);
  const opened = await openEventStore({ eventStore: 'postgres', postgresUrl: runtimeUrl });
  const settings = loadSettings({
    REGIE_POSTGRES_URL: runtimeUrl,
    REGIE_LOG_LEVEL: 'error',
    REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
    REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
  });
  const verifier = new TokenVerifier({
    issuer: 'https://issuer.test',
    audience: 'urn:regie:test',
    jwks: { keys: [] },
  });
  const { store, cache } = opened;
  const app = await createService({ title: 'bench', settings, store, cache, verifier, contexts: [partners] });
  await app.init();
  return {
    app,
    close: async (): Promise<void> => {
      await app.close();
      await opened.close();
    },
  };
};

const dispatching = (commands: CommandBus) => {
  const command = (type: string, data: object, role: Actor['role']): Command => {
    const now = new Date();
    return { type, data, by: { ...FEED, role, subject: 'bench' }, now: now.toISOString(), today: brusselsDate(now) };
  };
  const headers = () => ({ commandId: randomUUID(), fingerprint: '', retryable: false, traceparent: undefined });
  return {
    agency: (type: string, data: object): Promise<unknown> =>
      commands.execute(new HandleAgency(command(type, data, 'manager') as EnrolAgency, headers())),
    subscription: (type: SubscriptionCommand['type'], data: object): Promise<unknown> =>
      commands.execute(new HandleSubscription(command(type, data, 'partner-api') as SubscriptionCommand, headers())),
  };
};

/** Resolves when the result of every delivery is recorded. */
const recorded = async (db: DataSource): Promise<void> => {
  for (let left = 1; left > 0; await pause(5))
    left = Number(
      (await db.query<[{ left: string }]>(`SELECT sum(enqueued - delivered) AS left FROM delivery_cursor`))[0].left,
    );
};

const { city: _, ...proposing } = mandateProposed.sample;
const proposal = (n: number): PublicEvent => {
  const origin = {
    id: randomUUID(),
    stream: `mandates-${FEED.city}`,
    revision: n,
    recordedAt: new Date().toISOString(),
    metadata: {},
  };
  return toPublicEvent(mandateProposed, origin, FEED.city, proposing);
};

class Endpoint {
  private arrived: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async open(answersAfterMs: number): Promise<Endpoint> {
    const child = fork(join(import.meta.dirname, 'webhook-endpoint.js'), [String(answersAfterMs)]);
    const [port] = (await once(child, 'message')) as [number];
    return new Endpoint(child, `http://127.0.0.1:${port}`);
  }

  /** Sets the number of events to wait for. */
  async expect(count: number): Promise<void> {
    const waiting = this.says('waiting');
    this.child.send(count);
    await waiting;
    this.arrived = this.says('all');
  }

  async all(): Promise<void> {
    await this.arrived;
  }

  close(): void {
    this.child.disconnect();
  }

  private says(word: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the endpoint has not said "${word}" in ${WITHIN_MS / 1_000} s`)),
        WITHIN_MS,
      );
      const listen = (said: unknown): void => {
        if (said !== word) return;
        clearTimeout(late);
        this.child.off('message', listen);
        resolve();
      };
      this.child.on('message', listen);
    });
  }
}
