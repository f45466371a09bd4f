import { types } from 'pg';
import { mandateProposed, type PublicEvent } from '#contracts';
import { type OpenedEventStore, openEventStore, START } from '#event-store';
import { brusselsDate } from '#kernel';
import { migrated } from '#testing/database-roles';
import { type Client, startTestService, type TestService } from '#testing/http';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { partners } from './index.js';
import { CITY, publicEvent } from './testing/histories.js';
import { Receiver } from './testing/receiver.js';

/**
 * Replaces the parsers that all connection pools of the process share, as some libraries do to read a bigint as BigInt.
 * Returns a function that restores the parsers.
 */
const replaceParsersOfTheProcess = (): (() => void) => {
  const { INT8, JSON: JSON_TEXT, JSONB, TIMESTAMPTZ } = types.builtins;
  const before = [INT8, JSON_TEXT, JSONB, TIMESTAMPTZ].map((oid) => [oid, types.getTypeParser(oid)] as const);
  types.setTypeParser(INT8, BigInt);
  for (const oid of [JSON_TEXT, JSONB, TIMESTAMPTZ]) types.setTypeParser(oid, (text) => ({ another: text }));
  return () => {
    for (const [oid, parse] of before) types.setTypeParser(oid, parse);
  };
};

let postgres: TestPostgres;
let opened: OpenedEventStore;
let service: TestService;
let receiver: Receiver;
let client: Client;
beforeAll(async () => {
  postgres = await startPostgres();
  const { runtimeUrl } = await migrated(await postgres.createDatabase(), []);
  opened = await openEventStore({ eventStore: 'postgres', postgresUrl: runtimeUrl });
  service = await startTestService([partners], opened.store, { REGIE_WEBHOOK_ALLOW: '127.0.0.0/8' });
  receiver = await Receiver.start();
  client = await service.as({ role: 'partner-api' });
});
afterAll(async () => {
  await service.stop();
  await opened.close();
  await receiver.stop();
  await postgres.stop();
});

it('a process reads the log, the feed and the deliveries as before when another library replaces the parsers of pg', async () => {
  const manager = await service.as({ role: 'manager' });
  const agency = { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207.451.227' };
  await manager.post('/v1/agencies', agency);
  const { city: _, ...proposing } = mandateProposed.sample;
  const today = brusselsDate(new Date());
  const proposal = (nth: number) => publicEvent(mandateProposed, proposing, nth, today, CITY) as PublicEvent;
  const publish = publishing(service, ['mandates']);
  await publish('mandates', proposal(0));
  const { body } = await client.post('/v1/subscriptions', {
    url: `${receiver.url}/hook`,
    types: [mandateProposed.type],
  });
  const subscription = `/v1/subscriptions/${String(body['subscriptionId'])}`;
  receiver.secrets.push(String(body['secret']));
  const isDelivered = (count: number): Promise<true> =>
    until(async () => (await client.get(subscription)).body['deliveries']!['delivered'] === count);
  await until(async () => (await client.get(subscription)).body['status'] === 'active');
  await publish('mandates', proposal(1));
  await isDelivered(1);
  await service.settled();

  const everything = async () => ({
    log: await opened.store.readAll(START, 100),
    statistics: await opened.store.statistics(),
    feed: (await client.get('/v1/feed')).body,
    agencies: (await client.get('/v1/agencies')).body,
    subscription: (await client.get(subscription)).body,
  });
  const before = await everything();
  const restore = replaceParsersOfTheProcess();
  try {
    await expect(everything()).resolves.toEqual(before);
    await publish('mandates', proposal(2));
    await isDelivered(2);
    expect(receiver.ids).toEqual([proposal(1).id, proposal(2).id]);
  } finally {
    restore();
  }
});
