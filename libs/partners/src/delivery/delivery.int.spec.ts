import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import { SMTPServer } from 'smtp-server';
import type { DataSource } from 'typeorm';
import { mandateGranted, mandateProposed, type PublicEvent } from '#contracts';
import { MemoryEventStore, StoreBusy } from '#event-store';
import { brusselsDate } from '#kernel';
import { ProcessorRegistry } from '#runtime';
import { type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import type { FeedEvent } from '../feed/domain/audience.js';
import { partners } from '../index.js';
import type { HandleSubscription } from '../subscriptions/commands/subscription.handler.js';
import { publicEvent } from '../testing/histories.js';
import { Receiver } from '../testing/receiver.js';
import { DeliveryCursors } from './delivery-cursor.js';

const { jest } = import.meta;

const CITY = '44021';
const TYPES = [mandateProposed.type];
const today = brusselsDate(new Date());
const { city: _, ...proposing } = mandateProposed.sample;
const { city: __, ...granting } = mandateGranted.sample;
const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

/** Two processes of the partners on one log and one database, and a mail server. */
let one: TestService;
let other: TestService;
let client: Client;
let db: DataSource;
let publish: ReturnType<typeof publishing>;
let moments = 0;
const receivers: Receiver[] = [];
const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    const parts: Buffer[] = [];
    stream
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        mails.push(Buffer.concat(parts).toString());
        done();
      });
  },
});

beforeAll(async () => {
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const store = new MemoryEventStore();
  const environment = {
    REGIE_SECRETS_KEY: SECRETS_KEY,
    REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
    REGIE_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    REGIE_MAIL_FROM: 'regie@stad.example',
  };
  one = await startTestService([partners], store, environment);
  other = await startTestService([partners], store, { ...environment, REGIE_POSTGRES_URL: one.postgresUrl });
  publish = publishing(one, ['mandates']);
  db = one.app.get<DataSource>(getDataSourceToken('partners'), { strict: false });
  const manager = await one.as({ role: 'manager' });
  await manager.post('/v1/agencies', {
    agency: 'stad-gent',
    name: 'Stad Gent',
    kind: 'city-service',
    kbo: '0207.451.227',
  });
  client = await one.as({ role: 'partner-api' });
});
afterAll(async () => {
  await other.stop();
  await one.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  await new Promise<void>((done) => {
    smtp.close(done);
  });
});

const aReceiver = async (): Promise<Receiver> => {
  const receiver = await Receiver.start();
  receivers.push(receiver);
  return receiver;
};

const subscribe = async (receiver: Receiver, options: object = {}): Promise<string> => {
  const { status, body } = await client.post('/v1/subscriptions', {
    url: `${receiver.url}/hook`,
    types: TYPES,
    ...options,
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  receiver.secrets.push(body['secret'] as unknown as string);
  const id = body['subscriptionId'] as unknown as string;
  await until(async () => (await show(id)).status === 'active');
  return id;
};

type Shown = Readonly<{
  status: string;
  failures: number;
  deliveries: Readonly<{ sent: number; delivered: number; dead: number; pending: number }>;
}>;
const show = async (id: string): Promise<Shown> =>
  (await client.get(`/v1/subscriptions/${id}`)).body as unknown as Shown;
const isBalanced = ({ deliveries: { sent, delivered, dead, pending } }: Shown): boolean =>
  sent === delivered + dead + pending;

const proposals = async (count: number): Promise<readonly string[]> => {
  const events = Array.from({ length: count }, () => publicEvent(mandateProposed, proposing, ++moments, today, CITY));
  await publish('mandates', ...(events as readonly PublicEvent[]));
  expect(await one.app.get(ProcessorRegistry).settled(10_000)).toBe(true);
  return events.map(({ id }) => id);
};

/** Simulates a process that was killed, or hung for longer than its lease. */
const leaseRunsOut = async (id: string): Promise<void> => {
  await db.query(`UPDATE delivery_cursor SET leased_until = '-infinity' WHERE subscription_id = $1`, [id]);
};

it('a subscription is delivered one message at a time and in order, however many processes deliver', async () => {
  const receiver = await aReceiver();
  let [now, most] = [0, 0];
  receiver.answer = (_received, response) => {
    most = Math.max(most, ++now);
    void pause(5).then(() => {
      now--;
      response.writeHead(204).end();
    });
  };
  await subscribe(receiver);
  const events: string[] = [];
  for (let page = 0; page < 6; page++) events.push(...(await proposals(10)));
  await until(() => receiver.firsts.length === events.length);
  expect({ most, ids: receiver.ids, faults: receiver.faults }).toEqual({ most: 1, ids: events, faults: [] });
});

it('a message not acknowledged when its process died is sent again under the same webhook-id, and the others keep their order', async () => {
  const receiver = await aReceiver();
  const id = await subscribe(receiver);
  let held = false;
  receiver.answer = () => {
    if (held) return 204;
    held = true;
    return undefined;
  };
  const events = await proposals(4);
  await until(() => receiver.received.length === 1);
  // The message is under way: the cursor and the counts do not include it yet.
  expect(await show(id)).toMatchObject({ deliveries: { delivered: 0 } });
  await leaseRunsOut(id);
  await until(() => receiver.firsts.length === 4);
  expect(receiver.ids).toEqual([events[0], ...events]);
  expect(receiver.received[1]!.id).toBe(receiver.received[0]!.id);
  expect(receiver.received[1]!.body).toBe(receiver.received[0]!.body);
  await until(async () => (await show(id)).deliveries.delivered === 4);
  expect((await show(id)).deliveries).toMatchObject({ sent: 4, delivered: 4, dead: 0, pending: 0 });
});

it('a process that has lost its lease writes nothing, also when the response comes late', async () => {
  const receiver = await aReceiver();
  const id = await subscribe(receiver);
  let answerLate: (() => void) | undefined;
  receiver.answer = (_received, response) => {
    if (answerLate) return 204;
    answerLate = () => void response.writeHead(500).end('too late');
    return undefined;
  };
  const events = await proposals(3);
  await until(() => answerLate !== undefined);
  await leaseRunsOut(id);
  await until(async () => (await show(id)).deliveries.delivered === 3);
  answerLate!();
  await pause(300);
  expect(await show(id)).toMatchObject({ failures: 0, deliveries: { sent: 3, delivered: 3, dead: 0, pending: 0 } });
  expect(receiver.firsts).toEqual(events);
});

it('a skipped event of a paused subscription is not sent later, however long the pause lasts', async () => {
  const receiver = await aReceiver();
  const id = await subscribe(receiver);
  receiver.answer = () => 500;
  const [skipped, next] = await proposals(2);
  await until(async () => (await show(id)).failures > 0);
  await client.post(`/v1/subscriptions/${id}/pause`);
  await client.post(`/v1/subscriptions/${id}/skip`, { eventId: skipped, reason: 'why not' });
  await until(async () => (await show(id)).deliveries.dead === 1);
  await db.query(`UPDATE delivery SET last_at = last_at - interval '1 year' WHERE subscription_id = $1`, [id]);
  expect(await one.app.get(DeliveryCursors).deleteSettled(new Date())).toBe(true);
  receiver.received.length = 0;
  receiver.answer = () => 204;
  await client.post(`/v1/subscriptions/${id}/resume`);
  await until(async () => (await show(id)).deliveries.delivered === 1);
  expect(receiver.ids).toEqual([next]);
});

it('endpoints that hang do not delay deliveries to others', async () => {
  const [hanging, good] = [await aReceiver(), await aReceiver()];
  hanging.answer = () => undefined;
  const stuck = await Promise.all(Array.from({ length: 20 }, () => subscribe(hanging)));
  const id = await subscribe(good);
  const events = await proposals(5);
  const start = Date.now();
  await until(() => good.ids.length === 5, 5_000);
  expect(Date.now() - start).toBeLessThan(5_000);
  expect(good.ids).toEqual(events);
  await until(async () => (await show(id)).deliveries.delivered === 5);
  const shown = await Promise.all([id, ...stuck].map(show));
  expect(shown.filter((each) => !isBalanced(each))).toEqual([]);
  for (const each of stuck) await client.delete(`/v1/subscriptions/${each}`);
});

it('a failed batch is sent again as it was, and later events come after it', async () => {
  const receiver = await aReceiver();
  const id = await subscribe(receiver, { content: 'batch' });
  await client.post(`/v1/subscriptions/${id}/pause`);
  const first = await proposals(3);
  receiver.answer = () => 503;
  await client.post(`/v1/subscriptions/${id}/resume`);
  await until(async () => (await show(id)).failures === 1);
  const second = await proposals(2);
  receiver.answer = () => 204;
  await client.post(`/v1/subscriptions/${id}/resume`);
  await until(() => receiver.firsts.length === 5);
  expect(receiver.received.map(({ events }) => events.map((event) => event.id))).toEqual([first, first, second]);
  expect(receiver.received[1]!.id).toBe(receiver.received[0]!.id);
});

describe('the delivery of a batch', () => {
  /** Enqueues these events in one batch, whose first attempt fails. */
  const failedBatch = async (terms: object, ...events: readonly FeedEvent[]) => {
    const receiver = await aReceiver();
    const id = await subscribe(receiver, { content: 'batch', ...terms });
    await client.post(`/v1/subscriptions/${id}/pause`);
    await publish('mandates', ...(events as readonly PublicEvent[]));
    expect(await one.app.get(ProcessorRegistry).settled(10_000)).toBe(true);
    receiver.answer = () => 503;
    await client.post(`/v1/subscriptions/${id}/resume`);
    await until(async () => (await show(id)).failures === 1);
    receiver.answer = () => 204;
    return { receiver, id };
  };
  const proposed = () => publicEvent(mandateProposed, proposing, ++moments, today, CITY);
  const granted = () => publicEvent(mandateGranted, granting, ++moments, today, CITY);
  const idsOf = (events: readonly FeedEvent[]) => events.map(({ id }) => id);
  const rows = (id: string) =>
    db.query<{ events: string[]; state: string }[]>(
      'SELECT event_ids AS events, state FROM delivery WHERE subscription_id = $1 ORDER BY number',
      [id],
    );
  const logged = async (id: string, query = ''): Promise<readonly Record<string, unknown>[]> =>
    (await client.get(`/v1/subscriptions/${id}/deliveries?${query}`)).body['deliveries'] as never;

  it('is one row, in which the log finds each of its events', async () => {
    const events = [proposed(), proposed(), proposed()];
    const { id } = await failedBatch({}, ...events);
    expect(await rows(id)).toEqual([{ events: idsOf(events), state: 'pending' }]);
    await client.post(`/v1/subscriptions/${id}/resume`);
    await until(async () => (await show(id)).deliveries.delivered === 3);
    expect(await rows(id)).toEqual([{ events: idsOf(events), state: 'delivered' }]);
    const all = await logged(id);
    expect(all.map(({ eventId }) => eventId)).toEqual(idsOf(events).toReversed());
    expect(all.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(all).toEqual(all.map(() => expect.objectContaining({ state: 'delivered', tries: 2, status: 204 })));
    expect(await logged(id, `eventId=${events[1]!.id}`)).toEqual([all[1]]);
    expect(await logged(id, 'before=3&limit=1')).toEqual([all[1]]);
    expect(await logged(id, 'before=2')).toEqual([all[2]]);
  });

  it('is split when one of its events is skipped, and the others are sent together', async () => {
    const events = [proposed(), proposed(), proposed(), proposed()];
    const { receiver, id } = await failedBatch({}, ...events);
    await client.post(`/v1/subscriptions/${id}/skip`, { eventId: events[1]!.id, reason: 'why not' });
    await until(async () => (await show(id)).deliveries.delivered === 3);
    const [first, second, third, fourth] = idsOf(events);
    expect(receiver.received.at(-1)!.events.map((event) => event.id)).toEqual([first, third, fourth]);
    expect(receiver.received).toHaveLength(2);
    expect(await rows(id)).toEqual([
      { events: [first], state: 'delivered' },
      { events: [second], state: 'dead' },
      { events: [third], state: 'delivered' },
      { events: [fourth], state: 'delivered' },
    ]);
    const shown = await show(id);
    expect(shown.deliveries).toMatchObject({ sent: 4, delivered: 3, dead: 1, pending: 0 });
    expect((await logged(id)).map(({ number, state }) => [number, state])).toEqual([
      [4, 'delivered'],
      [3, 'delivered'],
      [2, 'dead'],
      [1, 'delivered'],
    ]);
  });

  it('is split when the agency no longer asks for some of its events', async () => {
    const [first, second, third] = [granted(), proposed(), granted()];
    const { receiver, id } = await failedBatch(
      { types: [mandateProposed.type, mandateGranted.type] },
      first,
      second,
      third,
    );
    await client.patch(`/v1/subscriptions/${id}`, { types: [mandateGranted.type] });
    await until(async () => (await show(id)).deliveries.pending === 0);
    expect(receiver.received.at(-1)!.events.map((event) => event.id)).toEqual([first.id, third.id]);
    expect((await show(id)).deliveries).toMatchObject({ sent: 3, delivered: 2, dead: 1, pending: 0 });
    expect((await logged(id, 'state=dead')).map(({ eventId }) => eventId)).toEqual([second.id]);
  });

  it('keeps the counts right when a replay or the end of the subscription removes it', async () => {
    const { receiver, id } = await failedBatch({}, proposed(), proposed());
    receiver.answer = () => 503;
    await client.post(`/v1/subscriptions/${id}/replay`, { since: today });
    await until(async () => receiver.received.length > 1 && (await show(id)).failures === 1);
    const shown = await show(id);
    expect(shown.deliveries.pending).toBeGreaterThan(1);
    expect(isBalanced(shown)).toBe(true);
    await client.delete(`/v1/subscriptions/${id}`);
    await until(async () => (await show(id)).deliveries.pending === 0);
    const ended = await show(id);
    expect(isBalanced(ended)).toBe(true);
    expect(ended.deliveries.dead).toBe(shown.deliveries.pending);
  });
});

it('a suspension is mailed to the contact once, and the contact is deleted with the subscription', async () => {
  const receiver = await aReceiver();
  const contact = 'ict@woningent.example';
  const id = await subscribe(receiver, { contact });
  receiver.answer = () => [500, {}, 'out of order'];
  await proposals(1);
  await until(async () => (await show(id)).failures === 1);
  // Simulates nine failed attempts, with the last one due.
  await db.query(`UPDATE delivery_cursor SET failures = 9, next_attempt_at = '-infinity' WHERE subscription_id = $1`, [
    id,
  ]);
  await until(async () => (await show(id)).status === 'suspended');
  await until(() => mails.length === 1);
  const [mail] = mails;
  expect(mail).toMatch(/^To: ict@woningent\.example\r?$/m);
  expect(mail).toMatch(/^From: regie@stad\.example\r?$/m);
  expect(mail!.replaceAll('=\r\n', '')).toContain(`/v1/subscriptions/${id}/resume`);
  await client.post(`/v1/subscriptions/${id}/rotate-secret`);
  await pause(500);
  expect(mails).toHaveLength(1);
  await client.delete(`/v1/subscriptions/${id}`);
  await until(
    async () =>
      (await db.query<unknown[]>('SELECT FROM subscription_contact WHERE subscription_id = $1', [id])).length === 0,
  );
  expect(JSON.stringify(await one.store.readAll('0', 10_000))).not.toContain(contact);
});

it('the record of an attempt survives when the decision that follows fails, and the decision is requested again', async () => {
  const receiver = await aReceiver();
  let answers = 0;
  receiver.answer = () => (++answers <= 2 ? 204 : 410);
  let failed = 0;
  for (const { app } of [one, other]) {
    const bus = app.get(CommandBus);
    const execute = (command: unknown): Promise<unknown> => CommandBus.prototype.execute.call(bus, command as object);
    jest
      .spyOn(bus, 'execute')
      .mockImplementation((command: unknown) =>
        (command as HandleSubscription).command.type === 'CloseSubscription' && ++failed === 1
          ? Promise.reject(new StoreBusy('away', 1))
          : execute(command),
      );
  }
  const id = await subscribe(receiver);
  const events = await proposals(3);
  await until(() => failed === 1);
  expect(await show(id)).toMatchObject({ status: 'active', deliveries: { delivered: 2, pending: 1 } });
  await db.query('UPDATE delivery_cursor SET next_attempt_at = now() WHERE subscription_id = $1', [id]);
  await until(async () => (await show(id)).status === 'ended');
  expect(receiver.ids).toEqual([...events, events[2]]);
  jest.restoreAllMocks();
});
