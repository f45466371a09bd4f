import fc from 'fast-check';
import { type Actor, DomainError, fold } from '#kernel';
import { scenario } from '#testing';
import {
  agencyRegister,
  type Facts,
  type Register,
  type RegisterCommand,
  type RegisterEvent,
} from './agency-register.js';

const city = '44021';
const manager: Actor = { city, agency: 'stad-gent', role: 'manager', subject: 'marc' };
const worker: Actor = { ...manager, role: 'worker', subject: 'wim' };
const ocmwAdmin: Actor = { city, agency: 'ocmw-gent', role: 'agency-admin', subject: 'amina' };
const ocmwManager: Actor = { ...ocmwAdmin, role: 'manager', subject: 'mia' };
const housingAdmin: Actor = { city, agency: 'woningent', role: 'agency-admin', subject: 'hilde' };

const stad: Facts = { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207451227' };
const ocmw: Facts = { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' };
const youth: Facts = { agency: 'jeugddienst', name: 'Jeugddienst', kind: 'city-service', ovo: 'OVO002949' };
const police: Facts = { agency: 'politiezone-gent', name: 'Politiezone Gent', kind: 'police', policeZone: '5415' };

const enrolled = (facts: Facts): RegisterEvent => ({ type: 'AgencyEnrolled', data: facts });
const changed = (facts: Facts): RegisterEvent => ({ type: 'AgencyChanged', data: facts });
const suspended = (agency = 'ocmw-gent'): RegisterEvent => ({
  type: 'AgencySuspended',
  data: { agency, reason: 'no agreement yet' },
});
const resumed: RegisterEvent = { type: 'AgencyResumed', data: { agency: 'ocmw-gent' } };
const ended = (agency = 'ocmw-gent'): RegisterEvent => ({ type: 'AgencyEnded', data: { agency, reason: 'merged' } });
const policy = (...allows: string[]): RegisterEvent => ({
  type: 'CooperationPolicySet',
  data: { agency: 'ocmw-gent', allows },
});

const command = (type: RegisterCommand['type'], data: object, by: Actor = manager): RegisterCommand =>
  ({
    type,
    data: { agency: 'ocmw-gent', ...data },
    by,
    now: '2026-03-01T09:00:00.000Z',
    today: '2026-03-01',
  }) as unknown as RegisterCommand;
const both = [enrolled(stad), enrolled(ocmw)];
const register = () => scenario(agencyRegister);

describe('enrolling', () => {
  const enrol = (facts: Facts, by?: Actor) => command('EnrolAgency', facts, by);

  it('the own city service of a manager starts the register', () =>
    register().given().when(enrol(stad)).then(enrolled(stad)));
  it('an agency of another kind first is refused', () =>
    register()
      .given()
      .when(enrol(ocmw, ocmwManager))
      .thenRefused('agency.first-is-your-city-service', { agency: 'ocmw-gent', kind: 'city-service' }));
  it('the city service of another agency first is refused', () =>
    register().given().when(enrol(youth)).thenRefused('agency.first-is-your-city-service', { agency: 'stad-gent' }));
  it('the first agency is refused to a worker', () =>
    register().given().when(enrol(stad, worker)).thenRefused('access.agencies-by-the-city', { role: 'worker' }));
  it('an agency after the first records it', () =>
    register().given(enrolled(stad)).when(enrol(ocmw)).then(enrolled(ocmw)));
  it('an agency stores the digits of its KBO number, however that is written', () =>
    register()
      .given(enrolled(stad))
      .when(enrol({ ...ocmw, kbo: 'BE 0212.214.125' }))
      .then(enrolled(ocmw)));
  it('the same agency twice records one event', () =>
    register()
      .given(...both)
      .when(enrol({ ...ocmw, kbo: '0212.214.125' }))
      .thenNothing());
  it('the same agency again while it is suspended records nothing', () =>
    register()
      .given(...both, suspended())
      .when(enrol(ocmw))
      .thenNothing());
  it('is refused to a worker of the city service', () =>
    register().given(enrolled(stad)).when(enrol(ocmw, worker)).thenRefused('access.agencies-by-the-city'));
  it('is refused to a manager of another kind of agency', () =>
    register()
      .given(...both)
      .when(enrol(police, ocmwManager))
      .thenRefused('access.agencies-by-the-city', { agency: 'ocmw-gent' }));
  it('is refused to a manager of an agency that is not enrolled', () =>
    register()
      .given(enrolled(stad))
      .when(enrol(youth, { ...manager, agency: 'jeugddienst' }))
      .thenRefused('access.agencies-by-the-city'));
  it('is refused to a manager of a suspended city service', () =>
    register()
      .given(enrolled(stad), enrolled(youth), suspended('jeugddienst'))
      .when(enrol(ocmw, { ...manager, agency: 'jeugddienst' }))
      .thenRefused('access.agencies-by-the-city'));
  it('is refused without a number that identifies the agency', () =>
    register()
      .given(enrolled(stad))
      .when(enrol({ agency: 'vzw', name: 'De Brug', kind: 'welfare' }))
      .thenRefused('agency.identifier-missing', { oneOf: ['kbo', 'ovo', 'policeZone'] }));
  it.each([
    ['agency.kbo-invalid', { kbo: '0212214126' }],
    ['agency.ovo-invalid', { ovo: 'OVO1' }],
    ['agency.police-zone-invalid', { policeZone: '54' }],
  ])('with a wrong number is refused as %s', (code, identifier) =>
    register()
      .given(enrolled(stad))
      .when(enrol({ ...ocmw, ...identifier }))
      .thenRefused(code, identifier),
  );
  it('under a taken code is refused', () =>
    register()
      .given(...both)
      .when(enrol({ ...police, agency: 'ocmw-gent' }))
      .thenRefused('agency.code-taken', { agency: 'ocmw-gent', name: 'OCMW Gent', state: 'active' }));
  it('under the code of the hub is refused, because an event would not show its actor', () =>
    register()
      .given(...both)
      .when(enrol({ ...police, agency: 'hub' }))
      .thenRefused('agency.code-reserved', { agency: 'hub' }));
  it('under the code of an ended agency is refused, because old events keep that code', () =>
    register()
      .given(...both, ended())
      .when(enrol(ocmw))
      .thenRefused('agency.code-taken', { state: 'ended' }));
  it.each([
    ['kbo', { ...ocmw, agency: 'ocmw-2' }, enrolled(ocmw)],
    ['ovo', { ...youth, agency: 'jeugd-2' }, enrolled(youth)],
    ['policeZone', { ...police, agency: 'politie-2' }, enrolled(police)],
  ] as const)('with the %s of another agency is refused', (identifier, facts, other) =>
    register()
      .given(enrolled(stad), other)
      .when(enrol(facts))
      .thenRefused('agency.identifier-taken', {
        identifier,
        value: facts[identifier as keyof Facts],
        agency: (other.data as Facts).agency,
      }),
  );
  it('with the KBO number of a suspended agency is refused', () =>
    register()
      .given(...both, suspended())
      .when(enrol({ ...ocmw, agency: 'ocmw-2' }))
      .thenRefused('agency.identifier-taken'));
  it('with the KBO number of an ended agency succeeds under a new code', () =>
    register()
      .given(...both, ended())
      .when(enrol({ ...ocmw, agency: 'ocmw-2' }))
      .then(enrolled({ ...ocmw, agency: 'ocmw-2' })));
});

describe('changing', () => {
  const renamed: Facts = { ...ocmw, name: 'OCMW van Gent' };
  const change = (facts: Facts & { version?: number }, by: Actor = ocmwAdmin) => command('ChangeAgency', facts, by);

  it('by an admin of the agency records the new facts', () =>
    register()
      .given(...both)
      .when(change(renamed))
      .then(changed(renamed)));
  it('by the city records the new facts', () =>
    register()
      .given(...both)
      .when(change(renamed, manager))
      .then(changed(renamed)));
  it('by an admin of another agency is refused', () =>
    register()
      .given(...both)
      .when(change(renamed, housingAdmin))
      .thenRefused('access.not-your-agency', { agency: 'ocmw-gent' }));
  it('by another role of the agency is refused', () =>
    register()
      .given(...both)
      .when(change(renamed, ocmwManager))
      .thenRefused('access.not-your-agency'));
  it('replaces all facts, and removes an identifier that is left out', () => {
    const { kbo: _, ...rest } = { ...ocmw, ovo: 'OVO002949' };
    register()
      .given(...both)
      .when(change(rest))
      .then(changed(rest));
  });
  it('to the same facts records nothing, also at an old version', () =>
    register()
      .given(...both)
      .when(change({ ...ocmw, version: 7 }))
      .thenNothing());
  it('at a stale version is refused', () =>
    register()
      .given(...both, policy())
      .when(change({ ...renamed, version: 1 }))
      .thenRefused('request.stale', { expected: 1, actual: 2 }));
  it('at the current version records the new facts', () =>
    register()
      .given(...both, policy())
      .when(change({ ...renamed, version: 2 }))
      .then(changed(renamed)));
  it('to facts without an identifier is refused', () =>
    register()
      .given(...both)
      .when(change({ agency: 'ocmw-gent', name: 'OCMW', kind: 'ocmw' }))
      .thenRefused('agency.identifier-missing'));
  it('to the number of another agency is refused', () =>
    register()
      .given(...both)
      .when(change({ ...ocmw, kbo: stad.kbo! }))
      .thenRefused('agency.identifier-taken', { agency: 'stad-gent' }));
  it('an unknown agency is refused', () =>
    register().given(enrolled(stad)).when(change(renamed)).thenRefused('agency.unknown', { agency: 'ocmw-gent' }));
  it('an ended agency is refused', () =>
    register()
      .given(...both, ended())
      .when(change(renamed))
      .thenRefused('agency.ended'));
  it('a suspended agency is refused to all but the city', () => {
    register()
      .given(...both, suspended())
      .when(change(renamed))
      .thenRefused('agency.not-active', { state: 'suspended' });
    register()
      .given(...both, suspended())
      .when(change(renamed, manager))
      .then(changed(renamed));
  });
  it('the kind of an agency is refused to its own admin, because a city service decides that', () =>
    register()
      .given(...both)
      .when(change({ ...ocmw, kind: 'city-service' }))
      .thenRefused('access.kind-by-the-city', { kind: 'ocmw' }));
  it('the kind of an agency is allowed to the city', () =>
    register()
      .given(...both)
      .when(change({ ...ocmw, kind: 'welfare' }, manager))
      .then(changed({ ...ocmw, kind: 'welfare' })));
  it('the kind of the only city service is refused', () =>
    register()
      .given(...both)
      .when(change({ ...stad, kind: 'welfare' }, manager))
      .thenRefused('agency.last-city-service', { agency: 'stad-gent' }));
});

describe('suspending', () => {
  const suspend = (over: object = {}, by?: Actor) =>
    command('SuspendAgency', { reason: 'no agreement yet', ...over }, by);

  it('an agency records its suspension', () =>
    register()
      .given(...both)
      .when(suspend())
      .then(suspended()));
  it('an agency twice records one event', () =>
    register()
      .given(...both, suspended())
      .when(suspend({ reason: 'another' }))
      .thenNothing());
  it('is refused to all but the city', () =>
    register()
      .given(...both)
      .when(suspend({}, ocmwAdmin))
      .thenRefused('access.agencies-by-the-city'));
  it('at a stale version is refused', () =>
    register()
      .given(...both)
      .when(suspend({ version: 3 }))
      .thenRefused('request.stale', { actual: 1 }));
  it('an unknown agency is refused', () =>
    register().given(enrolled(stad)).when(suspend()).thenRefused('agency.unknown'));
  it('an ended agency is refused', () =>
    register()
      .given(...both, ended())
      .when(suspend())
      .thenRefused('agency.ended'));
  it('the only active city service is refused', () =>
    register()
      .given(...both, enrolled(youth), suspended('jeugddienst'))
      .when(suspend({ agency: 'stad-gent' }))
      .thenRefused('agency.last-city-service'));
  it('one of two city services records its suspension', () =>
    register()
      .given(...both, enrolled(youth))
      .when(suspend({ agency: 'stad-gent' }))
      .then(suspended('stad-gent')));
});

describe('resuming', () => {
  const resume = (over: object = {}, by?: Actor) => command('ResumeAgency', over, by);

  it('a suspended agency records its resumption', () =>
    register()
      .given(...both, suspended())
      .when(resume())
      .then(resumed));
  it('an active agency records nothing', () =>
    register()
      .given(...both)
      .when(resume())
      .thenNothing());
  it('is refused to all but the city', () =>
    register()
      .given(...both, suspended())
      .when(resume({}, ocmwAdmin))
      .thenRefused('access.agencies-by-the-city'));
  it('at a stale version is refused', () =>
    register()
      .given(...both, suspended())
      .when(resume({ version: 1 }))
      .thenRefused('request.stale', { actual: 2 }));
  it('an unknown agency is refused', () =>
    register().given(enrolled(stad)).when(resume()).thenRefused('agency.unknown'));
  it('an ended agency is refused', () =>
    register()
      .given(...both, ended())
      .when(resume())
      .thenRefused('agency.ended'));
});

describe('ending', () => {
  const end = (over: object = {}, by?: Actor) => command('EndAgency', { reason: 'merged', ...over }, by);

  it('an agency records its end', () =>
    register()
      .given(...both)
      .when(end())
      .then(ended()));
  it('a suspended agency records its end', () =>
    register()
      .given(...both, suspended())
      .when(end())
      .then(ended()));
  it('an agency twice records one event', () =>
    register()
      .given(...both, ended())
      .when(end())
      .thenNothing());
  it('is refused to all but the city', () =>
    register()
      .given(...both)
      .when(end({}, ocmwAdmin))
      .thenRefused('access.agencies-by-the-city'));
  it('at a stale version is refused', () =>
    register()
      .given(...both)
      .when(end({ version: 2 }))
      .thenRefused('request.stale', { actual: 1 }));
  it('an unknown agency is refused', () => register().given(enrolled(stad)).when(end()).thenRefused('agency.unknown'));
  it('the only city service is refused', () =>
    register()
      .given(...both)
      .when(end({ agency: 'stad-gent' }))
      .thenRefused('agency.last-city-service'));
});

describe('the cooperation policy', () => {
  const set = (allows: readonly string[], by: Actor = ocmwAdmin, over: object = {}) =>
    command('SetCooperationPolicy', { allows, ...over }, by);

  it('is set by an admin of the agency', () =>
    register()
      .given(...both)
      .when(set(['joint-case']))
      .then(policy('joint-case')));
  it('is set by the city', () =>
    register()
      .given(...both)
      .when(set(['joint-case'], manager))
      .then(policy('joint-case')));
  it('is refused to an admin of another agency', () =>
    register()
      .given(...both)
      .when(set([], housingAdmin))
      .thenRefused('access.not-your-agency'));
  it('is recorded when it allows nothing, too', () =>
    register()
      .given(...both)
      .when(set([]))
      .then(policy()));
  it('is replaced as a whole', () =>
    register()
      .given(...both, policy('joint-case', 'programme'))
      .when(set(['programme']))
      .then(policy('programme')));
  it('records one event when it is set twice, in any order of its values', () =>
    register()
      .given(...both, policy('joint-case', 'programme'))
      .when(set(['programme', 'joint-case']))
      .thenNothing());
  it('is refused at a stale version', () =>
    register()
      .given(...both)
      .when(set([], ocmwAdmin, { version: 2 }))
      .thenRefused('request.stale', { actual: 1 }));
  it('is refused for an unknown agency', () =>
    register().given(enrolled(stad)).when(set([])).thenRefused('agency.unknown'));
  it('is refused to the admin of a suspended agency', () =>
    register()
      .given(...both, suspended())
      .when(set([]))
      .thenRefused('agency.not-active', { state: 'suspended' }));
  it('is refused for an ended agency', () =>
    register()
      .given(...both, ended())
      .when(set([]))
      .thenRefused('agency.ended'));
});

describe('any history of the register', () => {
  const codes = ['stad-gent', 'jeugddienst', 'ocmw-gent', 'woningent'];
  const code = fc.constantFrom(...codes);
  const facts = fc.record(
    {
      agency: code,
      name: fc.constantFrom('one name', 'another'),
      kind: fc.constantFrom('city-service', 'ocmw'),
      kbo: fc.constantFrom('0207451227', '0212.214.125', 'BE 0400.032.156'),
      ovo: fc.constantFrom('OVO000001', 'OVO000002'),
    },
    { requiredKeys: ['agency', 'name', 'kind'] },
  );
  const about = fc.record({
    agency: code,
    reason: fc.constant('so it was decided'),
    allows: fc.subarray(['joint-case', 'programme']),
  });
  const someCommand = fc.oneof(
    fc.record({ type: fc.constant('EnrolAgency' as const), data: facts }),
    fc.record({ type: fc.constant('ChangeAgency' as const), data: facts }),
    fc.record({
      type: fc.constantFrom(
        'SuspendAgency' as const,
        'ResumeAgency' as const,
        'EndAgency' as const,
        'SetCooperationPolicy' as const,
      ),
      data: about,
    }),
  );
  const actor = fc.record({
    agency: code,
    role: fc.constantFrom('manager' as const, 'manager' as const, 'agency-admin' as const),
  });
  const histories = fc.array(fc.tuple(someCommand, actor), { minLength: 10, maxLength: 80 });

  /** Returns the events that follow from the commands, and the register after each accepted command. */
  const carriedOut = (
    commands: readonly (readonly [{ type: RegisterCommand['type']; data: object }, Pick<Actor, 'agency' | 'role'>])[],
  ) => {
    const history: RegisterEvent[] = [enrolled(stad), enrolled(youth)];
    const states: Register[] = [fold(agencyRegister, history)];
    for (const [{ type, data }, by] of commands) {
      try {
        history.push(...agencyRegister.decide(command(type, data, { ...manager, ...by }), states.at(-1)!));
        states.push(fold(agencyRegister, history));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }
    return { history, states };
  };

  it('gives a number to at most one agency that has not ended, and keeps an active city service', () => {
    const counted = { events: 0, ended: 0, numbersUsedAgain: 0 };
    fc.assert(
      fc.property(histories, (commands) => {
        const { history, states } = carriedOut(commands);
        for (const { agencies } of states) {
          const present = [...agencies.values()].filter(({ status }) => status !== 'ended');
          for (const identifier of ['kbo', 'ovo'] as const) {
            const numbers = present.flatMap(({ facts: { [identifier]: number } }) => number ?? []);
            expect(new Set(numbers).size).toBe(numbers.length);
          }
          expect(present.some(({ status, facts: { kind } }) => status === 'active' && kind === 'city-service')).toBe(
            true,
          );
        }
        const last = [...states.at(-1)!.agencies.values()];
        counted.events += history.length;
        counted.ended += last.filter(({ status }) => status === 'ended').length;
        counted.numbersUsedAgain += last.filter(
          ({ status, facts: { kbo } }) =>
            status === 'ended' && kbo && last.some((a) => a.status !== 'ended' && a.facts.kbo === kbo),
        ).length;
        // The version of an agency is the number of facts about it.
        for (const {
          facts: { agency },
          version,
        } of last)
          expect(version).toBe(history.filter(({ data }) => data.agency === agency).length);
      }),
      { numRuns: 1_000 },
    );
    // The generated histories must contain enough of these cases: without them the spec proves nothing.
    expect(counted.events).toBeGreaterThan(1000);
    expect(counted.ended).toBeGreaterThan(50);
    expect(counted.numbersUsedAgain).toBeGreaterThan(0);
  });
});
