import fc from 'fast-check';
import { type Actor, type DirectoryFacts, DomainError, fold, type KnownAgency, type LocalDate } from '#kernel';
import { scenario } from '#testing';
import {
  MOST_AGENCIES,
  neighbourhoodTeam,
  type Team,
  type TeamCommand,
  type TeamEvent,
  type TeamFormed,
  teamStream,
} from './neighbourhood-team.js';

const city = '44021';
const coordinator: Actor = { city, agency: 'stad-gent', role: 'coordinator', subject: 'eva' };
const ocmw: Actor = { city, agency: 'ocmw-gent', role: 'agency-admin', subject: 'nadia' };
const police: Actor = { city, agency: 'politiezone-gent', role: 'agency-admin', subject: 'lies' };

const alone: TeamFormed = {
  type: 'TeamFormed',
  data: { teamId: 't1', name: 'Wijkteam Brugse Poort', neighbourhoods: ['4', '7'], formedBy: 'stad-gent' },
};
const formed: TeamEvent = { ...alone, data: { ...alone.data, agencies: ['ocmw-gent', 'politiezone-gent'] } };
const accepted = (agency = 'ocmw-gent', acceptedBy = 'stad-gent'): TeamEvent => ({
  type: 'AgencyAccepted',
  data: { teamId: 't1', agency, acceptedBy },
});
const seconded = (over: object = {}): TeamEvent => ({
  type: 'MemberSeconded',
  data: {
    teamId: 't1',
    memberId: 'm-1',
    agency: 'ocmw-gent',
    function: 'maatschappelijk werker',
    from: '2026-03-01',
    ...over,
  },
});
const ended = (on: LocalDate): TeamEvent => ({
  type: 'SecondmentEnded',
  data: { teamId: 't1', memberId: 'm-1', agency: 'ocmw-gent', on },
});

const command = <T extends TeamCommand['type']>(type: T, data: object, by: Actor, today: LocalDate = '2026-03-01') =>
  ({ type, data: { teamId: 't1', ...data }, by, now: `${today}T09:00:00.000Z`, today }) as unknown as TeamCommand;
const second = (over: object = {}, by: Actor = ocmw) =>
  command('SecondMember', { memberId: 'm-1', function: 'maatschappelijk werker', from: '2026-03-01', ...over }, by);
const end = (on: LocalDate | undefined, by: Actor = ocmw, over: object = {}) =>
  command('EndSecondment', { memberId: 'm-1', on, ...over }, by);
/** The agencies of the city, each active and without a cooperation policy; `ocmwIs` overrides the OCMW. */
const knowing = (ocmwIs: Partial<KnownAgency> = {}): DirectoryFacts => {
  const active: KnownAgency = { kind: 'ocmw', status: 'active', allows: null };
  return {
    agencies: new Map([
      ['stad-gent', active],
      ['politiezone-gent', active],
      ['ocmw-gent', { ...active, ...ocmwIs }],
    ]),
    neighbourhoods: new Set(['4', '7']),
  };
};
const team = () => scenario(neighbourhoodTeam, knowing());

it('a team has a stream of its own in its city', () => expect(teamStream(city, 't1')).toBe('team-44021-t1'));

describe('forming a team', () => {
  const form = (over: object = {}) =>
    command('FormTeam', { name: 'Wijkteam Brugse Poort', neighbourhoods: ['4', '7'], ...over }, coordinator);
  it('records its neighbourhoods and the agency that formed it', () => team().given().when(form()).then(alone));
  it('records the agencies that it accepts from its start', () =>
    team()
      .given()
      .when(form({ agencies: ['ocmw-gent', 'politiezone-gent'] }))
      .then(formed));
  it('is refused with an unknown agency', () =>
    team()
      .given()
      .when(form({ agencies: ['ocmw-gent', 'nobody'] }))
      .thenRefused('agency.not-known', { agency: 'nobody' }));
  it('twice records one event', () => team().given(formed).when(form()).thenNothing());
  it('is refused for an unknown neighbourhood, and then to an inactive agency', () => {
    const by = { ...ocmw, role: 'coordinator' as const };
    const forming = (neighbourhoods: readonly string[]) => command('FormTeam', { name: 'n', neighbourhoods }, by);
    const refused = (neighbourhoods: readonly string[], code: string, details: Readonly<Record<string, string>>) =>
      team()
        .given(formed)
        .knowing(knowing({ status: 'suspended' }))
        .when(forming(neighbourhoods))
        .thenRefused(code, details);
    refused(['4', '99'], 'neighbourhood.not-known', { neighbourhood: '99' });
    refused(['4'], 'agency.not-active', { agency: 'ocmw-gent', state: 'suspended' });
  });
  it('without a neighbourhood is refused', () =>
    team()
      .given()
      .when(form({ neighbourhoods: [] }))
      .thenRefused('team.needs-neighbourhood'));
});

describe('accepting an agency on a team', () => {
  const accept = (over: object = {}, by: Actor = coordinator) =>
    command('AcceptAgency', { agency: 'ocmw-gent', ...over }, by);
  const elsewhere = { city, agency: 'ocmw-gent', subject: 'k' } as const;
  const formedByOcmw: TeamEvent = { ...alone, data: { ...alone.data, formedBy: 'ocmw-gent' } };

  it('lets that agency second its staff, which no other agency of the city may', () => {
    team().given(alone).when(accept()).then(accepted());
    team().given(alone, accepted()).when(second()).then(seconded());
    for (const by of [ocmw, police])
      team()
        .given(alone, ...(by === police ? [accepted()] : []))
        .when(second({}, by))
        .thenRefused('team.agency-not-accepted', { agency: by.agency, formedBy: 'stad-gent' });
  });
  it('is not needed by the agency that formed the team', () =>
    team()
      .given(alone)
      .when(second({}, { ...coordinator, role: 'agency-admin' }))
      .then(seconded({ agency: 'stad-gent' })));
  it('is not needed by an agency with members from before teams accepted agencies', () =>
    team()
      .given(alone, seconded(), ended('2026-03-01'))
      .when(second({ memberId: 'm-2' }))
      .then(seconded({ memberId: 'm-2' })));
  it('is refused to a team that has as many agencies as a team may have', () => {
    const others = Array.from({ length: MOST_AGENCIES - 1 }, (_, n) => `agency-${n}`);
    team()
      .given({ ...alone, data: { ...alone.data, agencies: others } })
      .when(accept())
      .thenRefused('team.too-many-agencies', { most: MOST_AGENCIES });
  });
  it('twice records one event', () => team().given(alone, accepted()).when(accept()).thenNothing());
  it('is refused to an agency that did not form the team, and allowed to a manager of a city service', () => {
    for (const role of ['coordinator', 'manager'] as const)
      team()
        .given(alone)
        .when(accept({}, { ...elsewhere, role }))
        .thenRefused('access.not-the-forming-agency', { formedBy: 'stad-gent' });
    const facts = knowing();
    const asCity = new Map(facts.agencies).set('stad-gent', { kind: 'city-service', status: 'active', allows: null });
    const given = () =>
      team()
        .given(formedByOcmw)
        .knowing({ ...facts, agencies: asCity });
    given()
      .when(accept({ agency: 'politiezone-gent' }, { ...coordinator, role: 'manager' }))
      .then(accepted('politiezone-gent'));
    given()
      .when(accept({ agency: 'politiezone-gent' }))
      .thenRefused('access.not-the-forming-agency', { formedBy: 'ocmw-gent' });
  });
  it('of an unknown or inactive agency is refused', () => {
    team()
      .given(alone)
      .when(accept({ agency: 'nobody' }))
      .thenRefused('agency.not-known', { agency: 'nobody' });
    team()
      .given(alone)
      .knowing(knowing({ status: 'ended' }))
      .when(accept())
      .thenRefused('agency.not-active', { agency: 'ocmw-gent', state: 'ended' });
  });
  it('of an unknown team is refused', () =>
    team().given().when(accept()).thenRefused('team.unknown', { teamId: 't1' }));
  it('on a stale version is refused', () =>
    team()
      .given(alone, accepted('politiezone-gent'))
      .when(accept({ version: 1 }))
      .thenRefused('request.stale', { actual: 2 }));
});

describe('seconding a member', () => {
  it('adds staff of the own agency to the team', () => team().given(formed).when(second()).then(seconded()));
  it('can have an end', () =>
    team()
      .given(formed)
      .when(second({ until: '2026-09-01' }))
      .then(seconded({ until: '2026-09-01' })));
  it('twice records one event', () => team().given(formed, seconded()).when(second()).thenNothing());
  it('can name the own agency', () =>
    team()
      .given(formed)
      .when(second({ agency: 'ocmw-gent' }))
      .then(seconded()));
  it('of another agency is refused', () =>
    team()
      .given(formed)
      .when(second({ agency: 'politiezone-gent' }))
      .thenRefused('access.own-staff-only', { agency: 'politiezone-gent', yours: 'ocmw-gent' }));
  it('is refused when the policy of the agency does not allow teams', () => {
    for (const allows of [[], ['joint-case']])
      team()
        .given(formed)
        .knowing(knowing({ allows }))
        .when(second())
        .thenRefused('team.not-allowed-by-agency', { agency: 'ocmw-gent' });
  });
  it('is accepted when the policy of the agency allows teams', () =>
    team()
      .given(formed)
      .knowing(knowing({ allows: ['neighbourhood-team'] }))
      .when(second())
      .then(seconded()));
  it('is refused to an unknown or inactive agency before any other reason', () => {
    team()
      .given()
      .when(second({}, { ...ocmw, agency: 'nobody' }))
      .thenRefused('agency.not-known', { agency: 'nobody' });
    team()
      .given()
      .knowing(knowing({ status: 'suspended' }))
      .when(second())
      .thenRefused('agency.not-active', { agency: 'ocmw-gent', state: 'suspended' });
  });
  it('to an unknown team is refused', () =>
    team().given().when(second()).thenRefused('team.unknown', { teamId: 't1' }));
  it('on days of an earlier secondment is refused with these days', () =>
    team()
      .given(formed, seconded({ until: '2026-09-01' }))
      .when(second({ from: '2026-08-31' }))
      .thenRefused('team.already-member', { memberId: 'm-1', from: '2026-03-01', until: '2026-09-01' }));
  it('from the end of an earlier secondment on is accepted', () =>
    team()
      .given(formed, seconded({ until: '2026-09-01' }))
      .when(second({ from: '2026-09-01' }))
      .then(seconded({ from: '2026-09-01' })));
  it('in another function on the same days is refused', () =>
    team()
      .given(formed, seconded())
      .when(second({ function: 'teamleider' }))
      .thenRefused('team.already-member'));
  it('with a reference that another agency uses too is accepted', () =>
    team()
      .given(formed, seconded())
      .when(second({}, police))
      .then(seconded({ agency: 'politiezone-gent' })));
  it('for a period without a day is refused', () =>
    team()
      .given(formed)
      .when(second({ until: '2026-03-01' }))
      .thenRefused('period.ends-before-it-starts'));
  it('on a stale version is refused', () =>
    team()
      .given(formed, seconded())
      .when(second({ memberId: 'm-2', version: 1 }))
      .thenRefused('request.stale', { actual: 2 }));
});

describe('ending a secondment', () => {
  it('removes the member from the team from that day on', () =>
    team().given(formed, seconded()).when(end('2026-04-01')).then(ended('2026-04-01')));
  it('without a day ends it today', () =>
    team()
      .given(formed, seconded({ from: '2026-02-01' }))
      .when(end(undefined))
      .then(ended('2026-03-01')));
  it('twice records one event', () =>
    team().given(formed, seconded(), ended('2026-04-01')).when(end('2026-04-01')).thenNothing());
  it('after its end changes nothing', () =>
    team()
      .given(formed, seconded({ until: '2026-04-01' }))
      .when(end('2026-05-01'))
      .thenNothing());
  it('before its end shortens it', () =>
    team()
      .given(formed, seconded({ until: '2026-06-01' }))
      .when(end('2026-04-01'))
      .then(ended('2026-04-01')));
  it('before its start removes it', () => {
    const state = team()
      .given(formed, seconded({ from: '2026-05-01' }))
      .when(end('2026-04-01'))
      .state();
    expect(state!.members[0]!.secondments).toEqual([]);
  });
  it('keeps the days before that day', () => {
    const state = team().given(formed, seconded()).when(end('2026-04-01')).state();
    expect(state!.members[0]!.secondments).toEqual([
      { function: 'maatschappelijk werker', period: { from: '2026-03-01', until: '2026-04-01' } },
    ]);
  });
  it('keeps the member of another agency with the same reference', () => {
    const state = team()
      .given(formed, seconded(), seconded({ agency: 'politiezone-gent' }))
      .when(end('2026-04-01'))
      .state();
    expect(state!.members.find(({ agency }) => agency === 'politiezone-gent')!.secondments[0]!.period).toEqual({
      from: '2026-03-01',
    });
  });
  it('of another agency is refused', () =>
    team()
      .given(formed, seconded())
      .when(end('2026-04-01', police))
      .thenRefused('access.own-staff-only', { agency: 'ocmw-gent', yours: 'politiezone-gent' }));
  it('of a member who is not on the team is refused', () =>
    team().given(formed).when(end('2026-04-01')).thenRefused('member.unknown', { memberId: 'm-1' }));
  it('of an unknown team is refused', () => team().given().when(end('2026-04-01')).thenRefused('team.unknown'));
  it('on a past day is refused', () =>
    team()
      .given(formed, seconded({ from: '2026-01-01' }))
      .when(end('2026-02-28'))
      .thenRefused('team.end-in-the-past'));
  it('on a stale version is refused', () =>
    team()
      .given(formed, seconded())
      .when(end('2026-04-01', ocmw, { version: 1 }))
      .thenRefused('request.stale', { actual: 2 }));
});

describe('any sequence of commands', () => {
  const date = (days: number): LocalDate =>
    new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
  const day = fc.integer({ min: 0, max: 200 }).map(date);
  const memberId = fc.constantFrom('m-1', 'm-2');
  const agency = fc.constantFrom('ocmw-gent', 'politiezone-gent');
  const change = fc.oneof(
    fc.record({
      type: fc.constant('SecondMember' as const),
      data: fc.record({
        memberId,
        agency: fc.option(agency, { nil: undefined }),
        function: fc.constantFrom('werker', 'leider'),
        from: day,
        until: fc.option(day, { nil: undefined }),
      }),
    }),
    fc.record({ type: fc.constant('EndSecondment' as const), data: fc.record({ memberId, on: day }) }),
  );

  it('changes only the staff of the own agency, and puts nobody on the team twice on one day (R19)', () => {
    const seen = { seconded: 0, ended: 0, days: 0 };
    fc.assert(
      fc.property(fc.array(fc.tuple(change, agency, day), { minLength: 10, maxLength: 60 }), (changes) => {
        let state: Team | undefined = fold(neighbourhoodTeam, [formed]);
        let facts = 1;
        for (const [{ type, data }, actor, today] of changes) {
          try {
            const by: Actor = { ...ocmw, agency: actor };
            const events = neighbourhoodTeam.decide(command(type, data, by, today), state, knowing());
            for (const event of events) expect(event.data).toMatchObject({ agency: actor });
            seen.seconded += events.filter((event) => event.type === 'MemberSeconded').length;
            seen.ended += events.filter((event) => event.type === 'SecondmentEnded').length;
            facts += events.length;
            state = fold(neighbourhoodTeam, events, state);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
        }
        expect(state!.version).toBe(facts);
        // The test counts days, so that it shares no arithmetic with the rules.
        for (const { secondments } of state!.members) {
          for (let days = 0; days < 210; days += 1) {
            const present = secondments.filter(
              ({ period: { from, until } }) => from <= date(days) && (until ?? '9999') > date(days),
            );
            expect(present.length).toBeLessThanOrEqual(1);
            seen.days += present.length;
          }
        }
      }),
      { numRuns: 100 },
    );
    // The histories must contain enough changes to prove something.
    expect(seen.seconded).toBeGreaterThan(200);
    expect(seen.ended).toBeGreaterThan(50);
    expect(seen.days).toBeGreaterThan(1000);
  });
});
