import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { mandateGranted, participantWithdrawn, type PublicEvent } from '#contracts';
import { brusselsDate } from '#kernel';
import { type Client, startTestService, type TestService } from '#testing/http';
import { partners, partnersContext } from '../../index.js';
import { EventSource } from '../../testing/event-source.js';
import { AGENCIES, CITY, day, histories, mayReadIn, publicEvent, relationIn } from '../../testing/histories.js';
import { caseOf, type FeedEvent } from '../domain/audience.js';
import { feed } from '../projection/feed.projection.js';
import { positionOf } from '../queries/feed-cursor.js';
import { cursorAt, cursorAtEnd } from '../queries/read-feed.js';

/**
 * Compares every way to read a feed with the rights of today. Every reader sees only its own data (docs/scope.md, P7),
 * and an agency that left a case sees nothing of that case.
 */

let service: TestService;
let db: DataSource;
const clients = new Map<string, Client>();
const tokens = new Map<string, string>();

beforeAll(async () => {
  service = await startTestService([partners]);
  db = await service.asOwner(partnersContext);
  const manager = await service.as({ city: CITY, role: 'manager' });
  for (const [nth, agency] of AGENCIES.entries()) {
    const kind = nth === 0 ? 'city-service' : 'welfare';
    expect((await manager.post('/v1/agencies', { agency, name: agency, kind, ovo: `OVO00000${nth}` })).status).toBe(
      201,
    );
    tokens.set(agency, await service.token({ city: CITY, agency, role: 'partner-api' }));
    clients.set(agency, service.withToken(tokens.get(agency)));
  }
  await service.settled();
});
afterAll(() => service.stop());

/** Returns the ids that an agency reads in pages. */
const pulled = async (agency: string, query: string, after?: string): Promise<string[]> => {
  const found: string[] = [];
  for (let from = after; ;) {
    const { status, body } = await clients.get(agency)!.get(`/v1/feed?${query}${from ? `&after=${from}` : ''}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    found.push(...(body['events'] as unknown as FeedEvent[]).map(({ id }) => id));
    if (!body['more']) return found;
    from = body['next'];
  }
};

/** Returns the ids that an agency reads from a stream, up to an event that every agency gets. */
const streamed = async (agency: string, query: string, last: string, after?: string): Promise<string[]> => {
  const source = await EventSource.open(`${service.url}/v1/feed/stream?${query}`, tokens.get(agency)!, {
    lastEventId: after,
  });
  try {
    await source.until(({ messages }) => messages.at(-1)?.data['id'] === last);
    return source.events.map(({ id }) => String(id));
  } finally {
    source.close();
  }
};

it('an agency that left a case reads nothing of it in pages, by type, in a stream, from an old cursor, or from a date', async () => {
  const counted = { left: 0, kept: 0, replayed: 0, dated: 0 };
  const { city: _, ...granting } = mandateGranted.sample;
  const question = fc.record({
    history: histories,
    leaver: fc.constantFrom(...AGENCIES),
    page: fc.integer({ min: 3, max: 20 }),
    limit: fc.integer({ min: 1, max: 20 }),
    since: fc.integer({ min: 0, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ history: before, leaver, page, limit, since }) => {
      const today = brusselsDate(new Date());
      const on = before.at(-1)!.time.slice(0, 10);
      // The agency leaves both cases, and then an event follows that every agency gets.
      const left = ['k1', 'k2'].map((caseId, nth) =>
        publicEvent(participantWithdrawn, { caseId, agency: leaver }, 1_000 + nth, on),
      );
      const last = publicEvent(mandateGranted, granting, 2_000, on);
      const history = [...before, ...left, last];
      await db.query(`TRUNCATE ${feed.tables.join(', ')}`);
      const cursors = new Map<string, string[]>(AGENCIES.map((agency) => [agency, []]));
      for (let from = 0; from < history.length; from += page) {
        await db.transaction((tx) => feed.apply(history.slice(from, from + page) as readonly PublicEvent[], tx));
        for (const agency of AGENCIES) cursors.get(agency)!.push(await cursorAtEnd(db, { city: CITY, agency }));
      }
      for (const agency of AGENCIES) {
        const stored = await db.query<{ caseId: string | null; event: FeedEvent }[]>(
          `SELECT entry.case_id AS "caseId", event FROM feed_entry entry JOIN feed_event USING (city, number) WHERE city = $1 AND agency = $2 ORDER BY sequence`,
          [CITY, agency],
        );
        const original = ({ id }: FeedEvent): FeedEvent => history.find((event) => event.id === id)!;
        const allowed = stored
          .filter(({ caseId, event }) => caseId === null || mayReadIn(history, original(event), agency, today))
          .map(({ event }) => event);
        const expected = allowed.map(({ id }) => id);
        if (agency === leaver) {
          const ofOthers = stored.filter(
            ({ caseId }) => caseId !== null && !relationIn(history, caseId, agency, today).coordinates,
          );
          expect(ofOthers.filter(({ event }) => allowed.includes(event))).toEqual([]);
          counted.left += ofOthers.length;
        }
        counted.kept += allowed.filter((event) => caseOf(event) !== undefined).length;

        expect(await pulled(agency, `limit=${limit}`)).toEqual(expected);
        const types = [...new Set(stored.map(({ event }) => event.type))];
        const [some, others] = [types.filter((__, nth) => nth % 2 === 0), types.filter((__, nth) => nth % 2 === 1)];
        for (const asked of [some, others].filter((list) => list.length > 0)) {
          expect(await pulled(agency, `limit=${limit}&types=${asked.join(',')}`)).toEqual(
            allowed.filter(({ type }) => asked.includes(type)).map(({ id }) => id),
          );
        }
        if (expected.length > 0) {
          expect(await streamed(agency, '', last.id)).toEqual(expected);
          expect(await streamed(agency, `types=${[...new Set([last.type, ...some])].join(',')}`, last.id)).toEqual(
            allowed.filter(({ type }) => type === last.type || some.includes(type)).map(({ id }) => id),
          );
        }
        for (const cursor of cursors.get(agency)!.slice(0, -1)) {
          const rest = await pulled(agency, 'limit=100', cursor);
          const { sequence } = positionOf({ city: CITY, agency }, cursor);
          expect(rest).toEqual(
            stored
              .slice(sequence)
              .filter(({ event }) => allowed.includes(event))
              .map(({ event }) => event.id),
          );
          counted.replayed += rest.length;
        }
        const [early] = cursors.get(agency)!;
        if (expected.length > 0 && cursors.get(agency)!.length > 1)
          expect(await streamed(agency, '', last.id, early)).toEqual(await pulled(agency, 'limit=100', early));
        const dated = await pulled(
          agency,
          'limit=100',
          await cursorAt(db, { city: CITY, agency }, new Date(`${day(since)}T00:00:00Z`)),
        );
        expect(dated).toEqual(expected.slice(expected.length - dated.length));
        counted.dated += dated.length;
      }
    }),
    { numRuns: 25 },
  );
  // The generated histories must contain enough of these cases: without them the spec proves nothing.
  for (const [what, times] of Object.entries(counted))
    expect({ what, enough: times > 5 }).toEqual({ what, enough: true });
}, 180_000);
