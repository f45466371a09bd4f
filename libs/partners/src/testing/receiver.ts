import { verify } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CloudEventV1, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

/** One request that arrived, and the CloudEvents that were in it; with what it was answered. */
export type Received = Readonly<{
  id: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  events: readonly CloudEventV1<Record<string, unknown>>[];
  at: number;
}>;

/** What to answer to a delivery; by default 204. It may do with the response what it likes, and then answers nothing here. */
export type Answering = (
  received: Received,
  response: ServerResponse,
) => number | readonly [number, Record<string, string>, string?] | undefined | void;

/**
 * An endpoint of a partner, written as a partner would: with the public libraries of Standard Webhooks and CloudEvents, and nothing of the hub. It
 * consents, verifies every delivery, and keeps what it got in the order in which it came. What does not verify is kept in `faults`.
 */
export class Receiver {
  readonly received: Received[] = [];
  readonly faults: string[] = [];
  readonly asked: IncomingHttpHeaders[] = [];
  /** what OPTIONS is answered with */
  consent: (asked: IncomingHttpHeaders) => readonly [number, Record<string, string>] = ({
    'webhook-request-origin': origin,
  }) => [200, { 'webhook-allowed-origin': String(origin) }];
  answer: Answering = () => 204;
  /** any of these has to fit */
  secrets: string[] = [];
  publicKeys: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(host = '127.0.0.1', port = 0): Promise<Receiver> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    const receiver = new Receiver(server);
    server.on('request', (request, response) => void receiver.take(request, response));
    server.listen(port, host);
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  /** The ids of the events, in the order in which they came. */
  get ids(): string[] {
    return this.received.flatMap(({ events }) => events.map(({ id }) => id));
  }

  /** The same, each where it came first. */
  get firsts(): string[] {
    return [...new Set(this.ids)];
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') {
      this.asked.push(request.headers);
      const [status, headers] = this.consent(request.headers);
      return void response.writeHead(status, headers).end();
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const received = {
      id: String(request.headers['webhook-id']),
      path: request.url!,
      headers: request.headers,
      body,
      events: this.verified(request.headers, body),
      at: Date.now(),
    };
    this.received.push(received);
    const answer = this.answer(received, response);
    if (answer === undefined) return;
    const [status, headers, text] = typeof answer === 'number' ? [answer, {}] : answer;
    response.writeHead(status, headers).end(text);
  }

  private verified(headers: IncomingHttpHeaders, body: string): Received['events'] {
    try {
      if (
        this.secrets.length > 0 &&
        !this.secrets.some((secret) => fits(() => new Webhook(secret).verify(body, headers as Record<string, string>)))
      )
        throw new Error('no signature v1 fits');
      if (this.publicKeys.length > 0 && !this.publicKeys.some((key) => fitsKey(key, headers, body)))
        throw new Error('no signature v1a fits');
      const parsed = HTTP.toEvent<Record<string, unknown>>({ headers, body });
      return [parsed].flat();
    } catch (error) {
      this.faults.push((error as Error).message);
      return [];
    }
  }
}

const fits = (verifies: () => unknown): boolean => {
  try {
    verifies();
    return true;
  } catch {
    return false;
  }
};

/** Standard Webhooks, section "Signature scheme": Ed25519 over the same content. The public library knows the other scheme only. */
const fitsKey = (publicKey: string, headers: IncomingHttpHeaders, body: string): boolean => {
  const key = {
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url') },
    format: 'jwk' as const,
  };
  const content = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
  const signatures = String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1a,'));
  return signatures.some((signature) =>
    verify(null, content, key, Buffer.from(signature.slice('v1a,'.length), 'base64')),
  );
};
