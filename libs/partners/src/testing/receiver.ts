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

/** A delivery and the CloudEvents in it. */
export type Received = Readonly<{
  id: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  events: readonly CloudEventV1<Record<string, unknown>>[];
  at: number;
}>;

/**
 * Returns a status, or a status with headers and body. Returns undefined when the function ends the response itself, or
 * leaves it open.
 */
export type Respond = (
  received: Received,
  response: ServerResponse,
) => number | readonly [number, Record<string, string>, string?] | undefined | void;

/**
 * An endpoint as a partner would write it: with the public libraries of Standard Webhooks and CloudEvents, without code
 * of the hub. The endpoint gives its consent, verifies every delivery, and keeps deliveries in the order of arrival.
 * Failed verifications are in `faults`.
 */
export class Receiver {
  readonly received: Received[] = [];
  readonly faults: string[] = [];
  readonly asked: IncomingHttpHeaders[] = [];
  /** the response to OPTIONS */
  consent: (asked: IncomingHttpHeaders) => readonly [number, Record<string, string>] = ({
    'webhook-request-origin': origin,
  }) => [200, { 'webhook-allowed-origin': String(origin) }];
  answer: Respond = () => 204;
  /** each delivery must verify with one of these secrets */
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

  /** The ids of the events, in the order of arrival. */
  get ids(): string[] {
    return this.received.flatMap(({ events }) => events.map(({ id }) => id));
  }

  /** The ids of the events without repeats, in the order of their first arrival. */
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

  verified(headers: IncomingHttpHeaders, body: string): Received['events'] {
    try {
      if (
        this.secrets.length > 0 &&
        !this.secrets.some((secret) =>
          succeeds(() => new Webhook(secret).verify(body, headers as Record<string, string>)),
        )
      )
        throw new Error('no signature v1 verifies');
      if (this.publicKeys.length > 0 && !this.publicKeys.some((key) => verifiesWith(key, headers, body)))
        throw new Error('no signature v1a verifies');
      const parsed = HTTP.toEvent<Record<string, unknown>>({ headers, body });
      return [parsed].flat();
    } catch (error) {
      this.faults.push((error as Error).message);
      return [];
    }
  }
}

const succeeds = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** Verifies a signature of the scheme `v1a` (Standard Webhooks), which the public library lacks. */
const verifiesWith = (publicKey: string, headers: IncomingHttpHeaders, body: string): boolean => {
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
