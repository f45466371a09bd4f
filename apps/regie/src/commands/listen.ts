import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { FeedEvent } from '#client';
import { type Caller, connect, DEMONSTRATION_PASSWORD, Hub, requestToken } from '../hub.js';
import { locateHub } from '../locate-hub.js';
import { Refused } from '../refusal.js';
import { NotEnded, stopping, unlessAborted } from '../stopping.js';
import { CommandFailed, count, facts, type Terminal } from '../terminal.js';

type Options = Readonly<{
  client?: string;
  secret?: string;
  address?: string;
  port?: number;
  types?: readonly string[];
  after?: string;
}>;
type CreatedSubscription = Readonly<{ subscriptionId: string; secret: string; publicKey: string }>;
type Subscription = Readonly<{
  status: string;
  problem: string | null;
  cursor: string | null;
  deliveries: Readonly<Record<'sent' | 'delivered' | 'dead' | 'pending', number>>;
}>;

const DEFAULT_SYSTEM = 'woningent-api';
const MAX_BODY_BYTES = 1 << 22;
const STATUS_POLL_MS = 1_000;
const TOKEN_USE_MS = 60_000;

export const listenCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('listen')
    .summary('receive and verify webhooks here, for trying out')
    .description(
      'Subscribes to the feed of an agency, receives its webhooks on this machine, and prints each: verified or not, type, subject, cursor. Ctrl-C ends the subscription.',
    )
    .option(
      '--client <id>',
      `the system of an agency of the demonstration, such as ${DEFAULT_SYSTEM}, unless REGIE_TOKEN or --as names another caller`,
    )
    .option('--secret <secret>', 'secret of that system', DEMONSTRATION_PASSWORD)
    .option('--types <types>', 'types of events to receive, separated by commas', (text) => text.split(','))
    .option('--after <cursor>', 'begin after this cursor of the feed instead of with the next new event')
    .option('--port <port>', 'port to listen on; a free one when left out', portOf)
    .option('--address <url>', 'https address that the hub calls instead; it must lead to this port')
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
  const location = await locateHub(caller.url, terminal);
  // Tokens are renewed, because the command may run for longer than a token is valid.
  let current: Readonly<{ token: string; until: number }> | undefined;
  return new Hub(location, async (signal) => {
    if (!current || Date.now() > current.until)
      current = {
        token: await requestToken(location, { client: client ?? DEFAULT_SYSTEM, secret: secret ?? '' }, signal),
        until: Date.now() + TOKEN_USE_MS,
      };
    return current.token;
  });
};

const listen = async (
  hub: Hub,
  { address, port = 0, types = [], after }: Options,
  terminal: Terminal,
): Promise<void> => {
  const server = await serverAt(port);
  try {
    const local = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const cursor = after ?? (await endOf(hub));
    const keys: string[] = [];
    const inbox = receiveInto(server, keys);
    const { stopped, finishing, ending, ignoreSignals } = await stopping();
    try {
      const endingHub = hub.until(ending);
      const command = { url: address ?? local, types, after: cursor };
      const { subscriptionId, secret, publicKey } = await subscribe(endingHub, command);
      keys.push(secret, publicKey);
      terminal.err(
        `Listening at ${local}${address ? ` for ${address}` : ''}. Subscription ${subscriptionId} waits for the hub to ask for consent ...\n`,
      );
      try {
        await Promise.all([
          reportStatus(hub.until(finishing), subscriptionId, terminal, stopped),
          printDeliveries(inbox, hub.until(finishing), { cursor, types }, terminal, stopped.signal),
        ])
          .catch(unlessAborted(stopped.signal))
          .finally(() => stopped.abort());
      } finally {
        await end(endingHub, subscriptionId, terminal).catch((error: unknown) =>
          Promise.reject(ending.aborted ? new NotEnded(subscriptionId) : (error as Error)),
        );
      }
    } finally {
      ignoreSignals();
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

const serverAt = async (port: number): Promise<Server> => {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    throw new CommandFailed(
      `Port ${port} cannot be listened on (${(error as NodeJS.ErrnoException).code}).`,
      'Take another one, or leave --port out for a free one.',
    );
  });
  return server;
};

/** The received deliveries that are not printed yet. `arrivals` fires the event `delivery` for each new delivery. */
type Inbox = Readonly<{ deliveries: Delivery[]; arrivals: EventTarget }>;

/** Verifies each request to the server. `keys` is filled later, when the subscription exists. */
const receiveInto = (server: Server, keys: readonly string[]): Inbox => {
  const inbox: Inbox = { deliveries: [], arrivals: new EventTarget() };
  server.on('request', (request, response) => {
    const take = async (): Promise<void> => {
      const delivery = await receive(request, response, keys);
      if (!delivery) return;
      inbox.deliveries.push(delivery);
      inbox.arrivals.dispatchEvent(new Event('delivery'));
    };
    // Reading fails when the caller disconnects before the end of its request.
    take().catch(() => response.destroy());
  });
  return inbox;
};

/** Prints each change of the status of the subscription, and aborts `stopped` when the subscription has ended. */
const reportStatus = async (
  hub: Hub,
  subscriptionId: string,
  terminal: Terminal,
  stopped: AbortController,
): Promise<void> => {
  const { signal } = stopped;
  let last: string | undefined;
  while (!signal.aborted) {
    const { status, problem } = await hub.get<Subscription>(`/v1/subscriptions/${subscriptionId}`);
    const words = problem === null ? status : `${status}: ${problem}`;
    if (words !== last && !signal.aborted)
      terminal.err(
        status === 'active' && problem === null
          ? 'The hub delivers. Ctrl-C ends the subscription.\n'
          : `The subscription is ${words}.\n`,
      );
    last = words;
    if (status === 'ended') stopped.abort();
    await pause(STATUS_POLL_MS, undefined, { signal }).catch(() => undefined);
  }
};

const printDeliveries = async (
  { deliveries, arrivals }: Inbox,
  hub: Hub,
  { cursor, types }: FeedPosition,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  for (let current = cursor; !signal.aborted;) {
    const delivery = deliveries.shift();
    if (delivery) current = await print(delivery, hub, { cursor: current, types }, terminal);
    else await once(arrivals, 'delivery', { signal }).catch(() => undefined);
  }
};

/** Reads the feed to its end and returns the cursor there. */
const endOf = async (hub: Hub): Promise<string> => {
  for (let after: string | undefined; ;) {
    const { next, more } = await hub.get<{ next: string; more: boolean }>('/v1/feed', { after, limit: '500' });
    if (!more) return next;
    after = next;
  }
};

const subscribe = async (
  hub: Hub,
  command: { url: string; types: readonly string[]; after: string },
): Promise<CreatedSubscription> => {
  try {
    return await hub.post<CreatedSubscription>('/v1/subscriptions', command);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'subscription.url-refused') throw error;
    throw new CommandFailed(
      `The hub does not post to ${command.url} (${error.problem.code}: ${String(error.problem['fault'])}).`,
      'For this machine, start the hub with REGIE_WEBHOOK_ALLOW=127.0.0.0/8; elsewhere, give with --address an https address that leads here.',
    );
  }
};

type Delivery = Readonly<{ webhookId: string; events: readonly FeedEvent[] } | { webhookId: string; refused: string }>;

/** Responds to one request, and returns its delivery if there is one. A delivery that does not verify gets 400, so that the hub repeats it. */
const receive = async (
  request: IncomingMessage,
  response: ServerResponse,
  keys: readonly string[],
): Promise<Delivery | undefined> => {
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
  const body = await bodyOf(request);
  const { verifyWebhook, WebhookRejected } = await import('#client');
  const webhookId = String(request.headers['webhook-id'] ?? 'without id');
  try {
    if (!body) throw new WebhookRejected('signature', 'too large');
    const { events } = verifyWebhook(request.headers, body, keys);
    response.writeHead(204).end();
    return { webhookId, events };
  } catch (error) {
    if (!(error instanceof WebhookRejected)) throw error;
    response.writeHead(400).end(error.message);
    return { webhookId, refused: `${error.reason}: ${error.message}` };
  }
};

/** Reads a body to its end; undefined when it is too large. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BODY_BYTES) parts.push(part);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(parts);
};

type FeedPosition = Readonly<{ cursor: string; types: readonly string[] }>;

/** Prints a line for each event. Deliveries contain no cursors, so the cursor is looked up in the feed. Returns the cursor after the last event. */
const print = async (
  delivery: Delivery,
  hub: Hub,
  { cursor, types }: FeedPosition,
  terminal: Terminal,
): Promise<string> => {
  if ('refused' in delivery) {
    terminal.out(`NOT VERIFIED  ${delivery.webhookId}  ${delivery.refused}\n`);
    return cursor;
  }
  let current = cursor;
  for (const { id, type, subject } of delivery.events) {
    const { events, next } = await hub.get<{ events: readonly FeedEvent[]; next: string }>('/v1/feed', {
      after: current,
      limit: '1',
      ...(types.length > 0 && { types: types.join(',') }),
    });
    const isNext = events[0]?.id === id;
    if (isNext) current = next;
    terminal.out(`verified  ${type}  ${subject}  ${isNext ? next : 'came before'}\n`);
  }
  return current;
};

const end = async (hub: Hub, subscriptionId: string, terminal: Terminal): Promise<void> => {
  const path = `/v1/subscriptions/${subscriptionId}`;
  const { outcome } = await hub.delete<{ outcome: string }>(path);
  const { deliveries, cursor } = await hub.get<Subscription>(path);
  const { sent, delivered, dead, pending } = deliveries;
  terminal.err(
    `The subscription is ${outcome}.\n${facts([
      ['sent', `${count(sent, 'event')}: ${delivered} delivered, ${dead} given up, ${pending} pending`],
      ['cursor', cursor],
    ])}`,
  );
};
