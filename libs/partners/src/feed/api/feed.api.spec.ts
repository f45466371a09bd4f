import {
  caseOpened,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  mandateGranted,
  mandateProposed,
  participantAccepted,
  participantDeclined,
  participantInvited,
  participantWithdrawn,
  type PublicEvent,
} from '#contracts';
import type { Actor, LocalDate } from '#kernel';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { partners } from '../../index.js';
import { publicEvent } from '../../testing/histories.js';
import type { FeedEvent } from '../domain/audience.js';
import { cursorOf, positionOf } from '../queries/feed-cursor.js';

const { city: _, ...granting } = mandateGranted.sample;
const { city: __, ...proposing } = mandateProposed.sample;
const { city: ___, ...opening } = caseOpened.sample;

let service: TestService;
let publishTo: ReturnType<typeof publishing>;
let cities = 50_000;
let moments = 0;

beforeAll(async () => {
  service = await startTestService([partners]);
  publishTo = publishing(service, ['mandates', 'cases']);
});
afterAll(() => service.stop());

/** Creates a city for one test, with Stad Gent, OCMW and WoninGent enrolled. The spec publishes the events of its mandates and cases. */
const aCity = async () => {
  const city = String(++cities);
  const as = (agency: string, role: Actor['role'] = 'partner-api'): Promise<Client> =>
    service.as({ city, agency, role });
  const manager = await as('stad-gent', 'manager');
  for (const [agency, kind, kbo] of [
    ['stad-gent', 'city-service', '0207.451.227'],
    ['ocmw-gent', 'ocmw', '0212.214.125'],
    ['woningent', 'social-housing', '0400.032.156'],
  ]) {
    expect((await manager.post('/v1/agencies', { agency, name: agency, kind, kbo })).status).toBe(201);
  }
  const publish = async (
    context: 'mandates' | 'cases',
    ...events: readonly FeedEvent[]
  ): Promise<readonly PublicEvent[]> => {
    await publishTo(context, ...(events as readonly PublicEvent[]));
    await service.settled();
    return events;
  };
  const nth = (): number => ++moments;
  const about = { caseId: `k-${city}` };
  return {
    city,
    as,
    manager,
    publish,
    read: async (agency: string, query = '', role: Actor['role'] = 'partner-api'): Promise<Answer> =>
      (await as(agency, role)).get(`/v1/feed?${query}`),
    granted: () => publicEvent(mandateGranted, granting, nth(), today, city),
    proposed: () => publicEvent(mandateProposed, proposing, nth(), today, city),
    opened: (openedBy = 'stad-gent', holder = 'stad-gent') =>
      publicEvent(caseOpened, { ...opening, ...about, openedBy, holder }, nth(), today, city),
    invited: (agency: string, past?: 'summary' | 'all') =>
      publicEvent(
        participantInvited,
        { ...about, agency, invitedBy: 'stad-gent', ...(past && { past }) },
        nth(),
        today,
        city,
      ),
    accepted: (agency: string) => publicEvent(participantAccepted, { ...about, agency }, nth(), today, city),
    declined: (agency: string) => publicEvent(participantDeclined, { ...about, agency }, nth(), today, city),
    withdrawn: (agency: string) => publicEvent(participantWithdrawn, { ...about, agency }, nth(), today, city),
    asked: () =>
      publicEvent(
        commitmentProposed,
        { ...about, commitmentId: 'c', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: daysFromNow(9) },
        nth(),
        today,
        city,
      ),
    takenOver: (holder: string, from: LocalDate, on: LocalDate = today) =>
      publicEvent(coordinationTakenOver, { ...about, mandateId: 'm2', holder, from }, nth(), on, city),
    lost: (on: LocalDate) => publicEvent(coordinationLost, { ...about, mandateId: 'm1', on }, nth(), today, city),
  };
};

const events = ({ status, body }: Answer): FeedEvent[] => {
  expect({ status, body }).toMatchObject({ status: 200 });
  return body['events'] as unknown as FeedEvent[];
};
/** Returns the short types of the events, such as `participant-accepted`. */
const types = (answer: Answer): string[] => events(answer).map(({ type }) => type.split('.')[3]!);
const plain = (cursor: string): string => Buffer.from(cursor).toString('base64url');
const next = ({ body }: Answer): string => body['next'] as unknown as string;

describe('the feed of an agency', () => {
  it('contains the mandate register, the agency itself and its cases, in order and unchanged', async () => {
    const { publish, read, granted, opened, invited, accepted, asked } = await aCity();
    const [grant] = await publish('mandates', granted());
    const case_ = await publish(
      'cases',
      opened(),
      invited('ocmw-gent'),
      invited('woningent'),
      accepted('ocmw-gent'),
      asked(),
    );
    expect(types(await read('stad-gent'))).toEqual([
      'enrolled',
      'granted',
      'opened',
      'participant-invited',
      'participant-invited',
      'participant-accepted',
      'commitment-proposed',
    ]);
    expect(types(await read('woningent'))).toEqual(['enrolled', 'granted', 'participant-invited']);
    const [, ...behindEnrolment] = events(await read('ocmw-gent'));
    const [, itsInvitation, , itsAnswer, theQuestion] = case_;
    expect(behindEnrolment).toEqual([grant, itsInvitation, itsAnswer, theQuestion]);
    // The order of the members is kept as well: the column is json, not jsonb.
    expect(JSON.stringify(behindEnrolment[0])).toBe(JSON.stringify(grant));
  });

  it('is returned to every role of the agency, and to nobody without a token', async () => {
    const { read } = await aCity();
    for (const role of ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'] as const)
      expect(types(await read('ocmw-gent', '', role))).toEqual(['enrolled']);
    expect(await service.withToken().get('/v1/feed')).toMatchObject({
      status: 401,
      body: { code: 'access.token-missing' },
    });
  });

  it('starts with the mandate register from the beginning, also for an agency that is enrolled later', async () => {
    const { manager, publish, read, granted, proposed, opened } = await aCity();
    await publish('mandates', proposed(), granted());
    await publish('cases', opened());
    await manager.post('/v1/agencies', {
      agency: 'politiezone-gent',
      name: 'Politiezone Gent',
      kind: 'police',
      policeZone: '5415',
    });
    await publish('mandates', granted());
    expect(types(await read('politiezone-gent'))).toEqual(['proposed', 'granted', 'enrolled', 'granted']);
  });

  it('contains changes of the agency itself, and none of other agencies', async () => {
    const { manager, read } = await aCity();
    await manager.put('/v1/agencies/ocmw-gent/cooperation-policy', { allows: ['joint-case'] });
    expect(types(await read('ocmw-gent'))).toEqual(['enrolled', 'cooperation-policy-set']);
    expect(types(await read('woningent'))).toEqual(['enrolled']);
  });

  it('contains nothing of another city', async () => {
    const [one, other] = [await aCity(), await aCity()];
    await one.publish('mandates', one.granted());
    await one.publish('cases', one.opened(), one.accepted('ocmw-gent'), one.asked());
    expect(types(await one.read('ocmw-gent'))).toEqual([
      'enrolled',
      'granted',
      'participant-accepted',
      'commitment-proposed',
    ]);
    expect(types(await other.read('ocmw-gent'))).toEqual(['enrolled']);
  });
});

describe('a cursor', () => {
  it('comes with every page, and the next page continues after it', async () => {
    const { publish, read, granted } = await aCity();
    const published = await publish('mandates', granted(), granted(), granted(), granted());
    const first = await read('woningent', 'limit=2');
    expect(first.body).toMatchObject({ more: true });
    const second = await read('woningent', `limit=2&after=${next(first)}`);
    expect(second.body).toMatchObject({ more: true });
    const last = await read('woningent', `limit=2&after=${next(second)}`);
    expect(last.body).toMatchObject({ more: false });
    const ids = [first, second, last].flatMap((page) => events(page).map(({ id }) => id));
    expect(ids.slice(1)).toEqual(published.map(({ id }) => id));
    // Without news, the same cursor comes again for the next request.
    const empty = await read('woningent', `after=${next(last)}`);
    expect(empty.body).toEqual({ events: [], next: next(last), more: false });
    const [news] = await publish('mandates', granted());
    expect(events(await read('woningent', `after=${next(empty)}`))).toEqual([news]);
  });

  it('comes without more events when the page is exactly full', async () => {
    const { publish, read, granted } = await aCity();
    await publish('mandates', granted());
    expect((await read('woningent', 'limit=2')).body).toMatchObject({ events: [{}, {}], more: false });
  });

  it('returns the same page each time', async () => {
    const { publish, read, granted } = await aCity();
    await publish('mandates', granted(), granted(), granted());
    const from = next(await read('woningent', 'limit=1'));
    expect(await read('woningent', `limit=2&after=${from}`)).toEqual({
      ...(await read('woningent', `limit=2&after=${from}`)),
      headers: expect.anything(),
    });
  });

  it('of another agency, or of the same code in another city, is refused without details', async () => {
    const [one, other] = [await aCity(), await aCity()];
    await one.publish('mandates', one.granted());
    const foreign = next(await one.read('ocmw-gent'));
    for (const refused of [
      await one.read('woningent', `after=${foreign}`),
      await other.read('ocmw-gent', `after=${foreign}`),
    ]) {
      expect(refused).toMatchObject({ status: 403, body: { code: 'feed.cursor-foreign' } });
      expect(Object.keys(refused.body).sort()).toEqual(['code', 'instance', 'status', 'title', 'type']);
    }
  });

  it.each([
    'abc',
    '0',
    plain('feed:50001/ocmw-gent:-1:0'),
    plain('feed:50001/ocmw-gent:1 OR 1=1:0'),
    plain('feed:50001/ocmw-gent:1'),
    'a'.repeat(100),
  ])('that is malformed is refused: %s', async (after) => {
    const { read } = await aCity();
    expect(await read('ocmw-gent', `after=${after}`)).toMatchObject({
      status: 400,
      body: { code: 'feed.cursor-malformed' },
    });
  });

  it.each(['after=', `after=${'a'.repeat(201)}`, 'after=a&after=b', 'limit=0', 'limit=501', 'limit=x', 'before=3'])(
    'is refused when it or another parameter is invalid: %s',
    async (query) => {
      const { read } = await aCity();
      expect(await read('ocmw-gent', query)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    },
  );

  it('after the end of the feed is refused as unknown', async () => {
    const { city, read } = await aCity();
    const feed = { city, agency: 'ocmw-gent' };
    const { digest } = positionOf(feed, next(await read('ocmw-gent')));
    expect((await read('ocmw-gent', `after=${cursorOf(feed, { sequence: 1, digest })}`)).body).toMatchObject({
      events: [],
      more: false,
    });
    for (const sequence of [2, 999_999_999_999_999]) {
      expect(await read('ocmw-gent', `after=${cursorOf(feed, { sequence, digest })}`)).toMatchObject({
        status: 410,
        body: { code: 'feed.cursor-unknown' },
      });
    }
  });

  it('whose earlier events differ from those of the feed is refused, and a read without it returns everything', async () => {
    const { city, publish, read, granted } = await aCity();
    await publish('mandates', granted());
    const feed = { city, agency: 'ocmw-gent' };
    const { digest } = positionOf(feed, next(await read('ocmw-gent', 'limit=1')));
    for (const other of [0n, digest + 1n, -digest]) {
      expect(await read('ocmw-gent', `after=${cursorOf(feed, { sequence: 1, digest: other })}`)).toMatchObject({
        status: 410,
        body: { code: 'feed.cursor-unknown' },
      });
    }
    expect(types(await read('ocmw-gent'))).toEqual(['enrolled', 'granted']);
  });
});

describe('the filter by type', () => {
  const [granted_, accepted_] = ['be.regie.mandate.granted.v1', 'be.regie.case.participant-accepted.v1'];

  it('leaves out other types, and the cursor moves past them', async () => {
    const { publish, read, granted, proposed, opened, accepted } = await aCity();
    await publish('mandates', proposed(), granted());
    await publish('cases', opened(), accepted('ocmw-gent'));
    await publish('mandates', granted(), proposed());
    expect(types(await read('ocmw-gent', `types=${granted_}`))).toEqual(['granted', 'granted']);
    const some = await read('ocmw-gent', `types=${granted_},${accepted_}`);
    expect(types(some)).toEqual(['granted', 'participant-accepted', 'granted']);
    expect(types(await read('ocmw-gent', `types=${granted_}&types=${accepted_}`))).toEqual(types(some));
    expect((await read('ocmw-gent', `after=${next(some)}`)).body).toMatchObject({ events: [], more: false });
  });

  it.each([
    'types=be.regie.mandate.granted',
    'types=',
    'types=be.regie.team.formed.v1',
    `types=${granted_},${granted_}`,
  ])('is refused with an unknown, empty or repeated type: %s', async (query) => {
    const { read } = await aCity();
    const { status, body } = await read('ocmw-gent', query);
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'request.invalid' });
    expect(body['errors']).toMatchObject([{ field: 'types' }]);
  });
});

describe('the filter by slot', () => {
  it('leaves out cases and mandates of other slots, and keeps events of the agency itself', async () => {
    const { publish, read, granted, opened, accepted, asked } = await aCity();
    await publish('mandates', granted());
    await publish('cases', opened(), accepted('ocmw-gent'), asked());
    const { neighbourhood, theme } = opening;
    const everything = ['enrolled', 'granted', 'participant-accepted', 'commitment-proposed'];
    expect(types(await read('ocmw-gent', `neighbourhoods=99,${neighbourhood}&themes=${theme}`))).toEqual(everything);
    // An acceptance is about the agency, but also about a case with a slot.
    for (const query of ['neighbourhoods=99', 'themes=jeugd', `neighbourhoods=${neighbourhood}&themes=jeugd`])
      expect(types(await read('ocmw-gent', query))).toEqual(['enrolled']);
  });

  it.each([
    'neighbourhoods=',
    'neighbourhoods=a%20b',
    'themes=nothing',
    `neighbourhoods=${Array.from({ length: 201 }, (____, n) => n).join(',')}`,
  ])('is refused with an invalid code: %s', async (query) => {
    const { read } = await aCity();
    expect(await read('ocmw-gent', query)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});

describe('the past of a case', () => {
  it.each([
    [undefined, []],
    ['summary' as const, ['opened', 'participant-invited']],
    ['all' as const, ['opened', 'commitment-proposed', 'participant-invited']],
  ])('comes with the acceptance as the invitation says, and goes when the agency leaves: %s', async (past, shown) => {
    const { publish, read, opened, invited, accepted, withdrawn, asked } = await aCity();
    await publish('cases', opened(), asked(), invited('woningent'), invited('ocmw-gent', past));
    const cursor = next(await read('ocmw-gent'));
    expect(types(await read('ocmw-gent'))).toEqual(['enrolled', 'participant-invited']);
    await publish('cases', accepted('ocmw-gent'), asked());
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual([
      ...shown,
      'participant-accepted',
      'commitment-proposed',
    ]);
    await publish('cases', withdrawn('ocmw-gent'));
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual([
      'participant-accepted',
      'participant-withdrawn',
    ]);
    // The second invitation shows nothing of the past. From before its second acceptance, the agency sees only events
    // about itself.
    await publish('cases', asked(), invited('ocmw-gent'), accepted('ocmw-gent'), asked());
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual([
      'participant-accepted',
      'participant-withdrawn',
      'participant-invited',
      'participant-accepted',
      'commitment-proposed',
    ]);
    // The third acceptance shows all of the past, and each event once.
    await publish('cases', withdrawn('ocmw-gent'), invited('ocmw-gent', 'all'), accepted('ocmw-gent'));
    const found = events(await read('ocmw-gent')).map(({ id }) => id);
    expect(found).toHaveLength(new Set(found).size);
    expect(types(await read('ocmw-gent')).filter((type) => type === 'commitment-proposed')).toHaveLength(4);
  });
});

describe('the rights of today', () => {
  it('take a case away from an agency that withdraws, also its earlier events and from any cursor', async () => {
    const { publish, read, granted, opened, invited, accepted, withdrawn, asked } = await aCity();
    await publish('cases', opened(), invited('ocmw-gent'), accepted('ocmw-gent'), asked(), asked());
    const cursor = next(await read('ocmw-gent', 'limit=4'));
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual(['commitment-proposed']);
    await publish('cases', withdrawn('ocmw-gent'), asked());
    await publish('mandates', granted());
    // Events about the agency itself stay: its invitation, its acceptance and its withdrawal.
    const own = ['participant-invited', 'participant-accepted', 'participant-withdrawn'];
    expect(types(await read('ocmw-gent'))).toEqual(['enrolled', ...own, 'granted']);
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual(['participant-withdrawn', 'granted']);
    expect(types(await read('stad-gent', 'types=be.regie.case.commitment-proposed.v1'))).toHaveLength(3);
  });

  it('skip stretches that may no longer be read, without a trace of them', async () => {
    const { publish, read, opened, accepted, withdrawn, asked, granted } = await aCity();
    await publish(
      'cases',
      opened(),
      accepted('ocmw-gent'),
      ...Array.from({ length: 1_200 }, asked),
      withdrawn('ocmw-gent'),
    );
    await publish('mandates', granted());
    const first = await read('ocmw-gent', 'limit=2');
    expect(types(first)).toEqual(['enrolled', 'participant-accepted']);
    const second = await read('ocmw-gent', `limit=2&after=${next(first)}`);
    expect({ types: types(second), more: second.body['more'] }).toEqual({
      types: ['participant-withdrawn', 'granted'],
      more: false,
    });
    expect(Object.keys(second.body).sort()).toEqual(['events', 'more', 'next']);
  });

  it('show a case from the acceptance on, however late that comes', async () => {
    const { publish, read, opened, invited, accepted, declined, asked } = await aCity();
    await publish('cases', opened(), invited('ocmw-gent'), asked(), declined('ocmw-gent'), asked());
    expect(types(await read('ocmw-gent'))).toEqual(['enrolled', 'participant-invited', 'participant-declined']);
    const cursor = next(await read('ocmw-gent'));
    const [, , question] = await publish('cases', invited('ocmw-gent'), accepted('ocmw-gent'), asked());
    expect(types(await read('ocmw-gent', `after=${cursor}`))).toEqual([
      'participant-invited',
      'participant-accepted',
      'commitment-proposed',
    ]);
    expect(events(await read('ocmw-gent')).at(-1)).toEqual(question);
  });

  it('show a case to the next coordinator from its first day, and only its takeover before', async () => {
    const { publish, read, opened, takenOver, asked } = await aCity();
    await publish('cases', opened('ocmw-gent', 'stad-gent'), asked(), takenOver('woningent', daysFromNow(30)), asked());
    expect(types(await read('woningent'))).toEqual(['enrolled', 'coordination-taken-over']);
    expect(types(await read('stad-gent'))).toEqual([
      'enrolled',
      'opened',
      'commitment-proposed',
      'coordination-taken-over',
      'commitment-proposed',
    ]);
    await publish('cases', takenOver('woningent', today), asked());
    expect(types(await read('woningent'))).toEqual([
      'enrolled',
      'coordination-taken-over',
      'coordination-taken-over',
      'commitment-proposed',
    ]);
    // Stad Gent coordinated until yesterday and is no participant, so it no longer sees the case.
    expect(types(await read('stad-gent'))).toEqual(['enrolled']);
    expect(types(await read('ocmw-gent'))).toHaveLength(7);
  });

  it('end with the coordination', async () => {
    const { publish, read, opened, asked, lost } = await aCity();
    await publish('cases', opened('ocmw-gent', 'stad-gent'), asked(), lost(daysFromNow(1)));
    expect(types(await read('stad-gent'))).toEqual(['enrolled', 'opened', 'commitment-proposed', 'coordination-lost']);
    await publish('cases', lost(today), asked());
    expect(types(await read('stad-gent'))).toEqual(['enrolled']);
  });

  it('follow the day in Brussels: an event late in the evening by UTC belongs to the next day', async () => {
    const { publish, read, opened, takenOver, asked } = await aCity();
    const question = asked();
    // 23:30 UTC of the day before is 00:30 or 01:30 in Brussels
    const late = { ...question, time: `${daysFromNow(-1)}T23:30:00.000Z` } as FeedEvent;
    await publish('cases', opened('ocmw-gent', 'stad-gent'), takenOver('woningent', today), late);
    expect(types(await read('woningent'))).toEqual(['enrolled', 'coordination-taken-over', 'commitment-proposed']);
  });
});

describe('an agency that does not take part', () => {
  it('reads nothing while it is suspended, and then continues from its cursor', async () => {
    const { manager, publish, read, granted } = await aCity();
    const cursor = next(await read('ocmw-gent'));
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason: 'No agreement yet.' });
    const [grant] = await publish('mandates', granted());
    for (const query of ['', `after=${cursor}`]) {
      expect(await read('ocmw-gent', query)).toMatchObject({
        status: 409,
        body: { code: 'agency.not-active', agency: 'ocmw-gent', state: 'suspended' },
      });
    }
    expect(types(await read('woningent'))).toEqual(['enrolled', 'granted']);
    await manager.post('/v1/agencies/ocmw-gent/resumption');
    const missed = await read('ocmw-gent', `after=${cursor}`);
    expect(types(missed)).toEqual(['suspended', 'granted', 'resumed']);
    expect(events(missed)[1]).toEqual(grant);
  });

  it('reads nothing after it ended', async () => {
    const { manager, read } = await aCity();
    await manager.post('/v1/agencies/ocmw-gent/end', { reason: 'Merged.' });
    expect(await read('ocmw-gent')).toMatchObject({ status: 409, body: { code: 'agency.not-active', state: 'ended' } });
  });

  it('has no feed before it is enrolled', async () => {
    const { read } = await aCity();
    expect(await read('politiezone-gent')).toMatchObject({
      status: 422,
      body: { code: 'agency.not-known', agency: 'politiezone-gent' },
    });
  });
});
