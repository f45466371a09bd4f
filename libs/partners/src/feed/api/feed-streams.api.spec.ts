import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Response } from 'express';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import {
  caseOpened,
  commitmentProposed,
  mandateGranted,
  participantAccepted,
  participantWithdrawn,
  type PublicEvent,
} from '#contracts';
import { brusselsDate } from '#kernel';
import { Draining } from '#runtime';
import { startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { partners } from '../../index.js';
import { EventSource } from '../../testing/event-source.js';
import { publicEvent } from '../../testing/histories.js';
import type { FeedEvent } from '../domain/audience.js';
import { feed } from '../projection/feed.projection.js';
import { cursorOf } from '../queries/feed-cursor.js';
import { FeedStreams } from './feed-streams.js';

const { jest } = import.meta;
const today = brusselsDate(new Date());
const { city: _, ...granting } = mandateGranted.sample;
const { city: __, ...opening } = caseOpened.sample;

let service: TestService;
let publishTo: ReturnType<typeof publishing>;
let db: DataSource;
let streams: FeedStreams;
let cities = 70_000;
let moments = 0;
const opened: EventSource[] = [];

beforeAll(async () => {
  service = await startTestService([partners]);
  publishTo = publishing(service, ['mandates', 'cases']);
  db = service.app.get<DataSource>(getDataSourceToken('partners'));
  streams = service.app.get(FeedStreams);
});
afterEach(() => {
  for (const source of opened.splice(0)) source.close();
});
afterAll(() => service.stop());

/** Creates a city with Stad Gent and the OCMW enrolled. */
const aCity = async () => {
  const city = String(++cities);
  const manager = await service.as({ city, role: 'manager' });
  expect(
    (
      await manager.post('/v1/agencies', {
        agency: 'stad-gent',
        name: 'Stad Gent',
        kind: 'city-service',
        kbo: '0207.451.227',
      })
    ).status,
  ).toBe(201);
  expect(
    (await manager.post('/v1/agencies', { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212.214.125' }))
      .status,
  ).toBe(201);
  const nth = (): number => ++moments;
  const about = { caseId: `k-${city}`, agency: 'ocmw-gent' };
  const publish = async (context: 'mandates' | 'cases', ...events: readonly FeedEvent[]): Promise<string[]> => {
    await publishTo(context, ...(events as readonly PublicEvent[]));
    return events.map(({ id }) => id);
  };
  await service.settled();
  return {
    city,
    manager,
    publish,
    token: (agency = 'ocmw-gent', lasts?: string) => service.token({ city, agency, role: 'partner-api' }, lasts),
    read: async (query = '') =>
      (await service.as({ city, agency: 'ocmw-gent', role: 'partner-api' })).get(`/v1/feed?${query}`),
    granted: () => publicEvent(mandateGranted, granting, nth(), today, city),
    opened: () =>
      publicEvent(
        caseOpened,
        { ...opening, caseId: about.caseId, openedBy: 'stad-gent', holder: 'stad-gent' },
        nth(),
        today,
        city,
      ),
    accepted: () => publicEvent(participantAccepted, about, nth(), today, city),
    withdrawn: () => publicEvent(participantWithdrawn, about, nth(), today, city),
    asked: () =>
      publicEvent(
        commitmentProposed,
        { caseId: about.caseId, commitmentId: 'c', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: today },
        nth(),
        today,
        city,
      ),
  };
};
const stream = async (token: string, query = '', lastEventId?: string): Promise<EventSource> => {
  const source = await EventSource.open(`${service.url}/v1/feed/stream?${query}`, token, { lastEventId });
  opened.push(source);
  return source;
};
const ids = (source: EventSource): unknown[] => source.events.map(({ id }) => id);
const has = (count: number) => (source: EventSource) => source.events.length >= count;
const last = (source: EventSource) => source.messages.at(-1);

describe('a stream', () => {
  it('sends the existing events and then new ones, unchanged, each with the cursor after it', async () => {
    const { token, publish, granted, read } = await aCity();
    const [before] = await publish('mandates', granted());
    const source = await stream(await token());
    expect(source.response.status).toBe(200);
    expect(Object.fromEntries(source.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
    });
    await source.until(has(2));
    const [now] = await publish('mandates', granted());
    await source.until(has(3));
    expect(ids(source).slice(1)).toEqual([before, now]);
    expect(source.retry).toBeGreaterThanOrEqual(2_000);
    const pages = (await read()).body;
    expect(source.events).toEqual(pages['events']);
    expect(source.lastEventId).toBe(pages['next']);
    for (const [nth, { id }] of source.messages.entries())
      expect((await read(`after=${id}`)).body['events']).toEqual(source.events.slice(nth + 1));
  });

  it('continues after the last event of its client, and Last-Event-ID wins over the address', async () => {
    const { token, publish, granted } = await aCity();
    await publish('mandates', granted(), granted(), granted());
    const first = await stream(await token());
    await first.until(has(4));
    first.close();
    const [missed] = await publish('mandates', granted());
    const second = await stream(await token(), `after=${first.messages[0]!.id}`, first.lastEventId);
    await second.until(has(1));
    expect(ids(second)).toEqual([missed]);
    const third = await stream(await token(), `after=${first.messages[1]!.id}`);
    await third.until(has(3));
    expect([...ids(first).slice(2), missed]).toEqual(ids(third));
  });

  it('leaves out events that its filter excludes, and moves its cursor past them', async () => {
    const { token, publish, granted, opened: opening_, accepted, asked, read } = await aCity();
    await publish('cases', opening_(), accepted(), asked());
    await publish('mandates', granted());
    const source = await stream(await token(), 'types=be.regie.case.commitment-proposed.v1');
    await source.until(has(1));
    expect(source.events.map(({ type }) => type)).toEqual(['be.regie.case.commitment-proposed.v1']);
    const end = (await read()).body['next'] as unknown as string;
    await source.until(({ lastEventId }) => lastEventId === end);
    await publish('mandates', granted());
    const later = (
      await (await service.as({ city: String(cities), agency: 'ocmw-gent', role: 'partner-api' })).get('/v1/feed')
    ).body['next'] as unknown as string;
    await source.until(({ lastEventId }) => lastEventId === later);
    expect(source.events).toHaveLength(1);
  });

  it('sends heartbeats while there are no events', async () => {
    const { token } = await aCity();
    Object.assign(streams.timing, { heartbeat: 50 });
    try {
      const source = await stream(await token());
      await source.until(({ comments }) => comments >= 2);
      expect(source.events).toHaveLength(1);
    } finally {
      Object.assign(streams.timing, { heartbeat: 15_000 });
    }
  });

  it('sends events that another process wrote', async () => {
    const { token, city, granted } = await aCity();
    const source = await stream(await token());
    await source.until(has(1));
    const event = granted();
    await db.transaction((tx) => feed.apply([event], tx));
    await source.until(has(2));
    expect(ids(source)[1]).toBe(event.id);
    expect(city).toBe(event.data.city);
  });
});

describe('a cursor', () => {
  it('that is unknown makes the stream start again with a resync message', async () => {
    const { token, city, publish, granted } = await aCity();
    await publish('mandates', granted());
    const source = await stream(
      await token(),
      '',
      cursorOf({ city, agency: 'ocmw-gent' }, { sequence: 2, digest: 7n }),
    );
    await source.until(has(2));
    expect(source.messages.map(({ event }) => event)).toEqual(['resync', 'message', 'message']);
    expect(source.messages[0]).toMatchObject({ id: '', data: { code: 'feed.cursor-unknown' } });
  });

  it('makes an open stream start again when its feed is numbered anew', async () => {
    const { token, city, publish, granted } = await aCity();
    const [event] = await publish('mandates', granted());
    const source = await stream(await token());
    await source.until(has(2));
    await db.query(`UPDATE feed_entry SET digest = digest + 1 WHERE city = $1`, [city]);
    const [next] = await publish('mandates', granted());
    await source.until(has(5));
    expect(source.messages.map(({ event: name }) => name)).toEqual([
      'message',
      'message',
      'resync',
      'message',
      'message',
      'message',
    ]);
    expect(ids(source).slice(3)).toEqual([event, next]);
  });

  it.each([
    [
      'of another agency',
      403,
      'feed.cursor-foreign',
      cursorOf({ city: '44021', agency: 'woningent' }, { sequence: 1, digest: 1n }),
    ],
    ['that is malformed', 400, 'feed.cursor-malformed', 'x'.repeat(20)],
    ['that is too long', 400, 'feed.cursor-malformed', 'x'.repeat(2_000)],
  ])('%s is refused before anything is streamed', async (___, status, code, cursor) => {
    const { token } = await aCity();
    const answer = await fetch(`${service.url}/v1/feed/stream`, {
      headers: { authorization: `Bearer ${await token()}`, 'last-event-id': cursor },
    });
    const body = (await answer.json()) as object;
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status,
      type: 'application/problem+json; charset=utf-8',
    });
    expect(body).toMatchObject({ code });
    expect(JSON.stringify(body)).not.toContain('woningent');
  });
});

describe('an agency', () => {
  it('is refused a stream while it is suspended, without a token, or for an unknown type', async () => {
    const { token, manager } = await aCity();
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason: 'No agreement yet.' });
    const client = service.withToken(await token());
    expect(await client.get('/v1/feed/stream')).toMatchObject({
      status: 409,
      body: { code: 'agency.not-active', state: 'suspended' },
    });
    expect(await service.withToken().get('/v1/feed/stream')).toMatchObject({ status: 401 });
    expect(await client.get('/v1/feed/stream?types=be.regie.nothing.v1')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });

  it('gets nothing more of a case that it left, and its stream goes on', async () => {
    const { token, publish, granted, opened: opening_, accepted, withdrawn, asked } = await aCity();
    await publish('cases', opening_(), accepted(), asked());
    const source = await stream(await token());
    await source.until(has(3));
    await publish('cases', withdrawn(), asked());
    const [grant] = await publish('mandates', granted());
    await source.until((known) => ids(known).includes(grant));
    expect(source.events.map(({ type }) => String(type).split('.')[3])).toEqual([
      'enrolled',
      'participant-accepted',
      'commitment-proposed',
      'participant-withdrawn',
      'granted',
    ]);
    const again = await stream(await token(), `after=${source.messages[1]!.id}`);
    await again.until((known) => ids(known).includes(grant));
    expect(again.events.map(({ type }) => String(type).split('.')[3])).toEqual(['participant-withdrawn', 'granted']);
  });

  it('gets the reason and nothing else when it is suspended, and its stream ends', async () => {
    const { token, publish, manager, granted } = await aCity();
    const [source, other] = [await stream(await token()), await stream(await token('stad-gent'))];
    await Promise.all([source.until(has(1)), other.until(has(1))]);
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason: 'No agreement yet.' });
    await service.settled();
    await publish('mandates', granted());
    await source.until(({ ended }) => ended);
    expect(last(source)).toMatchObject({
      event: 'end',
      data: { code: 'agency.not-active', agency: 'ocmw-gent', state: 'suspended' },
    });
    expect(source.events.filter(({ type }) => String(type).includes('granted'))).toEqual([]);
    await other.until(has(2));
  });

  it('gets the end of its stream, too, when its status changes without an event in its feed', async () => {
    const { token, city } = await aCity();
    const source = await stream(await token());
    await source.until(has(1));
    await db.query(`UPDATE agency SET status = 'ended' WHERE city = $1 AND code = 'ocmw-gent'`, [city]);
    await source.until(({ ended }) => ended);
    expect(source.messages.map(({ event }) => event)).toEqual(['message', 'end']);
  });

  it('gets the reason when its token expires, and its stream ends', async () => {
    const { token } = await aCity();
    // The token expired 28 seconds ago. The hub accepts it for two seconds more, because clocks may differ by 30
    // seconds.
    const source = await stream(await token('ocmw-gent', '-28s'));
    await source.until(has(1));
    await source.until(({ ended }) => ended);
    expect(last(source)).toMatchObject({ event: 'end', data: { code: 'access.token-expired' } });
  });
});

describe('open streams', () => {
  it('share their queries while they wait and when they are notified', async () => {
    const [quiet, loud] = [await aCity(), await aCity()];
    const sleeping = await Promise.all(Array.from({ length: 60 }, async () => stream(await quiet.token())));
    const awake = await stream(await loud.token());
    await Promise.all([...sleeping, awake].map((source) => source.until(has(1))));
    await pause(700);
    const { asked, times } = watchQueries();
    await loud.publish('mandates', loud.granted());
    await awake.until(has(2));
    await pause(700);
    // One look follows the notification, and two or three come from the poll every half second.
    expect({
      reads: times('FROM feed_entry'),
      changes: times('FROM feed WHERE city = $1 AND last_number'),
      looks: times('AS watched') <= 5,
    }).toEqual({ reads: 1, changes: 1, looks: true });
    // All streams are notified at once. Most have the same cursor, and one read serves all streams that wait for it.
    asked.mockClear();
    const [news] = await quiet.publish('mandates', quiet.granted());
    await Promise.all(sleeping.map((source) => source.until(has(2))));
    expect(sleeping.filter((source) => ids(source)[1] !== news)).toEqual([]);
    expect({ few: times('FROM feed_entry') <= 20 }).toEqual({ few: true });
    asked.mockRestore();
  });

  it('of one agency are limited in number', async () => {
    const { token, manager } = await aCity();
    const sources = await Promise.all(Array.from({ length: 100 }, async () => stream(await token())));
    expect(sources.every(({ response }) => response.status === 200)).toBe(true);
    expect(await service.withToken(await token()).get('/v1/feed/stream')).toMatchObject({
      status: 429,
      body: { code: 'feed.too-many-streams', most: 100 },
    });
    sources[0]!.close();
    await pause(200);
    expect((await stream(await token())).response.status).toBe(200);
    expect((await manager.get('/v1/feed')).status).toBe(200);
  });

  it('include none whose client left before it began', async () => {
    const before = streams.open.size;
    const gone = { destroyed: true, req: { method: 'GET' } } as Response;
    await streams.answer(gone, {
      feed: { city: '44021', agency: 'ocmw-gent' },
      after: undefined,
      filter: {},
      expires: new Date(),
    });
    expect(streams.open.size).toBe(before);
  });

  it('include none for a HEAD request', async () => {
    const { token } = await aCity();
    const before = streams.open.size;
    const answer = await fetch(`${service.url}/v1/feed/stream`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${await token()}` },
    });
    expect({ status: answer.status, open: streams.open.size }).toEqual({ status: 200, open: before });
  });
});

/** Counts the queries of the whole process from now on. */
const watchQueries = () => {
  const asked = jest.spyOn(pg.Client.prototype, 'query') as unknown as jest.SpiedFunction<
    (query: string | { text: string }) => unknown
  >;
  const times = (part: string): number =>
    asked.mock.calls.filter(([query]) => (typeof query === 'string' ? query : query.text).includes(part)).length;
  return { asked, times };
};

describe('a client that reads nothing', () => {
  it('costs few reads, is cut off, and misses nothing when it comes back', async () => {
    const { city, token, granted } = await aCity();
    const events = Array.from({ length: 30_000 }, granted);
    await db.transaction((tx) => feed.apply(events, tx));
    const { asked, times } = watchQueries();
    const reads = () => times('FROM feed_entry');
    const bearer = await token();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    const gone = once(socket, 'close');
    socket.write(`GET /v1/feed/stream HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer ${bearer}\r\n\r\n`);
    socket.pause();
    while (reads() === 0) await pause(10);
    // Waits until the buffers of the connection are full.
    for (let known = -1; known !== reads(); await pause(1_000)) known = reads();
    expect({ all: reads() * 50 >= events.length, open: streams.open.size }).toEqual({ all: false, open: 1 });
    Object.assign(streams.timing, { slowest: 100 });
    await until(() => streams.open.size === 0);
    Object.assign(streams.timing, { slowest: 30_000 });
    asked.mockRestore();
    const chunks: Buffer[] = [];
    socket
      .on('data', (chunk) => chunks.push(chunk))
      .on('error', () => undefined)
      .resume();
    await gone;
    const had = [
      ...Buffer.concat(chunks)
        .toString()
        .matchAll(/^id: (\S+)\ndata: (\{.*\})$/gm),
    ].map(([, id, data]) => ({ id: id!, event: (JSON.parse(data!) as FeedEvent).id }));
    expect(had.length).toBeGreaterThan(50);
    const source = await stream(bearer, '', had.at(-1)!.id);
    await source.until(has(events.length + 1 - had.length), 30_000);
    const [, ...rest] = [...had.map(({ event }) => event), ...ids(source)];
    expect(rest).toEqual(events.map(({ id }) => id));
    expect(city).toBe(events[0]!.data.city);
  });
});

describe('a process that stops', () => {
  it('ends its streams at once, and accepts no new ones', async () => {
    const open = new Set<ServerResponse>();
    (service.app.getHttpServer() as Server).on('request', (_request, response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
    });
    const { token } = await aCity();
    const source = await stream(await token());
    await source.until(has(1));
    service.app.get(Draining).begin();
    await source.until(({ ended }) => ended, 500);
    expect(last(source)).toMatchObject({ event: 'end', data: { code: 'service.stopping' } });
    expect(await service.withToken(await token()).get('/v1/feed/stream')).toMatchObject({
      status: 503,
      body: { code: 'service.stopping' },
    });
    // No open response keeps the server from closing.
    await until(() => open.size === 0, 2_000);
  });
});
