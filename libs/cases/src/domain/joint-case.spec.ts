import { type Actor, fold, type KnownAgency, type LocalDate } from '#kernel';
import { scenario } from '#testing';
import type { CaseFacts } from './case-facts.js';
import type { CaseEvent } from './case-history.js';
import type { MandateKind, SteeringModel, Tenure } from './coordination.js';
import { type CaseCommand, jointCase } from './joint-case.js';

const city = '44021';
const actor = (agency: string, role: Actor['role'] = 'worker'): Actor => ({
  city,
  agency,
  role,
  subject: `${agency}/1`,
});
const stad = actor('stad-gent', 'coordinator');
const ocmw = actor('ocmw-gent');
const housing = actor('woningent');
const police = actor('politiezone-gent');
const TODAY: LocalDate = '2026-03-01';

const tenure = (over: Partial<Tenure> = {}): Tenure => ({
  mandateId: 'm1',
  holder: 'stad-gent',
  steeringModel: 'coordination',
  from: '2026-01-01',
  until: '2029-01-01',
  ...over,
});
const fields = {
  title: 'Litter around the park',
  neighbourhood: '4',
  theme: 'leefbaarheid',
  why: 'It is about the park and who lives around it.',
  scope: 'The park and its entrances.',
};

const opened = (over: Partial<Tenure> = {}, openedBy = 'stad-gent'): CaseEvent => ({
  type: 'CaseOpened',
  data: { caseId: 'k1', ...fields, openedBy, coordination: tenure({ from: TODAY, ...over }), registerRevision: 1 },
});
const invited = (agency: string, invitedBy = 'stad-gent', past?: 'summary' | 'all'): CaseEvent => ({
  type: 'ParticipantInvited',
  data: { caseId: 'k1', agency, invitedBy, ...(past && { past }) },
});
const accepted = (agency: string): CaseEvent => ({ type: 'ParticipantAccepted', data: { caseId: 'k1', agency } });
const declined = (agency: string, reason = 'no staff'): CaseEvent => ({
  type: 'ParticipantDeclined',
  data: { caseId: 'k1', agency, reason },
});
const takenOverBy = (over: Partial<Tenure>): CaseEvent => ({
  type: 'CoordinationTakenOver',
  data: { caseId: 'k1', ...tenure({ from: TODAY, ...over }), registerRevision: 2 },
});
const withdrawn = (agency: string, by = agency): CaseEvent => ({
  type: 'ParticipantWithdrawn',
  data: { caseId: 'k1', agency, by },
});
const joined = (...agencies: string[]): CaseEvent[] =>
  agencies.flatMap((agency) => [invited(agency), accepted(agency)]);
const proposed = (over: object = {}): CaseEvent => ({
  type: 'CommitmentProposed',
  data: {
    caseId: 'k1',
    commitmentId: 'c1',
    what: 'Repair the lights',
    owner: 'woningent',
    proposedBy: 'stad-gent',
    dueOn: '2026-03-15',
    binding: false,
    ...over,
  },
});
const promised = (owner = 'woningent', basis: 'owner' | 'assignment' = 'owner'): CaseEvent => ({
  type: 'CommitmentAccepted',
  data: { caseId: 'k1', commitmentId: 'c1', owner, basis },
});
const refused: CaseEvent = {
  type: 'CommitmentDeclined',
  data: { caseId: 'k1', commitmentId: 'c1', owner: 'woningent', reason: 'not ours' },
};
const done: CaseEvent = { type: 'CommitmentDone', data: { caseId: 'k1', commitmentId: 'c1', owner: 'woningent' } };
const lost: CaseEvent = { type: 'CoordinationLost', data: { caseId: 'k1', mandateId: 'm1', on: '2026-02-15' } };
const closed: CaseEvent = {
  type: 'CaseClosed',
  data: { caseId: 'k1', outcome: 'solved', reason: 'clean', closedBy: 'stad-gent', on: TODAY },
};

/** The agencies of the city, each active and without a cooperation policy; `except` overrides single ones. */
const agencies = (except: Readonly<Record<string, Partial<KnownAgency>>> = {}) =>
  new Map(
    Object.entries({
      'stad-gent': 'city-service',
      'ocmw-gent': 'ocmw',
      woningent: 'social-housing',
      'politiezone-gent': 'police',
      buurtwerk: 'neighbourhood-work',
    }).map(([code, kind]): [string, KnownAgency] => [code, { kind, status: 'active', allows: null, ...except[code] }]),
  );
/** The tenures of the slot in the register. */
const inRegister = (...register: readonly Tenure[]) => ({ slot: { registerRevision: 1, register } });
const usual: CaseFacts = { agencies: agencies(), neighbourhoods: new Set(['4']), ...inRegister(tenure()) };

const command = (type: CaseCommand['type'], data: object, by: Actor, today: LocalDate = TODAY) =>
  ({
    type,
    data: { caseId: 'k1', ...data },
    by,
    now: `${today}T09:00:00.000Z`,
    today,
  }) as unknown as CaseCommand;
const aCase = () => scenario(jointCase, usual);

describe('opening a case', () => {
  const open = (over: object = {}, by: Actor = stad) => command('OpenCase', { ...fields, invite: [], ...over }, by);

  it('records the mandate of the case', () => aCase().given().when(open()).then(opened()));
  it('invites agencies without adding them as participants', () =>
    aCase()
      .given()
      .when(open({ invite: ['ocmw-gent', 'woningent'] }))
      .then(opened(), invited('ocmw-gent'), invited('woningent')));
  it('does not invite the agency that opens it', () =>
    aCase()
      .given()
      .when(open({ invite: ['stad-gent'] }))
      .then(opened()));
  it('is open to every agency under the mandate of another agency', () =>
    aCase().given().when(open({}, ocmw)).then(opened({}, 'ocmw-gent')));
  it('is refused to an agency whose policy does not allow joint cases', () => {
    for (const allows of [[], ['neighbourhood-team']])
      aCase()
        .given()
        .knowing({ agencies: agencies({ 'ocmw-gent': { allows } }) })
        .when(open({}, ocmw))
        .thenRefused('case.not-allowed-by-agency', { agency: 'ocmw-gent', needs: 'joint-case' });
  });
  it('is accepted from an agency whose policy allows joint cases', () =>
    aCase()
      .given()
      .knowing({ agencies: agencies({ 'ocmw-gent': { allows: ['joint-case'] } }) })
      .when(open({}, ocmw))
      .then(opened({}, 'ocmw-gent')));
  it('is refused for an unknown or inactive agency, an unknown neighbourhood or a missing mandate, in that order', () => {
    const facts = { agencies: agencies({ woningent: { status: 'suspended' } }), ...inRegister() };
    const refused = (over: object, by: Actor, code: string, details: Readonly<Record<string, unknown>>) =>
      aCase().given().knowing(facts).when(open(over, by)).thenRefused(code, details);
    refused({ invite: ['nobody', 'woningent'], neighbourhood: '9' }, actor('elsewhere'), 'agency.not-known', {
      agency: 'elsewhere',
    });
    refused({ invite: ['nobody', 'woningent'], neighbourhood: '9' }, stad, 'agency.not-known', { agency: 'nobody' });
    refused({ invite: ['woningent'], neighbourhood: '9' }, stad, 'agency.not-active', {
      agency: 'woningent',
      state: 'suspended',
    });
    refused({ neighbourhood: '9' }, stad, 'neighbourhood.not-known', { neighbourhood: '9' });
    refused({}, stad, 'case.no-mandate', {});
  });
  it('records nothing for a case that is open already, whatever the facts are now', () => {
    aCase().given(opened()).when(open()).thenNothing();
    aCase()
      .given(opened())
      .knowing({ agencies: new Map(), neighbourhoods: new Set(), ...inRegister() })
      .when(open())
      .thenNothing();
  });
  it('is refused without a mandate', () =>
    aCase()
      .given()
      .knowing(inRegister())
      .when(open())
      .thenRefused('case.no-mandate', { neighbourhood: '4', theme: 'leefbaarheid', on: TODAY, next: null }));
  it('is refused on the day on which the mandate is over', () =>
    aCase()
      .given()
      .knowing(inRegister(tenure({ until: TODAY })))
      .when(open())
      .thenRefused('case.no-mandate'));
  it('is refused before the mandate starts, with the next holder', () =>
    aCase()
      .given()
      .knowing(
        inRegister(
          tenure({ from: '2027-01-01', holder: 'ocmw-gent' }),
          tenure({ from: '2026-04-01', until: '2027-01-01' }),
        ),
      )
      .when(open())
      .thenRefused('case.no-mandate', { next: { holder: 'stad-gent', from: '2026-04-01' } }));
});

describe('the agencies that can take part (R4-R6)', () => {
  const under = (kind?: MandateKind) => opened({ ...(kind && { kind }) });
  const invite = (agency: string) => command('InviteParticipant', { agency }, stad);
  const accept = (agency: string) => command('AcceptInvitation', { agency }, actor(agency));
  const open = (agenciesInvited: readonly string[] = [], by: Actor = stad) =>
    command('OpenCase', { ...fields, invite: agenciesInvited }, by);

  it('are city services under an internal mandate', () =>
    aCase()
      .given(under('internal'))
      .when(invite('ocmw-gent'))
      .thenRefused('case.agency-of-another-kind', {
        agency: 'ocmw-gent',
        agencyKind: 'ocmw',
        kind: 'internal',
        allowed: ['city-service'],
        mandateId: 'm1',
      }));
  it('are also the OCMW, the police and social housing under a hybrid mandate', () => {
    for (const agency of ['ocmw-gent', 'woningent', 'politiezone-gent'])
      aCase().given(under('hybrid')).when(invite(agency)).then(invited(agency));
    aCase()
      .given(under('hybrid'))
      .when(invite('buurtwerk'))
      .thenRefused('case.agency-of-another-kind', { agencyKind: 'neighbourhood-work', kind: 'hybrid' });
  });
  it.each(['external', 'statutory'] as const)('are those of every kind under a mandate that is %s', (kind) =>
    aCase().given(under(kind)).when(invite('buurtwerk')).then(invited('buurtwerk')),
  );
  it('are those of every kind when the kind of the mandate is unknown', () =>
    aCase().given(under()).when(invite('buurtwerk')).then(invited('buurtwerk')));
  it('stay the same while the mandate is suspended', () => {
    const suspended: CaseEvent = { type: 'CoordinationLost', data: { caseId: 'k1', mandateId: 'm1', on: TODAY } };
    aCase()
      .given(opened({ kind: 'internal', from: '2026-02-01' }), suspended)
      .when(invite('ocmw-gent'))
      .thenRefused('case.agency-of-another-kind', { kind: 'internal' });
  });
  it('are checked at the opening, both the opener and the invited ones', () => {
    const internal = inRegister(tenure({ kind: 'internal' }));
    aCase()
      .given()
      .knowing(internal)
      .when(open(['woningent']))
      .thenRefused('case.agency-of-another-kind', { agency: 'woningent' });
    aCase()
      .given()
      .knowing(internal)
      .when(open([], ocmw))
      .thenRefused('case.agency-of-another-kind', { agency: 'ocmw-gent' });
  });
  it('are checked again at the acceptance, and not after it', () => {
    const now = takenOverBy({ mandateId: 'm2', kind: 'internal' });
    aCase()
      .given(under('hybrid'), invited('ocmw-gent'), now)
      .when(accept('ocmw-gent'))
      .thenRefused('case.agency-of-another-kind', { kind: 'internal', mandateId: 'm2' });
    aCase()
      .given(under('hybrid'), ...joined('ocmw-gent'), now)
      .when(
        command(
          'ProposeCommitment',
          { commitmentId: 'c1', what: 'w', owner: 'ocmw-gent', dueOn: '2026-04-01', binding: false },
          ocmw,
        ),
      )
      .then(
        expect.objectContaining({ type: 'CommitmentProposed' }),
        expect.objectContaining({ type: 'CommitmentAccepted' }),
      );
  });
});

describe('inviting an agency', () => {
  const invite = (agency = 'ocmw-gent', by: Actor = stad, version?: number) =>
    command('InviteParticipant', { agency, version }, by);
  it('is open to a participant', () =>
    aCase()
      .given(opened(), ...joined('woningent'))
      .when(invite('ocmw-gent', housing))
      .then(invited('ocmw-gent', 'woningent')));
  it('is open to a coordinator that takes no part', () =>
    aCase()
      .given(opened({ holder: 'ocmw-gent' }))
      .when(invite('woningent', ocmw))
      .then(invited('woningent', 'ocmw-gent')));
  it('twice records one invitation', () => aCase().given(opened(), invited('ocmw-gent')).when(invite()).thenNothing());
  it('that takes part already records nothing', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'))
      .when(invite())
      .thenNothing());
  it('that declined records a new invitation', () =>
    aCase().given(opened(), invited('ocmw-gent'), declined('ocmw-gent')).when(invite()).then(invited('ocmw-gent')));
  it('that left records a new invitation', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'), withdrawn('ocmw-gent'))
      .when(invite())
      .then(invited('ocmw-gent')));
  it('is refused to an agency that is only invited', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(invite('ocmw-gent', housing))
      .thenRefused('access.not-a-participant'));
  it('is refused to an agency outside the case', () =>
    aCase().given(opened()).when(invite('ocmw-gent', police)).thenRefused('access.not-a-participant'));
  it('on a stale version is refused', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(invite('ocmw-gent', stad, 1))
      .thenRefused('request.stale', { expected: 1, actual: 2 }));
  it('on the current version is accepted', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(invite('ocmw-gent', stad, 2))
      .then(invited('ocmw-gent')));
  it('to a closed case is refused', () =>
    aCase().given(opened(), closed).when(invite()).thenRefused('case.closed', { outcome: 'solved', on: TODAY }));
  it('to a case that does not exist is refused', () =>
    aCase().given().when(invite()).thenRefused('case.unknown', { caseId: 'k1' }));

  describe('and showing it the past', () => {
    const showing = (past?: 'nothing' | 'summary' | 'all', by: Actor = stad) =>
      command('InviteParticipant', { agency: 'ocmw-gent', past }, by);
    it('is open to the coordinator', () =>
      aCase()
        .given(opened())
        .when(showing('summary'))
        .then(invited('ocmw-gent', 'stad-gent', 'summary')));
    it('as `nothing` records an invitation without a past', () =>
      aCase().given(opened()).when(showing('nothing')).then(invited('ocmw-gent')));
    it('is refused to a participant', () =>
      aCase()
        .given(opened(), ...joined('woningent'))
        .when(showing('all', housing))
        .thenRefused('access.past-by-the-coordinator', { coordinator: 'stad-gent' }));
    it('as `nothing` is open to a participant', () =>
      aCase()
        .given(opened(), ...joined('woningent'))
        .when(showing('nothing', housing))
        .then(invited('ocmw-gent', 'woningent')));
    it('again, in more or less detail, changes the waiting invitation', () => {
      aCase()
        .given(opened(), invited('ocmw-gent'))
        .when(showing('all'))
        .then(invited('ocmw-gent', 'stad-gent', 'all'));
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'))
        .when(showing('nothing'))
        .then(invited('ocmw-gent'));
    });
    it('again, in less detail, is refused to a participant', () =>
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'), ...joined('woningent'))
        .when(showing('nothing', housing))
        .thenRefused('access.past-by-the-coordinator'));
    it('keeps it when a second invitation does not mention it', () =>
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'))
        .when(showing())
        .thenNothing());
    it('twice records one invitation', () =>
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'))
        .when(showing('all'))
        .thenNothing());
    it('is refused after the acceptance, unless it changes nothing', () => {
      aCase()
        .given(opened(), ...joined('ocmw-gent'))
        .when(showing('all'))
        .thenRefused('case.invitation-answered', { agency: 'ocmw-gent', state: 'accepted' });
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'), accepted('ocmw-gent'))
        .when(showing('all'))
        .thenNothing();
    });
    it('ends when the agency leaves, and a new invitation shows nothing', () =>
      aCase()
        .given(opened(), invited('ocmw-gent', 'stad-gent', 'all'), accepted('ocmw-gent'), withdrawn('ocmw-gent'))
        .when(showing())
        .then(invited('ocmw-gent')));
  });
});

describe('answering an invitation', () => {
  const accept = (over: object = {}, by: Actor = ocmw) =>
    command('AcceptInvitation', { agency: 'ocmw-gent', ...over }, by);
  const decline = (over: object = {}, by: Actor = ocmw) =>
    command('DeclineInvitation', { agency: 'ocmw-gent', reason: 'no staff', ...over }, by);

  it('with an acceptance records the acceptance', () =>
    aCase().given(opened(), invited('ocmw-gent')).when(accept()).then(accepted('ocmw-gent')));
  it('with a refusal records the refusal', () =>
    aCase().given(opened(), invited('ocmw-gent')).when(decline()).then(declined('ocmw-gent')));
  it('with an acceptance twice records one event', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'))
      .when(accept())
      .thenNothing());
  it('with a refusal twice records one event', () =>
    aCase().given(opened(), invited('ocmw-gent'), declined('ocmw-gent')).when(decline()).thenNothing());
  it('with an acceptance for another agency is refused, even to the coordinator', () =>
    aCase()
      .given(opened(), invited('ocmw-gent'))
      .when(accept({}, stad))
      .thenRefused('access.answers-for-itself', { agency: 'ocmw-gent', yours: 'stad-gent' }));
  it('with a refusal for another agency is refused', () =>
    aCase().given(opened(), invited('ocmw-gent')).when(decline({}, stad)).thenRefused('access.answers-for-itself'));
  it('that does not exist is refused', () =>
    aCase().given(opened()).when(accept()).thenRefused('participant.unknown', { agency: 'ocmw-gent' }));
  it('with an acceptance after a refusal is refused', () =>
    aCase()
      .given(opened(), invited('ocmw-gent'), declined('ocmw-gent'))
      .when(accept())
      .thenRefused('case.invitation-answered', { state: 'declined' }));
  it('with a refusal after an acceptance is refused', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'))
      .when(decline())
      .thenRefused('case.invitation-answered', { state: 'accepted' }));
  it('that was withdrawn is refused', () =>
    aCase()
      .given(opened(), invited('ocmw-gent'), withdrawn('ocmw-gent', 'stad-gent'))
      .when(accept())
      .thenRefused('case.invitation-answered', { state: 'withdrawn' }));
  it('with an acceptance is refused to an agency whose policy allows no joint cases (R10)', () =>
    aCase()
      .given(opened(), invited('ocmw-gent'))
      .knowing({ agencies: agencies({ 'ocmw-gent': { allows: [] } }) })
      .when(accept())
      .thenRefused('case.not-allowed-by-agency', { needs: 'joint-case' }));
  it('on a stale version is refused', () =>
    aCase()
      .given(opened(), invited('ocmw-gent'))
      .when(decline({ version: 1 }))
      .thenRefused('request.stale'));
  it('in a closed case is refused', () =>
    aCase().given(opened(), invited('ocmw-gent'), closed).when(accept()).thenRefused('case.closed'));
});

describe('withdrawing a participant', () => {
  const withdraw = (agency = 'woningent', by: Actor = housing, over: object = {}) =>
    command('WithdrawParticipant', { agency, ...over }, by);

  it('is open to the participant itself', () =>
    aCase()
      .given(opened(), ...joined('woningent'))
      .when(withdraw())
      .then(withdrawn('woningent')));
  it('records the reason', () =>
    aCase()
      .given(opened(), ...joined('woningent'))
      .when(withdraw('woningent', housing, { reason: 'moved' }))
      .then({
        type: 'ParticipantWithdrawn',
        data: { caseId: 'k1', agency: 'woningent', by: 'woningent', reason: 'moved' },
      }));
  it('declines the open commitments of the participant', () =>
    aCase()
      .given(
        opened(),
        ...joined('woningent'),
        proposed(),
        promised(),
        proposed({ commitmentId: 'c2' }),
        proposed({ commitmentId: 'c3', owner: 'stad-gent' }),
      )
      .when(withdraw())
      .then(
        {
          type: 'CommitmentDeclined',
          data: { caseId: 'k1', commitmentId: 'c1', owner: 'woningent', reason: 'the owner left the case' },
        },
        {
          type: 'CommitmentDeclined',
          data: { caseId: 'k1', commitmentId: 'c2', owner: 'woningent', reason: 'the owner left the case' },
        },
        withdrawn('woningent'),
      ));
  it('keeps its completed commitments', () =>
    aCase()
      .given(opened(), ...joined('woningent'), proposed(), promised(), done)
      .when(withdraw())
      .then(withdrawn('woningent')));
  it('is open to the coordinator when the agency has ended in the hub, and declines its commitments', () => {
    const over = { agencies: agencies({ woningent: { status: 'ended' } }) };
    const history = [opened(), ...joined('woningent'), proposed({ owner: 'woningent' })];
    const withdrawnBy = (by: Actor) =>
      aCase()
        .given(...history)
        .knowing(over)
        .when(withdraw('woningent', by));
    withdrawnBy(stad).then(
      {
        type: 'CommitmentDeclined',
        data: { caseId: 'k1', commitmentId: 'c1', owner: 'woningent', reason: 'the owner left the case' },
      },
      withdrawn('woningent', 'stad-gent'),
    );
    aCase()
      .given(...history, ...joined('ocmw-gent'))
      .knowing(over)
      .when(withdraw('woningent', ocmw))
      .thenRefused('access.answers-for-itself');
  });
  it('is refused to the coordinator when the agency has not ended', () => {
    for (const status of ['active', 'suspended'] as const)
      aCase()
        .given(opened(), ...joined('woningent'))
        .knowing({ agencies: agencies({ woningent: { status } }) })
        .when(withdraw('woningent', stad))
        .thenRefused('access.answers-for-itself');
  });
  it('that is only invited is open to its inviter', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'), invited('woningent', 'ocmw-gent'))
      .when(withdraw('woningent', ocmw))
      .then(withdrawn('woningent', 'ocmw-gent')));
  it('that is only invited is open to the coordinator', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'), invited('woningent', 'ocmw-gent'))
      .when(withdraw('woningent', stad))
      .then(withdrawn('woningent', 'stad-gent')));
  it('that is only invited is refused to another participant', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'), invited('woningent'))
      .when(withdraw('woningent', ocmw))
      .thenRefused('access.not-the-inviter', { invitedBy: 'stad-gent' }));
  it('that is only invited is refused to that agency, which can decline', () =>
    aCase().given(opened(), invited('woningent')).when(withdraw()).thenRefused('access.not-the-inviter'));
  it('twice records one event', () =>
    aCase()
      .given(opened(), ...joined('woningent'), withdrawn('woningent'))
      .when(withdraw())
      .thenNothing());
  it('that declined is refused', () =>
    aCase()
      .given(opened(), invited('woningent'), declined('woningent'))
      .when(withdraw('woningent', stad))
      .thenRefused('case.invitation-answered', { state: 'declined' }));
  it('that was never invited is refused', () =>
    aCase().given(opened()).when(withdraw('woningent', stad)).thenRefused('participant.unknown'));
  it('is refused to an agency outside the case, which learns nothing of the participants', () =>
    aCase().given(opened()).when(withdraw('woningent', police)).thenRefused('access.not-a-participant'));
  it('from a closed case is refused', () =>
    aCase()
      .given(opened(), ...joined('woningent'), closed)
      .when(withdraw())
      .thenRefused('case.closed'));
});

describe('proposing a commitment', () => {
  const propose = (over: object = {}, by: Actor = stad) =>
    command(
      'ProposeCommitment',
      {
        commitmentId: 'c1',
        what: 'Repair the lights',
        owner: 'woningent',
        dueOn: '2026-03-15',
        binding: false,
        ...over,
      },
      by,
    );
  const under = (steeringModel: SteeringModel): CaseEvent[] => [
    opened({ steeringModel }),
    ...joined('woningent', 'ocmw-gent'),
  ];

  it('of another agency waits for its acceptance', () =>
    aCase()
      .given(...under('coordination'))
      .when(propose())
      .then(proposed()));
  it('for today is accepted', () =>
    aCase()
      .given(...under('coordination'))
      .when(propose({ dueOn: TODAY }))
      .then(proposed({ dueOn: TODAY })));
  it('for yesterday is refused', () =>
    aCase()
      .given(...under('coordination'))
      .when(propose({ dueOn: '2026-02-28' }))
      .thenRefused('commitment.due-in-the-past', { dueOn: '2026-02-28', today: TODAY }));
  it('of the own agency accepts it at once', () =>
    aCase()
      .given(...under('coordination'))
      .when(propose({}, housing))
      .then(proposed({ proposedBy: 'woningent' }), promised('woningent', 'owner')));
  it('twice records one event', () =>
    aCase()
      .given(...under('coordination'), proposed())
      .when(propose())
      .thenNothing());
  it('of an agency that is only invited is refused', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(propose())
      .thenRefused('commitment.owner-takes-no-part', { owner: 'woningent' }));
  it('of an agency outside the case is refused', () =>
    aCase().given(opened()).when(propose()).thenRefused('commitment.owner-takes-no-part'));
  it('of a holder that takes no part is refused, because it would lose sight of it with the mandate', () =>
    aCase()
      .given(opened({ holder: 'ocmw-gent' }))
      .when(propose({ owner: 'ocmw-gent' }, ocmw))
      .thenRefused('commitment.owner-takes-no-part'));
  it('is refused to an agency that is only invited', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(propose({ owner: 'stad-gent' }, housing))
      .thenRefused('access.not-a-participant'));
  it('in a closed case is refused', () =>
    aCase()
      .given(...under('coordination'), closed)
      .when(propose())
      .thenRefused('case.closed'));
  it('on a stale version is refused', () =>
    aCase()
      .given(...under('coordination'))
      .when(propose({ version: 1 }))
      .thenRefused('request.stale'));

  /** The rights of the coordinator under each model (R7, R8). */
  const models: readonly (readonly [SteeringModel, asks: boolean, assigns: boolean])[] = [
    ['communication', false, false],
    ['coordination', true, false],
    ['commissioning', true, true],
  ];
  describe.each(models)('under the %s model', (steeringModel, asks, assigns) => {
    it(`is ${asks ? 'open' : 'refused'} to the holder for the work of others`, () => {
      const outcome = aCase()
        .given(...under(steeringModel))
        .when(propose());
      if (asks) outcome.then(proposed());
      else
        outcome.thenRefused('case.steering-model-forbids', {
          steeringModel,
          mandateId: 'm1',
          allowedUnder: ['coordination', 'commissioning'],
        });
    });
    it(`as binding is ${assigns ? 'accepted at once from' : 'refused to'} the holder`, () => {
      const outcome = aCase()
        .given(...under(steeringModel))
        .when(propose({ binding: true }));
      if (assigns) outcome.then(proposed({ binding: true }), promised('woningent', 'assignment'));
      else outcome.thenRefused('case.steering-model-forbids', { steeringModel, allowedUnder: ['commissioning'] });
    });
    it('is open to the holder for its own work', () =>
      aCase()
        .given(...under(steeringModel))
        .when(propose({ owner: 'stad-gent' }))
        .then(proposed({ owner: 'stad-gent' }), promised('stad-gent')));
    it('is open to participants for the work of others', () =>
      aCase()
        .given(...under(steeringModel))
        .when(propose({}, ocmw))
        .then(proposed({ proposedBy: 'ocmw-gent' })));
    it('as binding is refused to participants', () =>
      aCase()
        .given(...under(steeringModel))
        .when(propose({ binding: true }, ocmw))
        .thenRefused('access.not-the-coordinator', { coordinator: 'stad-gent' }));
  });

  it('is open to the former holder as a participant after the mandate is lost', () =>
    aCase()
      .given(...under('communication'), lost)
      .when(propose())
      .then(proposed()));
});

describe.each([
  ['accepting', 'AcceptCommitment', {}, promised()],
  ['declining', 'DeclineCommitment', { reason: 'not ours' }, refused],
  ['completing', 'CompleteCommitment', {}, done],
] as const)('%s a commitment', (_, type, data, event) => {
  const base = [opened(), ...joined('woningent', 'ocmw-gent')];
  const open = type === 'CompleteCommitment' ? [...base, proposed(), promised()] : [...base, proposed()];
  const act = (by: Actor = housing, over: object = {}) => command(type, { commitmentId: 'c1', ...data, ...over }, by);

  it('is open to its owner', () =>
    aCase()
      .given(...open)
      .when(act())
      .then(event));
  it('is refused to another participant', () =>
    aCase()
      .given(...open)
      .when(act(ocmw))
      .thenRefused('access.not-the-owner', { owner: 'woningent' }));
  it('is refused to the coordinator', () =>
    aCase()
      .given(...open)
      .when(act(stad))
      .thenRefused('access.not-the-owner'));
  it('is refused to an agency outside the case, which learns nothing of the commitment', () =>
    aCase()
      .given(...base)
      .when(act(police))
      .thenRefused('access.not-a-participant'));
  it('twice records one event', () =>
    aCase()
      .given(...open, event)
      .when(act())
      .thenNothing());
  it('that does not exist is refused', () =>
    aCase()
      .given(...base)
      .when(act())
      .thenRefused('commitment.unknown', { commitmentId: 'c1' }));
  it('on a stale version is refused', () =>
    aCase()
      .given(...open)
      .when(act(housing, { version: 1 }))
      .thenRefused('request.stale'));
  it('in a closed case is refused', () =>
    aCase()
      .given(...open, closed)
      .when(act())
      .thenRefused('case.closed'));
});

describe('a commitment', () => {
  const base = [opened(), ...joined('woningent')];
  const act = (type: CaseCommand['type']) => command(type, { commitmentId: 'c1', reason: 'not ours' }, housing);
  it('that is accepted cannot be declined', () =>
    aCase()
      .given(...base, proposed(), promised())
      .when(act('DeclineCommitment'))
      .thenRefused('commitment.answered', { state: 'accepted' }));
  it('that is assigned cannot be declined', () =>
    aCase()
      .given(...base, proposed({ binding: true }), promised('woningent', 'assignment'))
      .when(act('DeclineCommitment'))
      .thenRefused('commitment.answered'));
  it('that is declined cannot be accepted', () =>
    aCase()
      .given(...base, proposed(), refused)
      .when(act('AcceptCommitment'))
      .thenRefused('commitment.answered', { state: 'declined' }));
  it('that is only proposed cannot be completed', () =>
    aCase()
      .given(...base, proposed())
      .when(act('CompleteCommitment'))
      .thenRefused('commitment.not-accepted', { state: 'proposed' }));
  it('that is declined cannot be completed', () =>
    aCase()
      .given(...base, proposed(), refused)
      .when(act('CompleteCommitment'))
      .thenRefused('commitment.not-accepted', { state: 'declined' }));
  it('that is completed cannot be declined', () =>
    aCase()
      .given(...base, proposed(), promised(), done)
      .when(act('DeclineCommitment'))
      .thenRefused('commitment.answered', { state: 'done' }));
});

describe('an overdue commitment (R22)', () => {
  const due = (today: LocalDate) => command('ProcessDeadlines', {}, { ...stad, agency: 'hub' }, today);
  const history = [opened(), ...joined('woningent'), proposed({ dueOn: '2026-04-01' }), promised()];
  const late: CaseEvent = {
    type: 'CommitmentOverdue',
    data: { caseId: 'k1', commitmentId: 'c1', owner: 'woningent', dueOn: '2026-04-01' },
  };
  it('is recorded once, from the day after its due date', () => {
    aCase()
      .given(...history)
      .when(due('2026-04-01'))
      .thenNothing();
    aCase()
      .given(...history)
      .when(due('2026-04-02'))
      .then(late);
    aCase()
      .given(...history, late)
      .when(due('2026-04-03'))
      .thenNothing();
  });
  it('is recorded only when it was accepted and is not completed', () => {
    aCase()
      .given(...history.slice(0, -1))
      .when(due('2026-04-02'))
      .thenNothing();
    aCase()
      .given(...history, done)
      .when(due('2026-04-02'))
      .thenNothing();
  });
  it('is not recorded in a closed case', () =>
    aCase()
      .given(...history, closed)
      .when(due('2026-04-02'))
      .thenNothing());
  it('can still be completed', () =>
    aCase()
      .given(...history, late)
      .when(command('CompleteCommitment', { commitmentId: 'c1' }, housing))
      .then(done));
});

describe('closing a case', () => {
  const close = (over: object = {}, by: Actor = stad, today?: LocalDate) =>
    command('CloseCase', { outcome: 'solved', reason: 'clean', ...over }, by, today);

  it('is open to the coordinator', () => aCase().given(opened()).when(close()).then(closed));
  it('is refused to another participant', () =>
    aCase()
      .given(opened(), ...joined('ocmw-gent'))
      .when(close({}, ocmw))
      .thenRefused('access.not-the-coordinator', { coordinator: 'stad-gent', openedBy: 'stad-gent' }));
  it('is refused to the opener while another agency coordinates', () =>
    aCase()
      .given(opened({ holder: 'woningent' }, 'ocmw-gent'))
      .when(close({}, ocmw))
      .thenRefused('access.not-the-coordinator', { coordinator: 'woningent' }));
  it('is refused to an invited agency without naming the opener', () => {
    const refusal = { coordinator: 'stad-gent' };
    aCase()
      .given(opened(), invited('woningent'))
      .when(close({}, housing))
      .thenRefused('access.not-the-coordinator', refusal);
    expect(() =>
      jointCase.decide(close({}, housing), fold(jointCase, [opened(), invited('woningent')]), usual),
    ).toThrow(expect.objectContaining({ details: refusal }));
  });
  it('is open to the opener when nobody coordinates', () =>
    aCase()
      .given(opened({ holder: 'woningent' }, 'ocmw-gent'), lost)
      .when(close({}, ocmw))
      .then({ ...closed, data: { ...closed.data, closedBy: 'ocmw-gent' } }));
  it('is open to the new holder from its first day', () => {
    const takenOver: CaseEvent = {
      type: 'CoordinationTakenOver',
      data: { caseId: 'k1', ...tenure({ holder: 'woningent', from: '2026-04-01' }) },
    };
    aCase()
      .given(opened(), takenOver)
      .when(close({}, housing, '2026-03-31'))
      .thenRefused('access.not-the-coordinator', { coordinator: 'stad-gent' });
    aCase()
      .given(opened(), takenOver)
      .when(close({}, housing, '2026-04-01'))
      .then({ ...closed, data: { ...closed.data, closedBy: 'woningent', on: '2026-04-01' } });
  });
  it('twice records one event', () => aCase().given(opened(), closed).when(close()).thenNothing());
  it('again with another outcome is refused', () =>
    aCase()
      .given(opened(), closed)
      .when(close({ outcome: 'merged' }))
      .thenRefused('case.closed', { outcome: 'solved' }));
  it('as beyond local reach records the organisation that takes it further (R32)', () =>
    aCase()
      .given(opened())
      .when(close({ outcome: 'beyond-local-reach', escalateTo: 'Vlaamse overheid' }))
      .then({ ...closed, data: { ...closed.data, outcome: 'beyond-local-reach', escalateTo: 'Vlaamse overheid' } }));
  it('as beyond local reach is refused without an organisation that takes it further', () =>
    aCase()
      .given(opened())
      .when(close({ outcome: 'beyond-local-reach' }))
      .thenRefused('case.escalation-target-missing'));
  it('on a stale version is refused', () =>
    aCase()
      .given(opened(), invited('woningent'))
      .when(close({ version: 1 }))
      .thenRefused('request.stale'));
});

it('a case counts its events as its version', () => {
  const history = [opened(), ...joined('woningent'), proposed(), promised(), done, closed];
  expect(fold(jointCase, history)!.version).toBe(history.length);
});
