import { PUBLIC_EVENTS } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { CaseEvent } from '../domain/case-history.js';
import { publishes } from './publishes.js';

/** Text that stays in its context; a public event that contains it reveals content. */
const SECRET = 'between us';
const caseId = '0198c0de-0000-7000-8000-000000000002';
const coordination = {
  mandateId: 'm1',
  holder: 'stad-gent',
  steeringModel: 'coordination',
  from: '2026-03-01',
  until: '2029-01-01',
} as const;
const commitment = { caseId, commitmentId: 'c1', owner: 'woningent' };

/** One event of each type; a missing type does not compile. */
const EVENTS: { readonly [Type in CaseEvent['type']]: Extract<CaseEvent, { type: Type }>['data'] } = {
  CaseOpened: {
    caseId,
    title: SECRET,
    neighbourhood: '4',
    theme: 'leefbaarheid',
    why: SECRET,
    scope: SECRET,
    openedBy: 'stad-gent',
    coordination,
    registerRevision: 4,
  },
  ParticipantInvited: { caseId, agency: 'ocmw-gent', invitedBy: 'stad-gent', past: 'summary' },
  ParticipantAccepted: { caseId, agency: 'ocmw-gent' },
  ParticipantDeclined: { caseId, agency: 'ocmw-gent', reason: SECRET },
  ParticipantWithdrawn: { caseId, agency: 'ocmw-gent', by: 'ocmw-gent', reason: SECRET },
  CommitmentProposed: { ...commitment, what: SECRET, proposedBy: 'stad-gent', dueOn: '2026-06-01', binding: true },
  CommitmentAccepted: { ...commitment, basis: 'assignment' },
  CommitmentDeclined: { ...commitment, reason: SECRET },
  CommitmentDone: commitment,
  CommitmentOverdue: { ...commitment, dueOn: '2026-06-01' },
  CoordinationTakenOver: { caseId, ...coordination },
  CoordinationLost: { caseId, mandateId: 'm1', on: '2029-01-01' },
  CaseClosed: {
    caseId,
    outcome: 'beyond-local-reach',
    reason: SECRET,
    escalateTo: SECRET,
    closedBy: 'stad-gent',
    on: '2026-06-01',
  },
};

describe.each(Object.entries(EVENTS))('the public event of %s', (type, data) => {
  const stored = {
    type,
    data,
    id: 'e1',
    stream: `case-44021-${caseId}`,
    revision: 3,
    position: '7',
    recordedAt: '2026-03-01T10:00:00.000Z',
    metadata: { commandId: 'x', by: { city: '44021', agency: 'stad-gent', role: 'worker', subject: SECRET } },
  } as unknown as StoredEvent<CaseEvent>;
  const event = publishes(stored);

  it('matches its public schema', () => expect(PUBLIC_EVENTS.get(event.type)!.problems(event.data)).toEqual([]));
  it('names the case, its city and its number in the stream', () =>
    expect(event).toMatchObject({
      id: 'e1',
      subject: caseId,
      partitionkey: stored.stream,
      sequence: '3',
      source: 'urn:be:nis:44021:regie:cases',
      data: { city: '44021', caseId },
    }));
  if (type === 'CaseOpened')
    it('contains the day until which the coordination is known, and the revision that it is based on', () =>
      expect(event.data).toMatchObject({ until: coordination.until, registerRevision: 4 }));
  if (type === 'ParticipantInvited')
    it('contains the past that the invitation shows', () => expect(event.data).toMatchObject({ past: 'summary' }));
  it('contains no content and no person', () => expect(JSON.stringify(event)).not.toContain(SECRET));
});
