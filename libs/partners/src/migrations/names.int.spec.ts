import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getDataSourceToken } from '@nestjs/typeorm';
import { SMTPServer } from 'smtp-server';
import { DataSource } from 'typeorm';
import { mandateProposed, type PublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { brusselsDate } from '#kernel';
import { typeParsers } from '#postgres';
import { databaseOptions, downgrade } from '#runtime';
import { type Client, startTestService, type TestService } from '#testing/http';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { publishing } from '#testing/published-events';
import { optionsBefore } from '#testing/release-before';
import { until } from '#testing/until';
import { partners, partnersContext } from '../index.js';
import { publicEvent } from '../testing/histories.js';
import { Receiver } from '../testing/receiver.js';
import { Names1796000000001 } from './names-1796000000001.js';

const CITY = '44021';
const { city: _, ...proposing } = mandateProposed.sample;
const OLD_NAMES: Readonly<Record<string, string>> = {
  delivery_cursor: 'delivery_line',
  processed_messages: 'handled',
  failed_messages: 'dead_letters',
  stream_positions: 'streams_seen',
};

type Shown = Readonly<{
  status: string;
  failures: number;
  deliveries: Readonly<{ sent: number; delivered: number; dead: number; pending: number }>;
}>;
const NAMES = ['retrying', 'skipping', 'suspended', 'leased'] as const;
type Name = (typeof NAMES)[number];
type Logged = Readonly<{ eventId: string; state: string; reason: string | null; tries: number }>;

let postgres: TestPostgres;
let service: TestService;
let client: Client;
let moments = 0;
/** One store for several processes in turn: it stays open when a process closes it. */
const store = Object.assign(new MemoryEventStore(), { close: async () => undefined });
/** One endpoint for each subscription, and the id of that subscription. */
let endpoints: Readonly<Record<Name, Receiver>>;
let ids: Readonly<Record<Name, string>>;
/** The ids of three events: the first was delivered before the upgrade, the other two failed. */
let events: readonly string[];
let attemptsBefore: number;
let url: string;
let shapeBefore: unknown;
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

const start = async (url: string, settings: Readonly<Record<string, string>> = {}): Promise<void> => {
  service = await startTestService([partners], store, {
    REGIE_POSTGRES_URL: url,
    REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
    ...settings,
  });
  client = await service.as({ role: 'partner-api' });
};
const db = (): DataSource => service.app.get<DataSource>(getDataSourceToken('partners'), { strict: false });
const show = async (id: string): Promise<Shown> =>
  (await client.get(`/v1/subscriptions/${id}`)).body as unknown as Shown;
const log = async (id: string): Promise<readonly Logged[]> =>
  (await client.get(`/v1/subscriptions/${id}/deliveries`)).body['deliveries'] as unknown as Logged[];
const propose = async (count: number): Promise<readonly string[]> => {
  const events = Array.from({ length: count }, () =>
    publicEvent(mandateProposed, proposing, ++moments, brusselsDate(new Date()), CITY),
  );
  await publishing(service, ['mandates'])('mandates', ...(events as readonly PublicEvent[]));
  await service.settled();
  return events.map(({ id }) => id);
};
/** Subscribes an endpoint. From then on, the endpoint verifies every signature with the keys in the response. */
const subscribe = async (receiver: Receiver, options: object = {}): Promise<string> => {
  const { body } = await client.post('/v1/subscriptions', {
    url: `${receiver.url}/hook`,
    types: [mandateProposed.type],
    signatures: ['hmac', 'ed25519'],
    ...options,
  });
  const { subscriptionId, secret, publicKey } = body as unknown as Record<string, string>;
  receiver.secrets.push(secret!);
  receiver.publicKeys.push(publicKey!);
  await until(async () => (await show(subscriptionId!)).status === 'active');
  return subscriptionId!;
};

/** Undoes the migrations after the one that renames, so that each table has the columns of the previous release. */
const undoLaterMigrations = async (db: DataSource): Promise<void> => {
  const runner = db.createQueryRunner();
  const migrations = partnersContext.migrations.map((Migration) => new Migration());
  for (const migration of migrations
    .slice(migrations.findIndex((each) => each instanceof Names1796000000001) + 1)
    .toReversed())
    await migration.down(runner);
  await runner.release();
};

/** Copies every row of the schema `partners`, column by column in order, into the tables of the previous release. */
const copyToOldShape = async (from: DataSource, to: DataSource): Promise<void> => {
  const tables = await from.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'partners' AND tablename <> 'schema_migrations'`,
  );
  for (const { name } of tables) {
    const old = OLD_NAMES[name] ?? name;
    for (const { row } of await from.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`))
      await to.query(`INSERT INTO ${old} SELECT ($1::${old}).*`, [row]);
  }
};

/** Describes tables, columns, indexes and constraints. */
const shapeOf = async (of: DataSource): Promise<unknown> => ({
  columns: await of.query(
    `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
      WHERE table_schema = 'partners' ORDER BY table_name, ordinal_position`,
  ),
  indexes: await of.query(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'partners' ORDER BY indexname`,
  ),
  constraints: await of.query(
    `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'partners'::regnamespace ORDER BY conname, conrelid::regclass::text`,
  ),
});

/** Creates a database with the migrations of the previous release. */
const createOldDatabase = async (): Promise<DataSource> => {
  url = await postgres.createDatabase();
  const admin = await new DataSource({ type: 'postgres', url, extra: { types: typeParsers } }).initialize();
  await admin.query('CREATE SCHEMA partners');
  await admin.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
  await admin.destroy();
  return new DataSource(optionsBefore(partnersContext, url)).initialize();
};

/**
 * Gives each subscription one delivered event and two failing events. Then `skipping` skips the first failing event,
 * and `suspended` is suspended.
 */
const deliverBefore = async (): Promise<void> => {
  await (
    await service.as({ role: 'manager' })
  ).post('/v1/agencies', { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207.451.227' });
  ids = {
    retrying: await subscribe(endpoints.retrying),
    skipping: await subscribe(endpoints.skipping),
    suspended: await subscribe(endpoints.suspended, { contact: 'ict@woningent.example' }),
    leased: await subscribe(endpoints.leased),
  };
  const showAll = (): Promise<readonly Shown[]> => Promise.all(NAMES.map((name) => show(ids[name])));
  const [first] = await propose(1);
  await until(async () => (await showAll()).every(({ deliveries }) => deliveries.delivered === 1));
  for (const name of NAMES) {
    endpoints[name].answer = () => [500, {}, 'out of order'];
    await client.post(`/v1/subscriptions/${ids[name]}/pause`);
  }
  events = [first!, ...(await propose(2))];
  for (const name of NAMES) await client.post(`/v1/subscriptions/${ids[name]}/resume`);
  await until(async () => (await showAll()).every(({ failures }) => failures >= 1));
  await client.post(`/v1/subscriptions/${ids.skipping}/skip`, { eventId: events[1], reason: 'our form has no room' });
  await until(async () => (await show(ids.skipping)).deliveries.dead === 1);
  await until(async () => (await show(ids.skipping)).failures >= 1);
  await db().query(
    `UPDATE delivery_cursor SET failures = 9, next_attempt_at = '-infinity' WHERE subscription_id = $1`,
    [ids.suspended],
  );
  await until(async () => (await show(ids.suspended)).status === 'suspended');
};

/** Prepares rows in the old tables: a due retry, a retry in an hour, a due mail, and a lease of another process. */
const setOldRows = async (old: DataSource): Promise<void> => {
  const set = (name: Name, values: string): Promise<unknown> =>
    old.query(`UPDATE delivery_line SET ${values} WHERE subscription_id = $1`, [ids[name]]);
  await set('retrying', `next_at = '-infinity'`);
  await set('skipping', `next_at = now() + interval '1 hour'`);
  await set('suspended', 'mail_at = now()');
  await set('leased', `next_at = '-infinity', lease = gen_random_uuid(), leased_until = 'infinity'`);
};

beforeAll(async () => {
  postgres = await startPostgres();
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const [retrying, skipping, suspended, leased] = await Promise.all([1, 2, 3, 4].map(() => Receiver.start()));
  endpoints = { retrying: retrying!, skipping: skipping!, suspended: suspended!, leased: leased! };

  const source = await postgres.createDatabase();
  await start(source);
  await deliverBefore();
  await service.stop();

  const from = await new DataSource({ ...databaseOptions(partnersContext, source), migrationsRun: false }).initialize();
  const old = await createOldDatabase();
  shapeBefore = await shapeOf(old);
  await undoLaterMigrations(from);
  await copyToOldShape(from, old);
  await setOldRows(old);
  await Promise.all([from.destroy(), old.destroy()]);

  attemptsBefore = endpoints.retrying.received.length;
  for (const name of NAMES) endpoints[name].answer = () => 204;
  await start(url, {
    REGIE_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    REGIE_MAIL_FROM: 'regie@stad.example',
  });
});
afterAll(async () => {
  await service.stop();
  await Promise.all(NAMES.map((name) => endpoints[name].stop()));
  await new Promise<void>((done) => {
    smtp.close(done);
  });
  await postgres.stop();
});

describe('after the upgrade', () => {
  it('a failed delivery is retried under the same webhook-id, and its attempts go on counting', async () => {
    const { received } = endpoints.retrying;
    await until(async () => (await show(ids.retrying)).deliveries.delivered === 3);
    const again = received.slice(attemptsBefore);
    expect(again.map((message) => message.events[0]!.id)).toEqual(events.slice(1));
    const ofSecond = received.filter((message) => message.events[0]!.id === events[1]);
    expect(new Set(ofSecond.map(({ id }) => id)).size).toBe(1);
    const logged = (await log(ids.retrying)).find(({ eventId }) => eventId === events[1]);
    expect(logged!.tries).toBe(ofSecond.length);
    expect(await show(ids.retrying)).toMatchObject({
      failures: 0,
      deliveries: { sent: 3, delivered: 3, dead: 0, pending: 0 },
    });
  });

  it('a retry that is not due waits, a dead delivery stays dead, and a pending event can be skipped', async () => {
    expect(await show(ids.skipping)).toMatchObject({ deliveries: { sent: 3, delivered: 1, dead: 1, pending: 1 } });
    const [first, second, third] = events;
    expect(
      await client.post(`/v1/subscriptions/${ids.skipping}/skip`, { eventId: third, reason: 'nor for this one' }),
    ).toMatchObject({ status: 200 });
    await until(async () => (await show(ids.skipping)).deliveries.dead === 2);
    expect((await log(ids.skipping)).map(({ eventId, state, reason }) => [eventId, state, reason])).toEqual([
      [third, 'dead', 'skipped: nor for this one'],
      [second, 'dead', 'skipped: our form has no room'],
      [first, 'delivered', null],
    ]);
  });

  it('a mail that was due is sent to the contact', async () => {
    await until(() => mails.length === 1);
    expect(mails[0]).toMatch(/^To: ict@woningent\.example\r?$/m);
  });

  it('a cursor under the lease of another process is not claimed before the lease ends', async () => {
    await pause(500);
    expect((await show(ids.leased)).deliveries).toMatchObject({ delivered: 1, pending: 2 });
    await db().query(`UPDATE delivery_cursor SET leased_until = '-infinity' WHERE subscription_id = $1`, [ids.leased]);
    await until(async () => (await show(ids.leased)).deliveries.delivered === 3);
  });

  it('a new event reaches every endpoint, signed with the keys from before the upgrade', async () => {
    await client.post(`/v1/subscriptions/${ids.suspended}/resume`);
    const [fourth] = await propose(1);
    await until(() => NAMES.every((name) => endpoints[name].ids.includes(fourth!)));
    expect(NAMES.flatMap((name) => endpoints[name].faults)).toEqual([]);
    await until(async () => {
      const shown = await Promise.all(NAMES.map((name) => show(ids[name])));
      return shown.every(({ deliveries: { pending } }) => pending === 0);
    });
  });
});

it('the downgrade restores the old names and keeps the rows', async () => {
  await service.app.close();
  await downgrade('partners', databaseOptions(partnersContext, url));
  const back = await new DataSource({ ...optionsBefore(partnersContext, url), migrationsRun: false }).initialize();
  expect(await shapeOf(back)).toEqual(shapeBefore);
  const [counts] = await back.query<unknown[]>(
    `SELECT sum(taken)::int AS taken, sum(delivered)::int AS delivered, sum(dead)::int AS dead FROM delivery_line`,
  );
  expect(counts).toEqual({ taken: 16, delivered: 14, dead: 2 });
  await back.destroy();
});
