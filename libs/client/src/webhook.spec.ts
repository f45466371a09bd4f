import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type RejectionReason, verifyWebhook } from './webhook.js';

const now = new Date('2026-02-01T10:00:00Z');
const id = 'msg_1';
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const pair = generateKeyPairSync('ed25519');
const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`;

const event = {
  specversion: '1.0',
  id: 'e-1',
  source: 'urn:be:nis:44021:regie:cases',
  type: 'be.regie.case.closed.v1',
  subject: 'c-1',
  data: { caseId: 'c-1', why: 'één' },
};
const body = JSON.stringify(event);

const byTheLibrary = (text: string, at = now): string => new Webhook(secret).sign(id, at, text);
const byEd25519 = (text: string, at = now): string =>
  `v1a,${sign(null, Buffer.from(`${id}.${Math.floor(at.getTime() / 1000)}.${text}`), pair.privateKey).toString('base64')}`;
const headers = (signature: string, at = now, contentType = 'application/cloudevents+json; charset=utf-8') => ({
  'content-type': contentType,
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': signature,
});
const reasonOf = (work: () => unknown): RejectionReason | 'taken' => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return (error as { reason: RejectionReason }).reason;
  }
};

describe('a delivery', () => {
  it.each([
    ['the secret', secret, byTheLibrary(body)],
    ['a public key', publicKey, byEd25519(body)],
    ['one of several keys', [`whsec_${randomBytes(32).toString('base64')}`, publicKey], byEd25519(body)],
    ['one of several signatures', secret, `v1,bm9uZQ== v1a,bm9uZQ== ${byTheLibrary(body)}`],
  ])('is verified with %s', (_, keys, signature) => {
    expect(verifyWebhook(headers(signature), body, keys, now)).toEqual({ id, events: [event] });
  });

  it('is verified from text or bytes, with headers of Node or of fetch in any case', () => {
    const given = headers(byTheLibrary(body));
    expect(verifyWebhook(new Headers(given), Buffer.from(body), secret, now).events).toEqual([event]);
    const shouted = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(verifyWebhook(shouted, body, secret, now).events).toEqual([event]);
  });

  it('yields the events of a batch, and an event whose attributes are headers', () => {
    const batch = JSON.stringify([event, { ...event, id: 'e-2' }]);
    expect(
      verifyWebhook(
        headers(byTheLibrary(batch), now, 'application/cloudevents-batch+json'),
        batch,
        secret,
        now,
      ).events.map((each) => each.id),
    ).toEqual(['e-1', 'e-2']);
    const data = JSON.stringify(event.data);
    const binary = {
      ...headers(byTheLibrary(data), now, 'application/json'),
      'ce-specversion': '1.0',
      'ce-id': 'e%20%C3%A9',
      'ce-source': event.source,
      'ce-type': event.type,
    };
    expect(verifyWebhook(binary, data, secret, now).events).toEqual([
      {
        specversion: '1.0',
        id: 'e é',
        source: event.source,
        type: event.type,
        datacontenttype: 'application/json',
        data: event.data,
      },
    ]);
  });

  const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);
  it.each<[string, RejectionReason | 'taken', () => unknown]>([
    ['another body', 'signature', () => verifyWebhook(headers(byTheLibrary(body)), `${body} `, secret, now)],
    [
      'another id',
      'signature',
      () => verifyWebhook({ ...headers(byTheLibrary(body)), 'webhook-id': 'msg_2' }, body, secret, now),
    ],
    [
      'another timestamp',
      'signature',
      () =>
        verifyWebhook(
          { ...headers(byTheLibrary(body)), 'webhook-timestamp': String(now.getTime() / 1000 + 1) },
          body,
          secret,
          now,
        ),
    ],
    [
      'another secret',
      'signature',
      () => verifyWebhook(headers(byTheLibrary(body)), body, `whsec_${randomBytes(32).toString('base64')}`, now),
    ],
    [
      'a signature of the other kind',
      'signature',
      () => verifyWebhook(headers(byTheLibrary(body).replace('v1,', 'v1a,')), body, [secret, publicKey], now),
    ],
    [
      'no signature',
      'headers-missing',
      () => verifyWebhook({ ...headers(''), 'webhook-signature': undefined }, body, secret, now),
    ],
    [
      'a timestamp of five minutes ago',
      'taken',
      () => verifyWebhook(headers(byTheLibrary(body, seconds(-300)), seconds(-300)), body, secret, now),
    ],
    [
      'an older timestamp',
      'timestamp',
      () => verifyWebhook(headers(byTheLibrary(body, seconds(-301)), seconds(-301)), body, secret, now),
    ],
    [
      'a timestamp in the future',
      'timestamp',
      () => verifyWebhook(headers(byTheLibrary(body, seconds(301)), seconds(301)), body, secret, now),
    ],
    [
      'an invalid timestamp',
      'timestamp',
      () => verifyWebhook({ ...headers(byTheLibrary(body)), 'webhook-timestamp': 'now' }, body, secret, now),
    ],
    [
      'a body that is no event',
      'not-cloud-events',
      () => verifyWebhook(headers(byTheLibrary('{}')), '{}', secret, now),
    ],
    [
      'a body that is no JSON',
      'not-cloud-events',
      () => verifyWebhook(headers(byTheLibrary('hello')), 'hello', secret, now),
    ],
    [
      'an attribute that is not encoded',
      'not-cloud-events',
      () => verifyWebhook({ ...headers(byTheLibrary('{}'), now, 'application/json'), 'ce-id': '%' }, '{}', secret, now),
    ],
  ])('with %s gives the result %s', (_, reason, work) => {
    expect(reasonOf(work)).toBe(reason);
  });

  it.each(['secret', 'whsec_', 'whsec_*', 'whpx_AAAA'])('cannot be verified with the invalid key %s', (key) => {
    expect(() => verifyWebhook(headers(byTheLibrary(body)), body, key, now)).toThrow(TypeError);
  });
});
