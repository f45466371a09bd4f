import { QueryBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { DataSource, type EntityManager } from 'typeorm';
import {
  agencyEnrolled,
  caseOpened,
  commitmentProposed,
  coordinationLost,
  mandateGranted,
  mandateNarrowed,
  mandateTransferProposed,
  participantAccepted,
  participantInvited,
  participantWithdrawn,
  type PublicEvent,
  TOPICS,
} from '#contracts';
import { START } from '#event-store';
import { brusselsDate, type LocalDate } from '#kernel';
import { applyPage, embeddedLog, LOG, rebuild } from '#messaging';
import { Bus, type EmbeddedBus, ProcessorRegistry } from '#runtime';
import { startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { partners, partnersContext } from '../../index.js';
import { FeedDigests1767222000200 } from '../../migrations/feed-digests-1767222000200.js';
import { FeedRights1767222000300 } from '../../migrations/feed-rights-1767222000300.js';
import {
  AGENCIES,
  CITY,
  day,
  dayAfter,
  histories,
  mayReadIn,
  pastIn,
  publicEvent,
  shows,
  SLOTS,
} from '../../testing/histories.js';
import {
  type Audience,
  audienceOf,
  caseOf,
  type FeedEvent,
  type Participations,
  participationsAfter,
} from '../domain/audience.js';
import { cursorAt, type FeedEntry, type FeedFilter, type FeedPage, ReadFeed } from '../queries/read-feed.js';
import { feed } from './feed.projection.js';

let service: TestService;
let db: DataSource;

beforeAll(async () => {
  service = await startTestService([partners]);
  db = await service.asOwner(partnersContext);
  const manager = await service.as({ city: CITY, role: 'manager' });
  for (const [nth, agency] of AGENCIES.entries()) {
    const kind = nth === 0 ? 'city-service' : 'welfare';
    expect((await manager.post('/v1/agencies', { agency, name: agency, kind, ovo: `OVO00000${nth}` })).status).toBe(
      201,
    );
  }
  await service.settled();
});
afterAll(() => service.stop());

/**
 * Computes the expected feeds with the audience function. A feed contains every event whose audience includes the
 * agency. Before each acceptance of the agency, it contains the past that the invitation shows. A feed is empty until
 * an audience names its agency. `mayRead` applies the policy for staff of the agency.
 */
const expectedFeeds = (history: readonly FeedEvent[]) => {
  const cases = new Map<string, Participations>();
  const verdicts = history.map((event): { event: FeedEvent; audience: Audience } => {
    const caseId = caseOf(event);
    const on = brusselsDate(new Date(event.time));
    const participations = participationsAfter(event, cases.get(caseId!) ?? new Map(), on);
    if (caseId !== undefined) cases.set(caseId, participations);
    return { event, audience: audienceOf(event, participations, on) };
  });
  const feedOf = (agency: string) => {
    const entries: { event: FeedEvent; caseId: string | null; named: boolean }[] = [];
    for (const [nth, { event, audience }] of verdicts.entries()) {
      if (audience === 'city') entries.push({ event, caseId: null, named: false });
      const recipient = audience === 'city' ? undefined : audience.find((each) => each.agency === agency);
      if (!recipient) continue;
      const caseId = caseOf(event);
      if (
        caseId !== undefined &&
        event.type.includes('.participant-accepted.') &&
        (event.data as { agency: string }).agency === agency
      ) {
        const past = pastIn(history.slice(0, nth), caseId, agency);
        for (const earlier of history.slice(0, nth)) {
          const isNew =
            caseOf(earlier) === caseId && shows(past, earlier) && !entries.some((entry) => entry.event === earlier);
          if (isNew) entries.push({ event: earlier, caseId, named: true });
        }
      }
      entries.push({ event, caseId: recipient.caseId, named: true });
    }
    return entries.some(({ named }) => named) ? entries : [];
  };
  const mayRead = (
    agency: string,
    { event, caseId }: { event: FeedEvent; caseId: string | null },
    today: LocalDate,
  ): boolean => caseId === null || mayReadIn(history, event, agency, today);
  return { feedOf, mayRead };
};

const asks = ({ types, neighbourhoods, themes }: FeedFilter, event: FeedEvent): boolean => {
  const slot = event.type.startsWith('be.regie.mandate.') ? SLOTS.k1 : SLOTS[caseOf(event) as keyof typeof SLOTS];
  return (
    (!types || types.includes(event.type)) &&
    (slot === undefined ||
      ((!neighbourhoods || neighbourhoods.includes(slot.neighbourhood)) && (!themes || themes.includes(slot.theme))))
  );
};

const page = (
  agency: string,
  question: FeedFilter & { after?: string; limit: number },
  today: LocalDate,
): Promise<FeedPage> => service.app.get(QueryBus).execute(new ReadFeed({ city: CITY, agency }, question, today));

const eventOf = ({ event }: FeedEntry): FeedEvent => JSON.parse(event) as FeedEvent;

/** Reads the whole feed of the agency in pages, as a partner does. */
const readAll = async (
  agency: string,
  limit: number,
  today: LocalDate,
  filter: FeedFilter = {},
  from?: string,
): Promise<{ events: FeedEvent[]; upTo: number }> => {
  const events: FeedEvent[] = [];
  for (let [after, reached] = [from, 0]; ;) {
    const { entries, next, upTo, more } = await page(agency, { after, limit, ...filter }, today);
    expect(entries.length).toBeLessThanOrEqual(limit);
    expect(entries.every(({ position }) => position.sequence > reached && position.sequence <= upTo)).toBe(true);
    events.push(...entries.map(eventOf));
    if (!more) return { events, upTo };
    expect(upTo).toBeGreaterThan(reached);
    [after, reached] = [next, upTo];
  }
};

const TRUNCATE = `TRUNCATE ${feed.tables.join(', ')}`;

const storedFeed = (agency: string) =>
  db.query<{ sequence: string; caseId: string | null; event: FeedEvent }[]>(
    `SELECT sequence, feed_entry.case_id AS "caseId", event FROM feed_entry JOIN feed_event USING (city, number) WHERE city = $1 AND agency = $2 ORDER BY sequence`,
    [CITY, agency],
  );

describe('any history', () => {
  it('fills each feed as its audience says, without gaps in the numbers, and shows what the rights of today allow (P7)', async () => {
    const counted = { entries: 0, kept: 0, withheld: 0, filtered: 0, late: 0, dated: 0 };
    const question = fc.record({
      history: histories,
      page: fc.integer({ min: 1, max: 60 }),
      limit: fc.integer({ min: 1, max: 20 }),
      later: fc.integer({ min: 0, max: 30 }),
      filter: fc.record<FeedFilter>({
        types: fc.option(
          fc.constant<string[]>(['be.regie.mandate.proposed.v1', 'be.regie.case.commitment-proposed.v1']),
          { nil: undefined },
        ),
        neighbourhoods: fc.option(fc.constantFrom(['4'], ['7'], ['4', '7']), { nil: undefined, freq: 2 }),
        themes: fc.option(fc.constantFrom(['leefbaarheid'], ['jeugd', 'wonen']), { nil: undefined, freq: 2 }),
      }),
      since: fc.integer({ min: 0, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ history, page: at, limit, later, filter, since }) => {
        const today = dayAfter(history, later);
        await db.query(TRUNCATE);
        for (let from = 0; from < history.length; from += at) {
          await db.transaction((tx) => feed.apply(history.slice(from, from + at) as readonly PublicEvent[], tx));
        }
        const { feedOf, mayRead } = expectedFeeds(history);
        for (const agency of AGENCIES) {
          const expected = feedOf(agency);
          const stored = await storedFeed(agency);
          expect(stored).toEqual(
            expected.map(({ event, caseId }, index) => ({ sequence: String(index + 1), caseId, event })),
          );
          const allowed = expected.filter((entry) => mayRead(agency, entry, today));
          const wanted = allowed.filter(({ event }) => asks(filter, event));
          expect(await readAll(agency, limit, today, filter)).toEqual({
            events: wanted.map(({ event }) => event),
            upTo: expected.length,
          });
          // A replay from a date starts at the first entry recorded then or later.
          const date = new Date(Date.parse(`${day(since)}T00:00:00Z`));
          const first = expected.findIndex(({ event }) => new Date(event.time) >= date);
          const replayed = await readAll(agency, limit, today, {}, await cursorAt(db, { city: CITY, agency }, date));
          expect(replayed.events).toEqual(
            expected
              .slice(first < 0 ? expected.length : first)
              .filter((entry) => allowed.includes(entry))
              .map(({ event }) => event),
          );
          counted.entries += expected.length;
          counted.kept += allowed.filter(({ caseId }) => caseId !== null).length;
          counted.withheld += expected.length - allowed.length;
          counted.filtered += allowed.length - wanted.length;
          const order = expected.map(({ event }) => history.indexOf(event));
          counted.late += expected.filter(
            ({ caseId }, nth) => caseId !== null && order[nth]! < Math.max(...order.slice(0, nth)),
          ).length;
          counted.dated += Number(replayed.events.length > 0 && replayed.events.length < allowed.length);
        }
      }),
      { numRuns: 200 },
    );
    // The generated histories must contain enough of these cases: without them the spec proves nothing.
    for (const [what, times] of Object.entries(counted))
      expect({ what, times, enough: times > 5 }).toEqual({ what, times, enough: true });
  }, 120_000);
});

describe('reading a feed', () => {
  const { city: _, ...granting } = mandateGranted.sample;
  const { city: __, ...opening } = caseOpened.sample;
  const enrolled = publicEvent(
    agencyEnrolled,
    { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' },
    1,
  );
  const granted = (nth: number) => publicEvent(mandateGranted, granting, nth);
  const fill = (events: readonly FeedEvent[]) =>
    db.transaction((tx) => feed.apply(events as readonly PublicEvent[], tx));
  beforeEach(() => db.query(TRUNCATE));

  it('by neighbourhood returns the events of a mandate that lost another neighbourhood', async () => {
    const { city: ___, ...narrowing } = mandateNarrowed.sample;
    const { city: ____, ...proposing } = mandateTransferProposed.sample;
    const [four, seven] = ['4', '7'].map((neighbourhood) => ({ neighbourhood, theme: 'leefbaarheid' as const }));
    await fill([
      enrolled,
      publicEvent(mandateGranted, { ...granting, slots: [four!, seven!] }, 2),
      publicEvent(mandateNarrowed, { ...narrowing, slots: [seven!] }, 3),
    ]);
    await fill([publicEvent(mandateTransferProposed, proposing, 4)]);
    const { entries } = await page('ocmw-gent', { limit: 10, neighbourhoods: ['4'] }, day(0));
    expect(entries.map(({ type }) => type.split('.')[3])).toEqual([
      'enrolled',
      'granted',
      'narrowed',
      'transfer-proposed',
    ]);
  });

  it('stops after a while where nothing may be read, and returns a cursor to continue from', async () => {
    const about = { caseId: 'k1', agency: 'ocmw-gent' };
    const asked = (nth: number) =>
      publicEvent(
        commitmentProposed,
        { caseId: 'k1', commitmentId: `c${nth}`, owner: 'stad-gent', proposedBy: 'stad-gent', dueOn: day(9) },
        nth,
      );
    await fill([
      enrolled,
      publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy: 'stad-gent', holder: 'stad-gent' }, 2),
      publicEvent(participantAccepted, about, 3),
      ...Array.from({ length: 25_000 }, (___, index) => asked(index + 4)),
      publicEvent(participantWithdrawn, about, 30_000),
    ]);
    const pages: FeedPage[] = [];
    const start = await page('ocmw-gent', { limit: 2 }, day(0));
    for (let after = start.next; pages.at(-1)?.more !== false; after = pages.at(-1)!.next)
      pages.push(await page('ocmw-gent', { after, limit: 10 }, day(0)));
    expect(pages.map(({ entries, more }) => [entries.length, more])).toEqual([
      [0, true],
      [0, true],
      [1, false],
    ]);
    expect(pages.at(-1)).toMatchObject({
      entries: [{ position: { sequence: 25_003 }, id: `${CITY}/e30000` }],
      upTo: 25_003,
    });
  });

  it('skips nothing and repeats nothing while the feed is filled (P6)', async () => {
    await fill([enrolled]);
    const seen: string[] = [];
    let filled = false;
    const reader = async (): Promise<void> => {
      for (let after: string | undefined, last = false; !last;) {
        last = filled;
        const { entries, next } = await page('ocmw-gent', { after, limit: 50 }, day(0));
        if (entries.length > 0) last = false;
        seen.push(...entries.map(({ id }) => id));
        after = next;
      }
    };
    const reading = reader();
    for (let nth = 2; nth < 600; nth += 3) await fill([granted(nth), granted(nth + 1), granted(nth + 2)]);
    filled = true;
    await reading;
    expect(seen).toEqual((await storedFeed('ocmw-gent')).map(({ event }) => event.id));
    expect(seen).toHaveLength(601);
  });
});

describe('an agency that accepts', () => {
  const { city: _, ...opening } = caseOpened.sample;
  const fill = (event: FeedEvent) => db.transaction((tx) => feed.apply([event], tx));
  beforeEach(() => db.query(TRUNCATE));

  it('gets no event twice when it comes back at once', async () => {
    const about = { caseId: 'k1', agency: 'ocmw-gent' };
    const invited = { ...about, invitedBy: 'stad-gent', past: 'all' as const };
    const history = [
      publicEvent(agencyEnrolled, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' }, 1),
      publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy: 'stad-gent', holder: 'stad-gent' }, 2),
      publicEvent(participantInvited, invited, 3),
      publicEvent(participantAccepted, about, 4),
      publicEvent(participantWithdrawn, about, 5),
      publicEvent(participantInvited, invited, 6),
      publicEvent(participantAccepted, about, 7),
    ];
    for (const event of history) await fill(event);
    expect((await storedFeed('ocmw-gent')).map(({ event }) => event.id)).toEqual(
      [1, 3, 2, 4, 5, 6, 7].map((nth) => `${CITY}/e${nth}`),
    );
  });

  it('gets no event twice of a case that it coordinated for a part of a day', async () => {
    const about = { caseId: 'k1', agency: 'ocmw-gent' };
    const history = [
      publicEvent(agencyEnrolled, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' }, 1),
      publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy: 'stad-gent', holder: 'ocmw-gent' }, 2),
      publicEvent(coordinationLost, { caseId: 'k1', mandateId: opening.mandateId, on: day(0) }, 3),
      publicEvent(participantInvited, { ...about, invitedBy: 'stad-gent', past: 'all' }, 4),
      publicEvent(participantAccepted, about, 5),
    ];
    for (const event of history) await fill(event);
    expect((await storedFeed('ocmw-gent')).map(({ event }) => event.id)).toEqual(
      [1, 2, 4, 3, 5].map((nth) => `${CITY}/e${nth}`),
    );
  });
});

describe('the numbers of a feed', () => {
  const { city: _, ...granting } = mandateGranted.sample;
  const enrolled = publicEvent(
    agencyEnrolled,
    { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' },
    1,
  );
  const [x, y, z] = [2, 3, 4].map((nth) => publicEvent(mandateGranted, granting, nth)) as [
    FeedEvent,
    FeedEvent,
    FeedEvent,
  ];
  const fill = (...events: readonly FeedEvent[]) => db.transaction((tx) => feed.apply(events, tx));
  const read = async (after?: string, limit = 10) => {
    const { entries, next } = await page('ocmw-gent', { after, limit }, day(0));
    return { events: entries.map(eventOf), next };
  };
  beforeEach(() => db.query(TRUNCATE));

  it('are on disk before they are read, unlike the writes of other read models', async () => {
    // The server of a test run does not wait for the disk, but the connections of the hub ask it to wait.
    const waiting = await new DataSource({ ...db.options, migrationsRun: false }).initialize();
    const settings: string[] = [];
    try {
      await applyPage(waiting, 'spec', START, { source: 'spec', events: [x], upTo: '1' }, async (events, tx) => {
        const setting = async () =>
          settings.push(
            (await tx.query<[{ synchronous_commit: string }]>('SHOW synchronous_commit'))[0].synchronous_commit,
          );
        await setting();
        await feed.apply(events, tx);
        await setting();
      });
    } finally {
      await waiting.destroy();
      await db.query(`DELETE FROM checkpoints WHERE processor = 'spec'`);
    }
    expect(settings).toEqual(['off', 'on']);
  });

  it('that are assigned in another order keep a cursor valid only when the same events are before it', async () => {
    await fill(enrolled, x, y, z);
    const { next: behindX } = await read(undefined, 2);
    const { next: behindY } = await read(undefined, 3);
    expect((await read(behindX)).events).toEqual([y, z]);
    await db.query(TRUNCATE);
    await fill(enrolled, y);
    await fill(x, z);
    await expect(read(behindX)).rejects.toMatchObject({ code: 'feed.cursor-unknown' });
    expect((await read(behindY)).events).toEqual([z]);
    expect((await read()).events).toEqual([enrolled, y, x, z]);
  });

  it('get the same values when the migrations fill them for existing entries', async () => {
    await fill(enrolled, x, y, z);
    await fill(
      publicEvent(
        agencyEnrolled,
        { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', ovo: 'OVO000001' },
        5,
      ),
    );
    const { city: __, ...opening } = caseOpened.sample;
    await fill(
      publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy: 'stad-gent', holder: 'stad-gent' }, 6),
      publicEvent(participantAccepted, { caseId: 'k1', agency: 'ocmw-gent' }, 7, day(1)),
    );
    await fill(
      publicEvent(
        commitmentProposed,
        { caseId: 'k1', commitmentId: 'c', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: day(9) },
        8,
      ),
    );
    const rows = () =>
      Promise.all(feed.tables.map((table) => db.query<object[]>(`SELECT * FROM ${table} t ORDER BY 1, 2, 3`)));
    const before = await rows();
    expect(before.every((table) => table.length > 1)).toBe(true);
    const runner = db.createQueryRunner();
    try {
      await new FeedRights1767222000300().down(runner);
      await new FeedDigests1767222000200().down(runner);
      await new FeedDigests1767222000200().up(runner);
      await new FeedRights1767222000300().up(runner);
    } finally {
      await runner.release();
    }
    expect(await rows()).toEqual(before);
  });
});

describe('two processes that fill the feeds of a city', () => {
  const { city: _, ...granting } = mandateGranted.sample;
  const enrolled = (agency: string, nth: number) =>
    publicEvent(agencyEnrolled, { agency, name: agency, kind: 'welfare', ovo: 'OVO000009' }, nth);
  const WAITING = `SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  type Connection = Readonly<{ query(statement: Readonly<{ text: string }>): Promise<unknown> }>;
  const filling = (event: FeedEvent, tx: EntityManager) => feed.apply([event], tx);
  beforeEach(() => db.query(TRUNCATE));

  it('include an agency that one of them enrols meanwhile', async () => {
    await db.transaction((tx) => filling(enrolled('stad-gent', 1), tx));
    const looked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const first = db.transaction(async (tx) => {
      const connection = (await tx.queryRunner!.connect()) as Connection;
      // The first process pauses after it has read the list of feeds.
      const slow: Connection = {
        query: async (statement) => {
          const found = await connection.query(statement);
          if (statement.text.includes('FROM feed ')) {
            looked.resolve();
            await goOn.promise;
          }
          return found;
        },
      };
      const queryRunner = { connect: async () => slow };
      return filling(
        publicEvent(mandateGranted, granting, 2),
        Object.create(tx, { queryRunner: { value: queryRunner } }),
      );
    });
    await looked.promise;
    let done = false;
    const second = db.transaction((tx) => filling(enrolled('ocmw-gent', 3), tx)).finally(() => (done = true));
    const waits = async () => (await db.query<unknown[]>(WAITING)).length > 0;
    while (!done && !(await waits()));
    goOn.resolve();
    await Promise.all([first, second]);
    expect((await storedFeed('ocmw-gent')).map(({ event }) => event.id)).toEqual([`${CITY}/e2`, `${CITY}/e3`]);
  });
});

describe('a rebuild of the feed', () => {
  const TABLES = feed.tables;
  const digests = async () => {
    const found = new Map<string, string>();
    for (const table of TABLES) {
      const [{ rows, digest }] = await db.query<[{ rows: number; digest: string }]>(
        `SELECT count(*)::int AS rows, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS digest FROM ${table} t`,
      );
      expect({ table, filled: rows > 50 }).toEqual({ table, filled: true });
      found.set(table, digest);
    }
    return found;
  };

  it('gives every entry the same number, so that cursors stay valid (P5)', async () => {
    const app = service.app;
    const settled = async () => expect(await app.get(ProcessorRegistry).settled(20_000)).toBe(true);
    // Rebuilds the live read model first, because other specs wrote rows without events in the log.
    const fromTheLog = () =>
      rebuild(
        db,
        'partners',
        feed,
        embeddedLog(service.store, app.get<Bus, EmbeddedBus>(Bus).publishes).consume(feed.name, [
          TOPICS.mandates,
          TOPICS.cases,
          TOPICS.partners,
        ]),
        async () => new Map([[LOG, await service.store.head()]]),
      );
    await fromTheLog();
    const publish = publishing(service, ['mandates', 'cases']);
    const events = fc
      .sample(histories, { numRuns: 60, seed: 20_260_101 })
      .sort((one, other) => other.length - one.length)
      // The longest history stays in the city of the agencies that read; each other history gets its own city.
      .map(
        (history, nth) =>
          JSON.parse(JSON.stringify(history).replaceAll(CITY, nth === 0 ? CITY : String(60_000 + nth))) as FeedEvent[],
      );
    // The histories are published at once, so that they interleave and fill pages of any size.
    await Promise.all(
      events.map(async (history) => {
        for (const event of history) await publish('mandates', event);
      }),
    );
    await settled();
    const read = async (after = '') =>
      (
        await (
          await service.as({ city: CITY, agency: 'ocmw-gent', role: 'partner-api' })
        ).get(`/v1/feed?limit=3${after}`)
      ).body;
    const first = await read();
    const rest = await read(`&after=${String(first['next'])}`);
    expect([first['events'], rest['events']]).toEqual([
      expect.arrayContaining([expect.anything()]),
      expect.arrayContaining([expect.anything()]),
    ]);

    const live = await digests();
    expect(await fromTheLog()).toBeGreaterThan(500);
    expect(await digests()).toEqual(live);
    expect(await read(`&after=${String(first['next'])}`)).toEqual(rest);

    // The feed continues after the rebuild.
    const [another] = JSON.parse(JSON.stringify(events[1]).replaceAll('60001', '61000')) as FeedEvent[];
    await publish('mandates', another as PublicEvent);
    await settled();
    expect(await db.query('SELECT sequence, agency FROM feed_entry WHERE city = $1', ['61000'])).toEqual([
      { sequence: '1', agency: AGENCIES[0] },
    ]);
  }, 120_000);
});
