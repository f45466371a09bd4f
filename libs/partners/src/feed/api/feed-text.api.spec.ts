import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { mandateProposed, type PublicEvent } from '#contracts';
import { brusselsDate } from '#kernel';
import { startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { partners } from '../../index.js';
import { publicEvent } from '../../testing/histories.js';
import { Receiver } from '../../testing/receiver.js';
import { BEGINNING, cursorOf } from '../queries/feed-cursor.js';

const FEED = { city: '44021', agency: 'stad-gent' };
const FILTER = `types=${mandateProposed.type}`;
const { city: _, ...proposing } = mandateProposed.sample;

let service: TestService;
let receiver: Receiver;
beforeAll(async () => {
  service = await startTestService([partners], undefined, { REGIE_WEBHOOK_ALLOW: '127.0.0.0/8' });
  receiver = await Receiver.start();
});
afterAll(async () => {
  await service.stop();
  await receiver.stop();
});

/** Writes each event in a form that `JSON.stringify` never yields, so that parsing it and writing it again is noticed. */
const respaced = (event: PublicEvent): string => JSON.stringify(event, null, 1).replaceAll(/\n */g, ' ');

it('a page, a stream and a webhook send each event byte for byte as it is stored', async () => {
  const manager = await service.as({ ...FEED, role: 'manager' });
  await manager.post('/v1/agencies', {
    agency: FEED.agency,
    name: 'Stad Gent',
    kind: 'city-service',
    kbo: '0207.451.227',
  });
  const events = ['één "wijk" \\ \u2028\n', 'tweede'].map((note, nth) => ({
    ...publicEvent(mandateProposed, proposing, nth + 1, brusselsDate(new Date()), FEED.city),
    traceparent: note,
  })) as readonly PublicEvent[];
  await publishing(service, ['mandates'])('mandates', ...events);
  await service.settled();
  const db = service.app.get<DataSource>(getDataSourceToken('partners'), { strict: false });
  for (const event of events)
    await db.query('UPDATE feed_event SET event = $1 WHERE id = $2', [respaced(event), event.id]);
  const texts = events.map(respaced);

  const token = await service.token({ ...FEED, role: 'partner-api' });
  const page = await fetch(`${service.url}/v1/feed?${FILTER}`, { headers: { authorization: `Bearer ${token}` } });
  const text = await page.text();
  expect(page.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { next, more } = JSON.parse(text) as { next: string; more: boolean };
  expect(text).toBe(`{"events":[${texts.join(',')}],"next":"${next}","more":${more}}`);
  expect(JSON.parse(text)).toEqual({ events, next, more: false });

  const stream = await fetch(`${service.url}/v1/feed/stream?${FILTER}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  let frames = '';
  for await (const chunk of stream.body!) {
    frames += Buffer.from(chunk).toString();
    if (frames.includes(texts[1]!)) break;
  }
  const data = frames.split('\n').filter((line) => line.startsWith('data: '));
  expect(data).toEqual(texts.map((event) => `data: ${event}`));

  const client = await service.as({ ...FEED, role: 'partner-api' });
  const after = cursorOf(FEED, BEGINNING);
  for (const content of ['structured', 'batch'])
    await client.post('/v1/subscriptions', {
      url: `${receiver.url}/${content}`,
      types: [mandateProposed.type],
      content,
      after,
    });
  await until(() => receiver.ids.length === 4);
  const bodies = (path: string) => receiver.received.filter((each) => each.path === path).map(({ body }) => body);
  expect(bodies('/structured')).toEqual(texts);
  expect(bodies('/batch')).toEqual([`[${texts.join(',')}]`]);
});
