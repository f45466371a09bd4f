import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { FeedEvent } from './feed.js';

/** Headers in the form of Node, Express or fetch. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A verified delivery of the hub. A repeated delivery has the same `id`. */
export type Delivery = Readonly<{ id: string; events: readonly FeedEvent[] }>;

/** The reason for rejecting a delivery. Respond with 400, and the hub sends the delivery again. */
export type RejectionReason = 'headers-missing' | 'timestamp' | 'signature' | 'not-cloud-events';

export class WebhookRejected extends Error {
  override readonly name = 'WebhookRejected';
  constructor(
    readonly reason: RejectionReason,
    message: string,
  ) {
    super(message);
  }
}

/** The largest tolerated age of a delivery, and the largest tolerated difference between the clocks of the hub and this process. */
const TOLERANCE_S = 300;

/**
 * Verifies a delivery (Standard Webhooks 1.0) and returns its events (CloudEvents 1.0: structured, binary or batch).
 * @param body exactly as received: the signature does not fit a body that was parsed and serialised again
 * @param keys of the subscription: the secret (`whsec_…`) or a public key (`whpk_…`). During key rotation, pass several: one has to fit
 * @throws {WebhookRejected} when the hub did not send this delivery, or sent it too long ago
 * @throws {TypeError} when a key is neither `whsec_…` nor `whpk_…`
 */
export const verifyWebhook = (
  headers: WebhookHeaders,
  body: string | Uint8Array,
  keys: string | readonly string[],
  now = new Date(),
): Delivery => {
  const checks = [keys].flat().map(checkWith);
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !timestamp || !signatures)
    throw new WebhookRejected('headers-missing', 'webhook-id, webhook-timestamp and webhook-signature are needed');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) {
    throw new WebhookRejected(
      'timestamp',
      `it was sent more than ${TOLERANCE_S / 60} minutes ago, or a clock is wrong`,
    );
  }
  const bytes = Buffer.from(body);
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]);
  if (!signatures.split(' ').some((signature) => checks.some((check) => check(content, signature))))
    throw new WebhookRejected('signature', 'no signature fits');
  return { id, events: eventsIn(headers, bytes.toString()) };
};

type Check = (content: Buffer, signature: string) => boolean;

const checkWith = (key: string): Check => {
  const [, kind, encoded] = /^(whsec|whpk)_([A-Za-z0-9+/]+={0,2})$/.exec(key) ?? [];
  if (encoded === undefined) throw new TypeError('a key of a webhook is whsec_ or whpk_ and base64');
  const bytes = Buffer.from(encoded, 'base64');
  if (kind === 'whsec') {
    return (content, signature) => {
      const given = signatureOf('v1', signature);
      const right = createHmac('sha256', bytes).update(content).digest();
      return given?.length === right.length && timingSafeEqual(given, right);
    };
  }
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
    format: 'jwk',
  });
  return (content, signature) => {
    const given = signatureOf('v1a', signature);
    return given !== undefined && verify(null, content, publicKey, given);
  };
};

const signatureOf = (scheme: 'v1' | 'v1a', signature: string): Buffer | undefined =>
  signature.startsWith(`${scheme},`) ? Buffer.from(signature.slice(scheme.length + 1), 'base64') : undefined;

const headerOf = (headers: WebhookHeaders, name: string): string | undefined => {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const [, value] = Object.entries(headers).find(([other]) => other.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : value?.[0];
};

const namesOf = (headers: WebhookHeaders): string[] =>
  (headers instanceof Headers ? [...headers.keys()] : Object.keys(headers)).map((name) => name.toLowerCase());

const eventsIn = (headers: WebhookHeaders, body: string): readonly FeedEvent[] => {
  const contentType = headerOf(headers, 'content-type') ?? '';
  try {
    const content: unknown = JSON.parse(body);
    const events = /^application\/cloudevents(-batch)?\+json\b/i.test(contentType)
      ? [content].flat()
      : [binary(headers, contentType, content)];
    if (!events.every(isEvent)) throw new Error('there is something in it that is not a CloudEvent');
    return events;
  } catch (error) {
    throw new WebhookRejected(
      'not-cloud-events',
      `it has the right signature, but no events: ${(error as Error).message}`,
    );
  }
};

/** Builds an event from a body and the percent-encoded attributes in the headers (CloudEvents over HTTP, section 3.1). */
const binary = (headers: WebhookHeaders, datacontenttype: string, data: unknown): object => {
  const attributes = namesOf(headers)
    .filter((name) => name.startsWith('ce-'))
    .map((name): [string, string] => [name.slice('ce-'.length), decodeURIComponent(headerOf(headers, name)!)]);
  return { ...Object.fromEntries<string>(attributes), datacontenttype, data };
};

const isEvent = (content: unknown): content is FeedEvent =>
  typeof content === 'object' &&
  content !== null &&
  ['id', 'source', 'type', 'specversion'].every(
    (name) => typeof (content as Record<string, unknown>)[name] === 'string',
  );
