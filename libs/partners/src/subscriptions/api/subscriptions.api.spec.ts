import { randomUUID } from 'node:crypto';
import {
  caseOpened,
  commitmentProposed,
  mandateProposed,
  participantAccepted,
  participantWithdrawn,
  type PublicEvent,
} from '#contracts';
import { describeApi } from '#http';
import { type Actor, brusselsDate } from '#kernel';
import { type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { DeliveryClock } from '../../delivery/delivery-clock.js';
import { webhookMessage } from '../../delivery/webhook-message.js';
import type { FeedEvent } from '../../feed/domain/audience.js';
import { partners } from '../../index.js';
import { publicEvent } from '../../testing/histories.js';
import { Receiver } from '../../testing/receiver.js';

type Shown = Readonly<{
  status: string;
  cause: string | null;
  problem: string | null;
  failures: number;
  nextTryAt: string | null;
  publicKeys: readonly string[];
  deliveries: Readonly<{ sent: number; delivered: number; dead: number; pending: number; behind: number }>;
}>;

const today = brusselsDate(new Date());
const { city: _, ...proposing } = mandateProposed.sample;
const { city: __, ...opening } = caseOpened.sample;
const PROPOSED = 'be.regie.mandate.proposed.v1';

let service: TestService;
let publishTo: ReturnType<typeof publishing>;
let cities = 60_000;
let moments = 0;
const receivers: Receiver[] = [];

beforeAll(async () => {
  service = await startTestService([partners], undefined, {
    REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
    REGIE_PUBLIC_URL: 'https://regie.example.be',
  });
  publishTo = publishing(service, ['mandates', 'cases']);
});
afterAll(async () => {
  await service.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

const aReceiver = async (host?: string): Promise<Receiver> => {
  const receiver = await Receiver.start(host);
  receivers.push(receiver);
  return receiver;
};

/** Creates a city with Stad Gent and WoninGent enrolled. The spec publishes the events of its mandates and cases, and WoninGent subscribes. */
const aCity = async () => {
  const city = String(++cities);
  const as = (agency: string, role: Actor['role'] = 'partner-api'): Promise<Client> =>
    service.as({ city, agency, role });
  const manager = await as('stad-gent', 'manager');
  for (const [agency, kind, kbo] of [
    ['stad-gent', 'city-service', '0207.451.227'],
    ['woningent', 'social-housing', '0400.032.156'],
  ]) {
    expect((await manager.post('/v1/agencies', { agency, name: agency, kind, kbo })).status).toBe(201);
  }
  const publish = async (
    context: 'mandates' | 'cases',
    ...events: readonly FeedEvent[]
  ): Promise<readonly string[]> => {
    await publishTo(context, ...(events as readonly PublicEvent[]));
    await service.settled();
    return events.map(({ id }) => id);
  };
  const woningent = await as('woningent');
  const about = { caseId: `k-${city}` };
  const proposed = (): FeedEvent => publicEvent(mandateProposed, proposing, ++moments, today, city);
  const show = async (id: string): Promise<Shown> =>
    (await woningent.get(`/v1/subscriptions/${id}`)).body as unknown as Shown;
  return {
    city,
    as,
    manager,
    woningent,
    publish,
    proposed,
    show,
    proposals: (count: number) => publish('mandates', ...Array.from({ length: count }, proposed)),
    opened: () =>
      publicEvent(
        caseOpened,
        { ...opening, ...about, openedBy: 'stad-gent', holder: 'stad-gent' },
        ++moments,
        today,
        city,
      ),
    accepted: (agency: string) => publicEvent(participantAccepted, { ...about, agency }, ++moments, today, city),
    withdrawn: (agency: string) => publicEvent(participantWithdrawn, { ...about, agency }, ++moments, today, city),
    asked: () =>
      publicEvent(
        commitmentProposed,
        { ...about, commitmentId: 'c', owner: 'woningent', proposedBy: 'stad-gent', dueOn: today },
        ++moments,
        today,
        city,
      ),
    /** Subscribes WoninGent to proposed mandates, or under other terms. The receiver gets the keys. */
    subscribe: async (receiver: Receiver, terms: object = { types: [PROPOSED] }): Promise<string> => {
      const answer = await woningent.post('/v1/subscriptions', {
        url: `${receiver.url}/hook`,
        signatures: ['hmac', 'ed25519'],
        ...terms,
      });
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
      const { subscriptionId, secret, publicKey } = answer.body as unknown as Record<string, string>;
      receiver.secrets.push(secret!);
      receiver.publicKeys.push(publicKey!);
      return subscriptionId!;
    },
    is: (id: string, status: string) => until(async () => (await show(id)).status === status),
    deliveries: async (id: string, query = ''): Promise<Record<string, unknown>[]> =>
      (await woningent.get(`/v1/subscriptions/${id}/deliveries?${query}`)).body['deliveries'] as never,
  };
};

/** Moves the clock of the deliveries forward, so that planned attempts become due. */
const later = (ms: number): void => {
  const clock = service.app.get(DeliveryClock);
  const now = clock.now().getTime() + ms;
  const started = Date.now();
  clock.now = () => new Date(now + Date.now() - started);
};

describe('subscribing', () => {
  it('asks the endpoint for consent, and then delivers new events in order, verified by the public libraries', async () => {
    const { subscribe, is, proposals, show, city } = await aCity();
    await proposals(2);
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    expect(receiver.asked).toEqual([
      expect.objectContaining({ 'webhook-request-origin': 'regie.example.be', 'webhook-request-rate': '6000' }),
    ]);
    const published = await proposals(5);
    await until(() => receiver.ids.length === 5);
    expect(receiver.faults).toEqual([]);
    expect(receiver.ids).toEqual(published);
    expect(receiver.received[0]!.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    expect(receiver.received[0]!.events[0]).toMatchObject({
      type: PROPOSED,
      source: `urn:be:nis:${city}:regie:mandates`,
      data: { ...proposing, city },
    });
    await until(async () => (await show(id)).deliveries.delivered === 5);
    expect(await show(id)).toMatchObject({
      status: 'active',
      deliveries: { sent: 5, delivered: 5, dead: 0, pending: 0 },
      failures: 0,
      problem: null,
    });
  });

  it('returns the secret once and the public key always, and keeps the secret out of the log', async () => {
    const { woningent, city } = await aCity();
    const receiver = await aReceiver();
    const key = { 'idempotency-key': randomUUID() };
    const first = await woningent.post('/v1/subscriptions', { url: receiver.url }, key);
    const { secret, publicKey, subscriptionId } = first.body as unknown as Record<string, string>;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    const again = await woningent.post('/v1/subscriptions', { url: receiver.url }, key);
    expect(again.body).toMatchObject({ subscriptionId, secret: null, publicKey });
    const shown = await woningent.get(`/v1/subscriptions/${subscriptionId}`);
    expect(shown.body).toMatchObject({ publicKeys: [publicKey] });
    const log = JSON.stringify([
      await service.store.readAll('0', 10_000),
      shown.body,
      (await woningent.get('/v1/subscriptions')).body,
    ]);
    expect(log).toContain(city);
    expect(log).not.toContain(secret!.slice('whsec_'.length));
  });

  it('is allowed to the agency-admin and the systems of an agency, and hidden from other agencies', async () => {
    const { as, manager, subscribe } = await aCity();
    const id = await subscribe(await aReceiver());
    for (const role of ['worker', 'coordinator', 'manager'] as const) {
      expect(
        await (await as('woningent', role)).post('/v1/subscriptions', { url: 'https://example.be' }),
      ).toMatchObject({ status: 403, body: { code: 'access.role' } });
    }
    expect(await manager.get(`/v1/subscriptions/${id}`)).toMatchObject({ status: 403 });
    expect((await (await as('woningent', 'agency-admin')).get(`/v1/subscriptions/${id}`)).status).toBe(200);
    const stranger = await as('stad-gent');
    const foreign = { status: 404, body: { code: 'subscription.unknown' } };
    expect((await stranger.get('/v1/subscriptions')).body).toEqual({ subscriptions: [], next: null });
    expect(await stranger.get(`/v1/subscriptions/${id}`)).toMatchObject(foreign);
    expect(await stranger.get(`/v1/subscriptions/${id}/deliveries`)).toMatchObject(foreign);
    expect(await stranger.patch(`/v1/subscriptions/${id}`, { mode: 'link' })).toMatchObject(foreign);
    expect(await stranger.delete(`/v1/subscriptions/${id}`)).toMatchObject(foreign);
    for (const act of ['pause', 'resume', 'rotate-secret'])
      expect(await stranger.post(`/v1/subscriptions/${id}/${act}`)).toMatchObject(foreign);
    expect(await stranger.post(`/v1/subscriptions/${id}/replay`, {})).toMatchObject(foreign);
    expect(await stranger.post(`/v1/subscriptions/${id}/skip`, { eventId: 'e', reason: 'r' })).toMatchObject(foreign);
  });

  it.each([
    ['not-a-url', 'ftp://example.be/'],
    ['not-a-url', 'no address'],
    ['has-credentials', 'https://user:password@example.be/'],
    ['has-fragment', 'https://example.be/#here'],
    ['port-refused', 'https://127.0.0.1:22/'],
    ['port-refused', 'http://127.0.0.1:6667/'],
    ['address-refused', 'https://10.0.0.1/'],
    ['address-refused', 'https://169.254.169.254/latest/meta-data'],
    ['address-refused', 'https://[::1]/'],
    ['address-refused', 'https://[::ffff:10.0.0.1]/'],
    ['address-refused', 'https://0xa000001/'],
    ['address-refused', 'https://nobody.invalid/'],
  ])('to a refused address names the fault: %s (%s)', async (fault, url) => {
    const { woningent } = await aCity();
    const answer = await woningent.post('/v1/subscriptions', { url });
    expect(answer).toMatchObject({ status: 422, body: { code: 'subscription.url-refused', fault } });
    expect(JSON.stringify(answer.body)).not.toContain('user:');
    expect((await woningent.get('/v1/subscriptions')).body).toMatchObject({ subscriptions: [] });
  });

  it('to a name without an address is refused exactly as to an address inside, at creation and at a change', async () => {
    const { woningent, subscribe } = await aCity();
    const id = await subscribe(await aReceiver());
    for (const send of [
      (url: string) => woningent.post('/v1/subscriptions', { url }),
      (url: string) => woningent.patch(`/v1/subscriptions/${id}`, { url }),
    ]) {
      const [absent, inside] = await Promise.all(['https://nobody.invalid/', 'https://10.0.0.1/'].map(send));
      expect({ ...absent!.body, instance: null }).toEqual({ ...inside!.body, instance: null });
      expect(absent).toMatchObject({ status: 422, body: { code: 'subscription.url-refused' } });
    }
  });

  it.each([
    [{}, 'url'],
    [{ url: 'https://example.be', types: ['be.regie.mandate.invented.v1'] }, 'types'],
    [{ url: 'https://example.be', themes: ['invented'] }, 'themes'],
    [{ url: 'https://example.be', mode: 'thick' }, 'mode'],
    [{ url: 'https://example.be', content: 'xml' }, 'content'],
    [{ url: 'https://example.be', signatures: [] }, 'signatures'],
    [{ url: 'https://example.be', signatures: ['rsa'] }, 'signatures'],
    [{ url: 'https://example.be', signatures: ['hmac', 'hmac'] }, 'signatures'],
    [{ url: 'https://example.be', contact: 'nobody' }, 'contact'],
    [{ url: 'https://example.be', secret: 'whsec_mine' }, 'secret'],
  ])('with a wrong field is refused: %j', async (body, field) => {
    const { woningent } = await aCity();
    const answer = await woningent.post('/v1/subscriptions', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect((answer.body['errors'] as unknown as { field: string }[]).map((error) => error.field)).toContain(field);
  });

  it('from a cursor that is foreign, malformed or after the end of the feed is refused', async () => {
    const { woningent, as, city } = await aCity();
    const { next } = (await (await as('stad-gent')).get('/v1/feed')).body as unknown as { next: string };
    const url = 'http://127.0.0.1:9999/';
    expect(await woningent.post('/v1/subscriptions', { url, after: next })).toMatchObject({
      status: 403,
      body: { code: 'feed.cursor-foreign' },
    });
    expect(await woningent.post('/v1/subscriptions', { url, after: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'feed.cursor-malformed' },
    });
    const beyond = Buffer.from(`feed:${city}/woningent:9999:0`).toString('base64url');
    expect(await woningent.post('/v1/subscriptions', { url, after: beyond })).toMatchObject({
      status: 410,
      body: { code: 'feed.cursor-unknown' },
    });
  });

  it('is refused to a suspended agency', async () => {
    const { woningent, manager } = await aCity();
    await manager.post('/v1/agencies/woningent/suspension', { reason: 'a reason' });
    expect(await woningent.post('/v1/subscriptions', { url: 'http://127.0.0.1:9999/' })).toMatchObject({
      status: 409,
      body: { code: 'agency.not-active' },
    });
  });
});

describe('the consent of an endpoint', () => {
  it.each([
    ['sends no header', [200, {}], 'without WebHook-Allowed-Origin'],
    ['names another origin', [200, { 'webhook-allowed-origin': 'somebody.example' }], 'neither regie.example.be nor *'],
    ['does not know OPTIONS', [405, {}], 'answered 405'],
    ['redirects', [302, { location: 'http://127.0.0.1:1/' }], 'answered 302'],
    ['allows nothing', [200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '0' }], 'WebHook-Allowed-Rate'],
  ] as const)('is missing when it %s, and nothing is delivered', async (_case, consent, problem) => {
    const { subscribe, show, proposals, is, woningent } = await aCity();
    const receiver = await aReceiver();
    const given = receiver.consent;
    receiver.consent = () => [...consent] as never;
    const id = await subscribe(receiver);
    await proposals(1);
    await until(async () => (await show(id)).problem !== null);
    expect(await show(id)).toMatchObject({
      status: 'unconfirmed',
      problem: expect.stringContaining(problem),
      howToConfirm: expect.stringContaining('WebHook-Allowed-Origin: regie.example.be'),
    });
    expect(receiver.received).toEqual([]);
    // A consent and a resume repair the subscription.
    receiver.consent = given;
    expect((await woningent.post(`/v1/subscriptions/${id}/resume`)).status).toBe(200);
    await is(id, 'active');
    await until(() => receiver.ids.length === 1);
  });

  it('is requested again for a new address, before anything is sent there', async () => {
    const { subscribe, show, proposals, is, woningent } = await aCity();
    const [before, after] = [await aReceiver(), await aReceiver()];
    const id = await subscribe(before);
    await is(id, 'active');
    after.consent = () => [200, {}];
    expect((await woningent.patch(`/v1/subscriptions/${id}`, { url: `${after.url}/hook` })).body).toMatchObject({
      outcome: 'changed',
    });
    const [published] = await proposals(1);
    await until(() => after.asked.length > 0);
    expect((await show(id)).status).toBe('unconfirmed');
    expect([before.ids, after.ids]).toEqual([[], []]);
    after.consent = () => [200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }];
    await woningent.post(`/v1/subscriptions/${id}/resume`);
    await until(() => after.ids.length === 1);
    expect([before.ids, after.ids]).toEqual([[], [published]]);
  });

  it('limits the requests per minute', async () => {
    const { subscribe, proposals, is } = await aCity();
    const receiver = await aReceiver();
    receiver.consent = () => [200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '240' }];
    await is(await subscribe(receiver), 'active');
    await proposals(4);
    await until(() => receiver.ids.length === 4);
    const gaps = receiver.received.slice(1).map(({ at }, index) => at - receiver.received[index]!.at);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(240);
  });
});

describe('a delivery', () => {
  it.each(['structured', 'binary', 'batch'] as const)(
    'with %s content is signed, and contains the events of the feed',
    async (content) => {
      const { subscribe, proposals, is, woningent } = await aCity();
      const receiver = await aReceiver();
      const id = await subscribe(receiver, { types: [PROPOSED], content, mode: 'link' });
      await woningent.post(`/v1/subscriptions/${id}/pause`);
      const published = await proposals(7);
      await woningent.post(`/v1/subscriptions/${id}/resume`);
      await is(id, 'active');
      await until(() => receiver.ids.length === 7);
      expect([receiver.faults, receiver.ids]).toEqual([[], published]);
      expect(receiver.received).toHaveLength(content === 'batch' ? 1 : 7);
      const inFeed = (await woningent.get(`/v1/feed?types=${PROPOSED}`)).body['events'] as unknown as FeedEvent[];
      const received = receiver.received.flatMap(({ events }) =>
        events.map((event) => JSON.parse(JSON.stringify(event)) as Record<string, unknown>),
      );
      expect(received).toEqual(
        inFeed.map((event) => ({ ...event, dataref: `https://regie.example.be/v1/mandates/${event.subject}` })),
      );
    },
  );

  it('is signed with the secret alone, unless the subscription asks for Ed25519 as well', async () => {
    const { proposals, is, woningent } = await aCity();
    const receiver = await aReceiver();
    const terms = { url: `${receiver.url}/hook`, types: [PROPOSED] };
    const { body } = await woningent.post('/v1/subscriptions', terms);
    const { subscriptionId: id, secret, publicKey } = body as unknown as Record<string, string>;
    receiver.secrets.push(secret!);
    const path = `/v1/subscriptions/${id}`;
    await is(id!, 'active');
    const schemesOfNext = async (): Promise<readonly string[]> => {
      const [event] = await proposals(1);
      await until(() => receiver.ids.includes(event!));
      const signatures = String(receiver.received.at(-1)!.headers['webhook-signature']).split(' ');
      return signatures.map((signature) => signature.split(',')[0]!);
    };
    expect((await woningent.get(path)).body).toMatchObject({ signatures: ['hmac'], publicKeys: [publicKey] });
    expect(await schemesOfNext()).toEqual(['v1']);
    await woningent.patch(path, { signatures: ['hmac', 'ed25519'] });
    receiver.publicKeys.push(publicKey!);
    expect((await woningent.get(path)).body).toMatchObject({ status: 'active', signatures: ['hmac', 'ed25519'] });
    expect(await schemesOfNext()).toEqual(['v1', 'v1a']);
    await woningent.patch(path, { mode: 'link' });
    expect(await schemesOfNext()).toEqual(['v1', 'v1a']);
    receiver.secrets = [];
    await woningent.patch(path, { signatures: ['ed25519'] });
    expect(await schemesOfNext()).toEqual(['v1a']);
    expect(receiver.faults).toEqual([]);
  });

  it('matches the types and neighbourhoods of the subscription', async () => {
    const { subscribe, publish, is, opened, asked, proposed } = await aCity();
    const [ofMandates, elsewhere] = [await aReceiver(), await aReceiver()];
    await is(
      await subscribe(ofMandates, { types: [PROPOSED], neighbourhoods: [proposing.slots[0]!.neighbourhood] }),
      'active',
    );
    await is(await subscribe(elsewhere, { types: [PROPOSED], neighbourhoods: ['99'] }), 'active');
    await publish('cases', opened());
    const [first, second] = [proposed(), proposed()];
    await publish('mandates', first, second);
    await publish('cases', asked());
    await until(() => ofMandates.ids.length === 2);
    expect(ofMandates.ids).toEqual([first.id, second.id]);
    expect(elsewhere.ids).toEqual([]);
  });

  it('contains only events that the agency may see at that moment, also in a replay', async () => {
    const { subscribe, publish, is, opened, accepted, asked, withdrawn, woningent, deliveries, show } = await aCity();
    const receiver = await aReceiver();
    const types = ['be.regie.case.commitment-proposed.v1'];
    const id = await subscribe(receiver, { types });
    await is(id, 'active');
    await publish('cases', opened(), accepted('woningent'), asked());
    await until(() => receiver.ids.length === 1);
    // One event is under way when the agency leaves.
    receiver.answer = () => 500;
    const [waiting] = await publish('cases', asked());
    await until(async () => (await deliveries(id, 'state=pending'))[0]?.['tries'] === 1);
    await publish('cases', withdrawn('woningent'));
    receiver.answer = () => 204;
    const came = receiver.ids.length;
    await woningent.post(`/v1/subscriptions/${id}/resume`);
    await until(async () => (await deliveries(id, `eventId=${waiting}`))[0]?.['state'] === 'dead');
    expect((await deliveries(id, `eventId=${waiting}`))[0]).toMatchObject({
      reason: expect.stringContaining('no longer to be seen'),
    });
    await woningent.post(`/v1/subscriptions/${id}/replay`, {});
    await until(async () => (await show(id)).deliveries.behind === 0);
    expect(receiver.ids.length).toBe(came);
    expect((await show(id)).deliveries).toMatchObject({ sent: 2, delivered: 1, dead: 1, pending: 0 });
  });

  it('waits while the agency is suspended, and stops when the agency has ended', async () => {
    const { subscribe, proposals, is, manager, show } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    await manager.post('/v1/agencies/woningent/suspension', { reason: 'a reason' });
    await proposals(1);
    await until(async () => (await show(id)).problem === 'agency.not-active');
    expect(receiver.ids).toEqual([]);
    expect((await show(id)).nextTryAt).toBeNull();
    await manager.post('/v1/agencies/woningent/resumption');
    later(120_000);
    await until(() => receiver.ids.length === 1);
    await manager.post('/v1/agencies/woningent/end', { reason: 'a reason' });
    await proposals(1);
    await is(id, 'ended');
    expect(receiver.ids).toHaveLength(1);
  });
});

describe('rotating the keys', () => {
  it('lets receivers with old keys and receivers with new keys verify for a day', async () => {
    const { subscribe, proposals, is, woningent, show } = await aCity();
    const [withOld, withNew] = [await aReceiver(), await aReceiver()];
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    const [old] = receiver.secrets;
    const rotated = (await woningent.post(`/v1/subscriptions/${id}/rotate-secret`)).body as unknown as Record<
      string,
      string
    >;
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(old);
    withOld.secrets = [old!];
    withNew.secrets = [rotated.secret!];
    const checked = (by: Receiver, { headers, body }: Receiver['received'][number]): boolean =>
      by.verified(headers, body).length > 0;
    // The deliveries read the keys from the read model.
    await until(async () => (await show(id)).publicKeys.length === 2);
    await proposals(1);
    await until(() => receiver.ids.length === 1);
    expect([checked(withOld, receiver.received[0]!), checked(withNew, receiver.received[0]!)]).toEqual([true, true]);
    later(25 * 3_600_000);
    receiver.secrets = [rotated.secret!];
    receiver.publicKeys = [rotated.publicKey!];
    await proposals(1);
    await until(() => receiver.ids.length === 2);
    expect(checked(withOld, receiver.received[1]!)).toBe(false);
    const signatures = String(receiver.received[1]!.headers['webhook-signature'])
      .split(' ')
      .map((signature) => signature.split(',')[0]);
    expect(signatures).toEqual(['v1', 'v1a']);
    expect((await show(id)).publicKeys.length).toBe(1);
  });
});

describe('an endpoint that fails', () => {
  it('gets the message again on the schedule under the same webhook-id, and later events wait', async () => {
    const { subscribe, proposals, is, deliveries, show } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    receiver.answer = () => [500, {}, 'it \u0007 broke\n\nhere'];
    const published = await proposals(3);
    for (const [tries, seconds] of [5, 300, 1_800].entries()) {
      await until(async () => (await deliveries(id, `eventId=${published[0]}`))[0]?.['tries'] === tries + 1);
      const wait = (Date.parse((await show(id)).nextTryAt!) - service.app.get(DeliveryClock).now().getTime()) / 1_000;
      expect(wait).toBeGreaterThan(seconds - 3);
      expect(wait).toBeLessThanOrEqual(seconds * 1.2);
      later(seconds * 1_200 + 1_000);
    }
    await until(() => receiver.received.length >= 4);
    receiver.answer = () => 204;
    expect((await deliveries(id, `eventId=${published[0]}`))[0]).toMatchObject({
      state: 'pending',
      status: 500,
      answer: 'it broke here',
    });
    later(3 * 3_600_000);
    await until(() => receiver.firsts.length === 3);
    expect(receiver.firsts).toEqual(published);
    expect(
      new Set(
        receiver.received.filter(({ events }) => events[0]!.id === published[0]).map(({ id: webhook }) => webhook),
      ).size,
    ).toBe(1);
    expect(receiver.faults).toEqual([]);
  });

  it('is left alone for the time of its Retry-After, in seconds or as a date', async () => {
    const { subscribe, proposals, is, show } = await aCity();
    const clock = service.app.get(DeliveryClock);
    for (const asks of ['7200', new Date(clock.now().getTime() + 7_200_000).toUTCString()]) {
      const receiver = await aReceiver();
      const id = await subscribe(receiver);
      await is(id, 'active');
      receiver.answer = () => [429, { 'retry-after': asks }];
      await proposals(1);
      await until(async () => (await show(id)).failures === 1);
      const wait = Date.parse((await show(id)).nextTryAt!) - clock.now().getTime();
      expect(wait).toBeGreaterThan(7_000_000);
      expect(wait).toBeLessThanOrEqual(7_201_000);
    }
  });

  it('has a next try only while one follows by itself: none when paused, after the last message, or after the end', async () => {
    const { subscribe, proposals, is, show, woningent } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    receiver.answer = () => 500;
    await proposals(1);
    await until(async () => (await show(id)).failures === 1);
    expect((await show(id)).nextTryAt).not.toBeNull();
    await woningent.post(`/v1/subscriptions/${id}/pause`);
    expect(await show(id)).toMatchObject({ status: 'paused', failures: 1, nextTryAt: null });
    receiver.answer = () => 204;
    await woningent.post(`/v1/subscriptions/${id}/resume`);
    await until(async () => (await show(id)).deliveries.delivered === 1);
    expect((await show(id)).nextTryAt).toBeNull();
    receiver.answer = () => 500;
    await proposals(1);
    await until(async () => (await show(id)).failures === 1);
    await woningent.delete(`/v1/subscriptions/${id}`);
    expect(await show(id)).toMatchObject({ status: 'ended', nextTryAt: null });
  });

  it('ends its subscription when it answers 410, and the keys are deleted', async () => {
    const { subscribe, proposals, is, show, deliveries } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    receiver.answer = () => 410;
    await proposals(1);
    await is(id, 'ended');
    await until(async () => (await deliveries(id, 'state=pending')).length === 0);
    expect(await show(id)).toMatchObject({
      cause: 'gone',
      publicKeys: [],
      deliveries: { sent: 1, delivered: 0, dead: 1, pending: 0 },
    });
  });

  it('has its subscription suspended after the last attempt, with an event in the feed, until it is resumed', async () => {
    const { subscribe, proposals, is, show, woningent } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    receiver.answer = () => 500;
    const published = await proposals(2);
    for (let tries = 1; tries <= 10; tries++) {
      await until(() => receiver.received.length >= tries);
      if (tries === 10) break;
      await until(async () => (await show(id)).failures === tries);
      later(31 * 3_600_000);
    }
    await is(id, 'suspended');
    expect(await show(id)).toMatchObject({
      cause: 'last-try-failed',
      nextTryAt: null,
      deliveries: { sent: 2, delivered: 0, dead: 0, pending: 2 },
    });
    expect(receiver.received).toHaveLength(10);
    const { events } = (await woningent.get('/v1/feed?types=be.regie.subscription.suspended.v1')).body as unknown as {
      events: FeedEvent[];
    };
    expect(events.map(({ data }) => data)).toEqual([
      expect.objectContaining({ subscriptionId: id, agency: 'woningent', cause: 'last-try-failed' }),
    ]);
    receiver.answer = () => 204;
    await woningent.post(`/v1/subscriptions/${id}/resume`);
    await until(() => receiver.firsts.length === 2);
    expect(receiver.firsts).toEqual(published);
    await until(async () => (await show(id)).deliveries.delivered === 2);
  });

  it('gets later events after one event is skipped with a reason', async () => {
    const { subscribe, proposals, is, deliveries, woningent, show } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    let poison = '';
    receiver.answer = ({ events }) => (events[0]!.id === poison ? 400 : 204);
    const published = [...(await proposals(1))];
    poison = `${cities}/e${moments + 1}`;
    published.push(...(await proposals(2)));
    await until(async () => (await deliveries(id, `eventId=${poison}`))[0]?.['tries'] === 1);
    expect(
      await woningent.post(`/v1/subscriptions/${id}/skip`, { eventId: published[0], reason: 'why not' }),
    ).toMatchObject({ status: 409, body: { code: 'subscription.event-not-waiting' } });
    expect(
      (await woningent.post(`/v1/subscriptions/${id}/skip`, { eventId: poison, reason: 'our form has no room for it' }))
        .status,
    ).toBe(200);
    await until(() => receiver.ids.includes(published[2]!));
    expect((await deliveries(id, `eventId=${poison}`))[0]).toMatchObject({
      state: 'dead',
      reason: 'skipped: our form has no room for it',
    });
    await until(async () => (await show(id)).deliveries.delivered === 2);
    expect((await show(id)).deliveries).toMatchObject({ sent: 3, delivered: 2, dead: 1, pending: 0 });
  });
});

describe('replaying', () => {
  it('delivers again after a cursor, since a day, or everything, under the webhook-ids of the first time', async () => {
    const { subscribe, proposals, is, woningent, show } = await aCity();
    const receiver = await aReceiver();
    const id = await subscribe(receiver);
    await is(id, 'active');
    const published = await proposals(4);
    await until(() => receiver.ids.length === 4);
    const webhookIds = receiver.received.map(({ id: webhook }) => webhook);
    const { next } = (await woningent.get(`/v1/feed?types=${PROPOSED}&limit=2`)).body as unknown as { next: string };
    await woningent.post(`/v1/subscriptions/${id}/replay`, { after: next });
    await until(() => receiver.ids.length === 6);
    await woningent.post(`/v1/subscriptions/${id}/replay`, { since: today });
    await until(() => receiver.ids.length === 10);
    await woningent.post(`/v1/subscriptions/${id}/replay`, {});
    await until(() => receiver.ids.length === 14);
    expect(receiver.ids).toEqual([...published, ...published.slice(2), ...published, ...published]);
    expect(receiver.received.slice(-4).map(({ id: webhook }) => webhook)).toEqual(webhookIds);
    await until(async () => (await show(id)).deliveries.delivered === 14);
    expect((await show(id)).deliveries).toMatchObject({ sent: 14, delivered: 14, dead: 0, pending: 0 });
  });

  it('is refused from a position ahead, from two positions, and after the end of the subscription', async () => {
    const { subscribe, proposals, is, woningent } = await aCity();
    const receiver = await aReceiver();
    receiver.consent = () => [200, {}];
    const id = await subscribe(receiver);
    await proposals(1);
    const { next } = (await woningent.get('/v1/feed')).body as unknown as { next: string };
    await until(() => receiver.asked.length > 0);
    // An unconfirmed subscription has a position too, so a replay from an earlier cursor is accepted.
    const { next: first } = (await woningent.get('/v1/feed?limit=1')).body as unknown as { next: string };
    expect((await woningent.post(`/v1/subscriptions/${id}/replay`, { after: first })).status).toBe(200);
    expect(await woningent.post(`/v1/subscriptions/${id}/replay`, { after: next, since: today })).toMatchObject({
      status: 422,
      body: { code: 'subscription.replay-from-where' },
    });
    expect(await woningent.post(`/v1/subscriptions/${id}/replay`, { after: next })).toMatchObject({
      status: 409,
      body: { code: 'subscription.replay-ahead' },
    });
    await woningent.delete(`/v1/subscriptions/${id}`);
    await is(id, 'ended');
    expect(await woningent.post(`/v1/subscriptions/${id}/replay`, {})).toMatchObject({
      status: 409,
      body: { code: 'subscription.ended' },
    });
  });
});

it('a repeated change does not restore an old contact', async () => {
  const { subscribe, woningent } = await aCity();
  const id = await subscribe(await aReceiver());
  const change = (body: object, key: string) =>
    woningent.patch(`/v1/subscriptions/${id}`, body, { 'idempotency-key': key });
  const first = () => change({ contact: 'first@example.be', themes: ['wonen'] }, 'change-1');
  expect([
    (await first()).status,
    (await change({ contact: 'then@example.be' }, 'change-2')).status,
    (await first()).status,
  ]).toEqual([200, 200, 200]);
  expect((await woningent.get(`/v1/subscriptions/${id}`)).body).toMatchObject({
    contact: 'then@example.be',
    themes: ['wonen'],
  });
});

type Callback = Readonly<
  Record<
    'options' | 'post',
    Readonly<{ parameters: readonly { name: string }[]; requestBody: Readonly<{ content: object }> }>
  >
>;

it('the API description has the request of a webhook as a callback', () => {
  const { paths } = describeApi(service.app, 'test');
  const { options, post } = (
    paths['/v1/subscriptions']?.post?.callbacks as unknown as Record<string, Record<string, Callback>>
  )['event']!['{$request.body#/url}']!;
  const named = (parameters: readonly { name: string }[]) => parameters.map(({ name }) => name);
  expect(named(options.parameters)).toEqual(['WebHook-Request-Origin', 'WebHook-Request-Rate']);
  expect(named(post.parameters)).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
  const contents = ['structured', 'batch', 'binary'] as const;
  const event = publicEvent(mandateProposed, proposing, 1);
  const types = contents.map(
    (content) => webhookMessage([JSON.stringify(event)], { mode: 'thin', content }).contentType.split(';')[0],
  );
  expect(Object.keys(post.requestBody.content)).toEqual(types);
});

it('the metrics count deliveries, and no label names an agency', async () => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  expect(text).toMatch(/^regie_webhook_events_total\{outcome="delivered"\} [1-9]\d*$/m);
  const events = Object.fromEntries(
    [...text.matchAll(/^regie_webhook_events\{state="(\w+)"\} (\d+)$/gm)].map(([, state, count]) => [
      state,
      Number(count),
    ]),
  );
  expect(events['enqueued']).toBe(events['delivered']! + events['dead']! + events['pending']!);
  expect(events['taken']).toBe(events['enqueued']);
  expect(text).toMatch(/^regie_webhook_subscriptions\{status="active"\} \d+$/m);
  expect(text).not.toContain('woningent');
});
