import type { Actor, KnownAgency } from '#kernel';
import { scenario } from '#testing';
import { type CaseFacts, NO_FACTS } from '../domain/case-facts.js';
import type { CaseEvent } from '../domain/case-history.js';
import type { CaseCommand } from '../domain/joint-case.js';
import { visibleCase } from './decide-on-visible-case.js';

const TODAY = '2026-03-01';
const KINDS = { 'stad-gent': 'city-service', 'ocmw-gent': 'ocmw', woningent: 'social-housing' };
const actor = (agency: string, role: Actor['role'] = 'worker'): Actor => ({
  city: '44021',
  agency,
  role,
  subject: `${agency}/1`,
});
const agencies = (except: Readonly<Record<string, KnownAgency['status']>> = {}) =>
  new Map(
    Object.entries(KINDS).map(([code, kind]): [string, KnownAgency] => [
      code,
      { kind, status: except[code] ?? 'active', allows: null },
    ]),
  );
const usual: CaseFacts = { ...NO_FACTS, agencies: agencies() };

const opened: CaseEvent = {
  type: 'CaseOpened',
  data: {
    caseId: 'k1',
    title: 't',
    neighbourhood: '4',
    theme: 'wonen',
    why: 'w',
    scope: 's',
    openedBy: 'ocmw-gent',
    coordination: { mandateId: 'm1', holder: 'ocmw-gent', steeringModel: 'coordination', from: TODAY },
  },
};
const invited: CaseEvent = {
  type: 'ParticipantInvited',
  data: { caseId: 'k1', agency: 'woningent', invitedBy: 'ocmw-gent' },
};
const command = (type: CaseCommand['type'], data: object, by: Actor) =>
  ({ type, data: { caseId: 'k1', ...data }, by, now: `${TODAY}T09:00:00Z`, today: TODAY }) as unknown as CaseCommand;

/** Commands that are refused for different reasons to an actor that sees the case. */
const refusable = (by: Actor): readonly CaseCommand[] => [
  command('InviteParticipant', { agency: 'nobody' }, by),
  command('InviteParticipant', { agency: 'woningent', version: 9 }, by),
  command('AcceptInvitation', { agency: 'ocmw-gent' }, by),
  command('WithdrawParticipant', { agency: 'nobody' }, by),
  command('ProposeCommitment', { commitmentId: 'c1', owner: 'nobody', dueOn: '2020-01-01' }, by),
  command('CompleteCommitment', { commitmentId: 'c1' }, by),
  command('CloseCase', { outcome: 'beyond-local-reach' }, by),
];
const aCase = () => scenario(visibleCase, usual);

describe('a case that the actor may not see', () => {
  it('is answered as one that does not exist, whatever else is wrong with the command', () => {
    for (const wrong of refusable(actor('woningent'))) {
      aCase().given(opened).when(wrong).thenRefused('case.unknown', { caseId: 'k1' });
      aCase().given().when(wrong).thenRefused('case.unknown', { caseId: 'k1' });
    }
  });

  it('is hidden from an invited agency that the city does not know', () =>
    aCase()
      .given(opened, invited)
      .knowing({ agencies: new Map() })
      .when(command('AcceptInvitation', { agency: 'woningent' }, actor('woningent')))
      .thenRefused('case.unknown', { caseId: 'k1' }));

  it('is hidden from a worker of a city service, and not from its manager, who sees that it exists', () => {
    const close = (role: Actor['role']) => command('CloseCase', { outcome: 'solved' }, actor('stad-gent', role));
    aCase().given(opened).when(close('worker')).thenRefused('case.unknown');
    aCase().given(opened).when(close('manager')).thenRefused('access.not-the-coordinator');
  });
});

it('a suspended agency is refused for its own state first, so that it learns nothing of any case', () => {
  const suspended = { agencies: agencies({ woningent: 'suspended' }) };
  const details = { agency: 'woningent', state: 'suspended' };
  const by = actor('woningent');
  for (const wrong of [...refusable(by), command('OpenCase', { invite: [] }, by)])
    for (const history of [[], [opened], [opened, invited]])
      aCase()
        .given(...history)
        .knowing(suspended)
        .when(wrong)
        .thenRefused('agency.not-active', details);
});

it('an agency that sees the case gets the reason of the refusal', () => {
  const codes = [
    'agency.not-known',
    'access.not-a-participant',
    'access.answers-for-itself',
    'access.not-a-participant',
    'access.not-a-participant',
    'access.not-a-participant',
    'access.not-the-coordinator',
  ];
  refusable(actor('woningent')).forEach((wrong, index) =>
    aCase().given(opened, invited).when(wrong).thenRefused(codes[index]!),
  );
});

it('a command of the hub itself is decided without facts and without a check of visibility', () =>
  aCase()
    .given(opened)
    .knowing(NO_FACTS)
    .when(command('FollowRegister', { register: [], registerRevision: 3 }, actor('hub', 'manager')))
    .then({ type: 'CoordinationLost', data: { caseId: 'k1', mandateId: 'm1', on: TODAY, registerRevision: 3 } }));
