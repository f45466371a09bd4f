import { caseInWords, type TimelineEntry, type VisibleCase } from './case-in-words.js';
import { openedInWords, parseList } from './commands/case.js';

const slot = { caseId: 'k-1', neighbourhood: '4', theme: 'leefbaarheid', status: 'open', holder: 'stad-gent' } as const;
const coordination = {
  holder: 'stad-gent',
  mandateId: 'm-1',
  steeringModel: 'coordination',
  since: '2026-03-02',
  until: '2029-01-01',
};
type Full = Extract<VisibleCase, { view: 'full' }>;
const full: Full = {
  ...slot,
  view: 'full',
  title: 'Litter around the park',
  why: 'It is about the park.',
  scope: 'The park and its entrances.',
  openedBy: 'stad-gent',
  openedAt: '2026-03-02T09:00:00.000Z',
  coordination,
  withoutCoordinationSince: null,
  participants: [
    {
      agency: 'ocmw-gent',
      status: 'accepted',
      invitedBy: 'stad-gent',
      reason: null,
      since: '2026-03-03T10:00:00.000Z',
    },
    {
      agency: 'politiezone-gent',
      status: 'declined',
      invitedBy: 'stad-gent',
      reason: 'No police\nmatter.',
      since: '2026-03-03T23:30:00.000Z',
    },
    { agency: 'woningent', status: 'invited', invitedBy: 'stad-gent', reason: null, since: '2026-03-02T09:00:00.000Z' },
    {
      agency: 'school',
      status: 'withdrawn',
      invitedBy: 'stad-gent',
      reason: 'No staff.',
      since: '2026-03-05T09:00:00.000Z',
    },
  ],
  commitments: [
    {
      commitmentId: 'c-1',
      what: 'Clean the square',
      owner: 'ocmw-gent',
      dueOn: '2026-03-20',
      binding: false,
      status: 'accepted',
      reason: null,
    },
    {
      commitmentId: 'c-2',
      what: 'Repair the lights',
      owner: 'ocmw-gent',
      dueOn: '2026-04-01',
      binding: true,
      status: 'declined',
      reason: 'the owner left the case',
    },
  ],
  closed: null,
};
const entry = (number: number, type: string, agency: string | null, data: object = {}): TimelineEntry => ({
  number,
  type,
  agency,
  at: '2026-03-02T09:00:00.000Z',
  data: { ...data },
});
const entryInWords = (type: string, agency: string | null, data: object = {}): string => {
  const said = caseInWords(full, 'Brugse Poort', [entry(1, type, agency, data)]);
  return said.split('\n').at(-2)!.trim().replace('2026-03-02 10:00  ', '');
};

describe('a case in words', () => {
  it('shows everything to a caller with the full view', () =>
    expect(caseInWords(full, 'Brugse Poort - Rooigem', [entry(1, 'CaseOpened', 'stad-gent')])).toBe(
      `Litter around the park
  slot          Brugse Poort - Rooigem (4), leefbaarheid
  state         open since 2026-03-02, opened by stad-gent
  coordination  stad-gent since 2026-03-02, until 2029-01-01 (coordination model, mandate m-1)
  why           It is about the park.
  scope         The park and its entrances.

Participants
  ocmw-gent         takes part since 2026-03-03
  politiezone-gent  declined on 2026-03-04: No police matter.
  woningent         invited by stad-gent on 2026-03-02, not answered yet
  school            no longer, since 2026-03-05: No staff.

Commitments
  by 2026-03-20  ocmw-gent: Clean the square (accepted)
  by 2026-04-01  ocmw-gent: Repair the lights (assigned, declined: the owner left the case)

What happened, in Brussels time
  2026-03-02 10:00  stad-gent: opened the case
`,
    ));
  it('has no heading for commitments when there are none', () =>
    expect(caseInWords({ ...full, commitments: [] }, 'Wijk', [])).not.toContain('Commitments'));
  it('names a case without coordination', () =>
    expect(caseInWords({ ...full, coordination: null, withoutCoordinationSince: '2026-04-01' }, 'Wijk', [])).toContain(
      '  coordination  nobody since 2026-04-01\n',
    ));
  it('shows how it was closed', () =>
    expect(
      caseInWords(
        {
          ...full,
          status: 'closed',
          closed: {
            on: '2026-05-01',
            outcome: 'beyond-local-reach',
            reason: 'It is a matter of law.',
            escalateTo: 'Flanders',
            closedBy: 'stad-gent',
          },
        },
        'Wijk',
        [],
      ),
    ).toContain(
      '  state         closed on 2026-05-01 by stad-gent, beyond-local-reach: It is a matter of law. (handed on to Flanders)\n',
    ));
  it('shows an invited agency the content that its answer needs', () =>
    expect(
      caseInWords(
        { ...slot, view: 'invitation', title: 'Litter', why: 'The park.', invitedBy: 'stad-gent' },
        'Brugse Poort',
        [],
      ),
    ).toBe(
      'Litter\n' +
        '  slot          Brugse Poort (4), leefbaarheid\n' +
        '  state         open; your agency is invited by stad-gent and has not answered\n' +
        '  coordination  stad-gent\n' +
        '  why           The park.\n',
    ));
  it('shows slot and coordinator to a caller with oversight', () =>
    expect(
      caseInWords({ ...slot, view: 'oversight', coordination, withoutCoordinationSince: null }, 'Brugse Poort', []),
    ).toBe(
      'A case of others: it is shown that it exists and who coordinates it.\n' +
        '  slot          Brugse Poort (4), leefbaarheid\n' +
        '  state         open\n' +
        '  coordination  stad-gent since 2026-03-02, until 2029-01-01 (coordination model, mandate m-1)\n',
    ));
  it('removes control characters', () =>
    expect(caseInWords({ ...full, title: 'Lit\u001b[2Jter\u009b31m' }, 'Wijk', [])).toMatch(/^Lit \[2Jter 31m\n/));
});

describe('the timeline of a case', () => {
  it.each([
    [
      'ParticipantInvited',
      'stad-gent',
      { agency: 'ocmw-gent', invitedBy: 'stad-gent' },
      'stad-gent: invited ocmw-gent',
    ],
    ['ParticipantAccepted', 'ocmw-gent', { agency: 'ocmw-gent' }, 'ocmw-gent: takes part'],
    [
      'ParticipantDeclined',
      'ocmw-gent',
      { agency: 'ocmw-gent', reason: 'No staff.' },
      'ocmw-gent: declined: No staff.',
    ],
    ['ParticipantWithdrawn', 'ocmw-gent', { agency: 'ocmw-gent', by: 'ocmw-gent' }, 'ocmw-gent: left the case'],
    [
      'ParticipantWithdrawn',
      'stad-gent',
      { agency: 'ocmw-gent', by: 'stad-gent', reason: 'A mistake.' },
      'stad-gent: ended the part, or the invitation, of ocmw-gent: A mistake.',
    ],
    [
      'CommitmentProposed',
      'stad-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent', dueOn: '2026-03-20' },
      'stad-gent: asked ocmw-gent: "Clean the square", by 2026-03-20',
    ],
    [
      'CommitmentProposed',
      'stad-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent', dueOn: '2026-03-20', binding: true },
      'stad-gent: assigned to ocmw-gent: "Clean the square", by 2026-03-20',
    ],
    [
      'CommitmentProposed',
      'ocmw-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent', dueOn: '2026-03-20' },
      'ocmw-gent: offered: "Clean the square", by 2026-03-20',
    ],
    [
      'CommitmentAccepted',
      'ocmw-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent' },
      'ocmw-gent: will do "Clean the square"',
    ],
    [
      'CommitmentAccepted',
      'stad-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent' },
      'stad-gent: ocmw-gent is to do "Clean the square"',
    ],
    [
      'CommitmentDeclined',
      'ocmw-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent', reason: 'No.' },
      'ocmw-gent: will not do "Clean the square": No.',
    ],
    ['CommitmentDone', 'ocmw-gent', { commitmentId: 'c-1', owner: 'ocmw-gent' }, 'ocmw-gent: did "Clean the square"'],
    [
      'CommitmentDeclined',
      'stad-gent',
      { commitmentId: 'c-1', owner: 'ocmw-gent', reason: 'the owner left the case' },
      'stad-gent: ocmw-gent will not do "Clean the square": the owner left the case',
    ],
    [
      'CommitmentOverdue',
      null,
      { commitmentId: 'c-1', owner: 'ocmw-gent', dueOn: '2026-05-01' },
      'the agenda: ocmw-gent has not done "Clean the square", which was due on 2026-05-01',
    ],
    [
      'CoordinationTakenOver',
      null,
      { holder: 'ocmw-gent', from: '2026-04-01' },
      'the register of mandates: ocmw-gent coordinates from 2026-04-01',
    ],
    ['CoordinationLost', null, { on: '2026-04-01' }, 'the register of mandates: nobody coordinates from 2026-04-01'],
    [
      'CaseClosed',
      'stad-gent',
      { outcome: 'solved', reason: 'It is clean.' },
      'stad-gent: closed the case, solved: It is clean.',
    ],
    ['SomethingNew', 'stad-gent', {}, 'stad-gent: SomethingNew'],
  ] as const)('shows %s by %s with %j as a sentence', (type, agency, data, words) =>
    expect(entryInWords(type, agency, data)).toBe(words),
  );
  it('shows its last ten entries', () => {
    const said = caseInWords(
      full,
      'Wijk',
      Array.from({ length: 14 }, (_, index) => entry(index + 1, `Entry${index + 1}`, 'stad-gent')),
    ).split('\n');
    expect(said).toContain('What happened (the last 10 of 14), in Brussels time');
    expect(said.filter((line) => line.includes('Entry')).map((line) => line.split(': ')[1])).toEqual(
      Array.from({ length: 10 }, (_, index) => `Entry${index + 5}`),
    );
  });
});

describe('the command case open', () => {
  it('reads the agencies from one list', () => {
    expect(parseList('ocmw-gent, woningent,')).toEqual(['ocmw-gent', 'woningent']);
    expect(parseList('')).toEqual([]);
  });
  it('prints the case and the invited agencies', () =>
    expect(
      openedInWords({ caseId: 'k-1', outcome: 'opened' }, { title: 'Litter', invite: ['ocmw-gent', 'woningent'] }),
    ).toBe('The case "Litter" is open.\n  case     k-1\n  invited  ocmw-gent, woningent\n'));
});
