import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { FeedEvent } from '#client';
import { type Caller, connect, DEMONSTRATION_PASSWORD, Hub, requestToken } from '../hub.js';
import { Refused } from '../refusal.js';
import { CommandFailed, count, facts, type Terminal } from '../terminal.js';
import { whereIsHub } from '../where.js';

type Options = Readonly<{
  client?: string;
  secret?: string;
  address?: string;
  port?: number;
  types?: readonly string[];
  after?: string;
}>;
type Made = Readonly<{ subscriptionId: string; secret: string; publicKey: string }>;
type Shown = Readonly<{
  status: string;
  problem: string | null;
  cursor: string | null;
  deliveries: Readonly<Record<'sent' | 'delivered' | 'dead' | 'pending', number>>;
}>;

/** The system whose feed is listened to when nobody says which. */
const USUAL_SYSTEM = 'woningent-api';
const LARGEST_BODY = 1 << 22;
/** How often to look whether the hub has something to say about the subscription. */
const LOOK_EVERY_MS = 1_000;

export const listenCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('listen')
    .summary('receive and verify webhooks here, for trying out')
    .description(
      'Subscribes to the feed of an agency, receives its webhooks on this machine, and prints each: verified or not, type, subject, cursor. Ctrl-C ends the subscription.',
    )
    .option(
      '--client <id>',
      `the system of an agency of the demonstration, such as ${USUAL_SYSTEM}, unless REGIE_TOKEN or --as says who`,
    )
    .option('--secret <secret>', 'its secret', DEMONSTRATION_PASSWORD)
    .option('--types <types>', 'only these types of events, separated by commas', (text) => text.split(','))
    .option('--after <cursor>', 'begin after this cursor of the feed instead of with what comes from now on')
    .option('--port <port>', 'where to listen; a free port when left out', portOf)
    .option('--address <url>', 'what the hub is to call instead: an https address that leads to this port')
    .action(async (options: Options) => {
      const hub = await hubOf(program.opts<Caller>(), options, terminal);
      await listen(hub, options, terminal);
    });

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};

const hubOf = async (caller: Caller, { client, secret }: Options, terminal: Terminal): Promise<Hub> => {
  if (caller.as !== undefined || (client === undefined && terminal.env.REGIE_TOKEN))
    return connect(caller, terminal, '');
  const where = await whereIsHub(caller.url, terminal);
  // Somebody may listen for longer than a token lives.
  let known: Readonly<{ token: string; until: number }> | undefined;
  return new Hub(where, async () => {
    if (!known || Date.now() > known.until)
      known = {
        token: await requestToken(where, { client: client ?? USUAL_SYSTEM, secret: secret ?? '' }),
        until: Date.now() + 60_000,
      };
    return known.token;
  });
};

const listen = async (
  hub: Hub,
  { address, port = 0, types = [], after }: Options,
  terminal: Terminal,
): Promise<void> => {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  const endpoint = createServer();
  endpoint.listen(port, '127.0.0.1');
  await once(endpoint, 'listening').catch((error: unknown) => {
    throw new CommandFailed(
      `Port ${port} cannot be listened on (${(error as NodeJS.ErrnoException).code}).`,
      'Take another one, or leave --port out for a free one.',
    );
  });
  try {
    const local = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
    const url = address ?? local;
    const from = after ?? (await endOf(hub));
    const incoming: Arrived[] = [];
    const keys: string[] = [];
    const arrived = new EventTarget();
    endpoint.on('request', (request, response) => {
      const take = async (): Promise<void> => {
        const delivery = await receive(request, response, keys);
        if (!delivery) return;
        incoming.push(delivery);
        arrived.dispatchEvent(new Event('delivery'));
      };
      // the caller left before the end
      take().catch(() => response.destroy());
    });
    const made = await subscribe(hub, { url, types, after: from });
    keys.push(made.secret, made.publicKey);
    process.on('SIGINT', stop).on('SIGTERM', stop);
    terminal.err(
      `Listening at ${local}${address ? ` for ${address}` : ''}. Subscription ${made.subscriptionId} waits for the hub to ask for consent ...\n`,
    );
    let said: string | undefined;
    const watch = async (): Promise<void> => {
      for (
        ;
        !stopped.signal.aborted;
        await pause(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined)
      ) {
        const { status, problem } = await hub.get<Shown>(`/v1/subscriptions/${made.subscriptionId}`);
        const words = problem === null ? status : `${status}: ${problem}`;
        if (words !== said && !stopped.signal.aborted)
          terminal.err(
            status === 'active' && problem === null
              ? 'The hub delivers. Ctrl-C ends the subscription.\n'
              : `The subscription is ${words}.\n`,
          );
        said = words;
        if (status === 'ended') stop();
      }
    };
    const print = async (): Promise<void> => {
      for (let cursor = from; !stopped.signal.aborted;) {
        const delivery = incoming.shift();
        if (delivery) cursor = await printed(delivery, hub, { cursor, types }, terminal);
        else await once(arrived, 'delivery', { signal: stopped.signal }).catch(() => undefined);
      }
    };
    try {
      await Promise.all([watch(), print()]).finally(stop);
    } finally {
      // a second Ctrl-C, as npm sends it, would leave the subscription behind
      await end(hub, made.subscriptionId, terminal).finally(() => process.off('SIGINT', stop).off('SIGTERM', stop));
    }
  } finally {
    endpoint.close();
    endpoint.closeAllConnections();
  }
};

/** The cursor at the end of the feed: what comes from now on is behind it. */
const endOf = async (hub: Hub): Promise<string> => {
  for (let after: string | undefined; ;) {
    const { next, more } = await hub.get<{ next: string; more: boolean }>('/v1/feed', { after, limit: '500' });
    if (!more) return next;
    after = next;
  }
};

const subscribe = async (hub: Hub, wish: { url: string; types: readonly string[]; after: string }): Promise<Made> => {
  try {
    return await hub.post<Made>('/v1/subscriptions', wish);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'subscription.url-refused') throw error;
    throw new CommandFailed(
      `The hub does not post to ${wish.url} (${error.problem.code}: ${String(error.problem['fault'])}).`,
      'For this machine, start the hub with REGIE_WEBHOOK_ALLOW=127.0.0.0/8; elsewhere, give with --address an https address that leads here.',
    );
  }
};

type Arrived = Readonly<{ webhookId: string; events: readonly FeedEvent[] } | { webhookId: string; refused: string }>;

/** Answers one request; a delivery when it was one. What does not verify is answered with 400, and comes again. */
const receive = async (
  request: IncomingMessage,
  response: ServerResponse,
  keys: readonly string[],
): Promise<Arrived | undefined> => {
  if (request.method === 'OPTIONS') {
    response
      .writeHead(200, {
        'webhook-allowed-origin': request.headers['webhook-request-origin'] ?? '*',
        'webhook-allowed-rate': '*',
      })
      .end();
    return undefined;
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'OPTIONS, POST' }).end();
    return undefined;
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST_BODY) parts.push(part);
  }
  const { verifyWebhook, WebhookRejected } = await import('#client');
  const webhookId = String(request.headers['webhook-id'] ?? 'without id');
  try {
    if (size > LARGEST_BODY) throw new WebhookRejected('signature', 'too large');
    const { events } = verifyWebhook(request.headers, Buffer.concat(parts), keys);
    response.writeHead(204).end();
    return { webhookId, events };
  } catch (error) {
    if (!(error instanceof WebhookRejected)) throw error;
    response.writeHead(400).end(error.message);
    return { webhookId, refused: `${error.reason}: ${error.message}` };
  }
};

/** Prints a delivery, a line for each event. The cursor behind it is that of the feed, read beside: the answer is the cursor behind the last one. */
const printed = async (
  delivery: Arrived,
  hub: Hub,
  { cursor, types }: Readonly<{ cursor: string; types: readonly string[] }>,
  terminal: Terminal,
): Promise<string> => {
  if ('refused' in delivery) {
    terminal.out(`NOT VERIFIED  ${delivery.webhookId}  ${delivery.refused}\n`);
    return cursor;
  }
  let behind = cursor;
  for (const { id, type, subject } of delivery.events) {
    const { events, next } = await hub.get<{ events: readonly FeedEvent[]; next: string }>('/v1/feed', {
      after: behind,
      limit: '1',
      ...(types.length > 0 && { types: types.join(',') }),
    });
    const isNext = events[0]?.id === id;
    if (isNext) behind = next;
    terminal.out(`verified  ${type}  ${subject}  ${isNext ? next : 'came before'}\n`);
  }
  return behind;
};

const end = async (hub: Hub, subscriptionId: string, terminal: Terminal): Promise<void> => {
  const path = `/v1/subscriptions/${subscriptionId}`;
  const { outcome } = await hub.delete<{ outcome: string }>(path);
  const { deliveries, cursor } = await hub.get<Shown>(path);
  const { sent, delivered, dead, pending } = deliveries;
  terminal.err(
    `The subscription is ${outcome}.\n${facts([
      ['sent', `${count(sent, 'event')}: ${delivered} delivered, ${dead} given up, ${pending} pending`],
      ['cursor', cursor],
    ])}`,
  );
};
