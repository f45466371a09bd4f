import { scenario } from '#testing';
import {
  another,
  command,
  decision,
  endorsed,
  granted,
  holding,
  inForce,
  later,
  manager,
  ocmw,
  period,
  police,
  proposed,
  rabot,
  terms,
  usual,
} from '../testing/mandate-fixtures.js';
import type { RegisterEvent } from './mandate-events.js';
import { mandateRegister } from './mandate-register.js';
import type { Decision } from './schedule.js';

const register = () => scenario(mandateRegister, usual);

describe('a draft', () => {
  const drafted: RegisterEvent = {
    type: 'MandateDrafted',
    data: { mandateId: 'm1', draftedBy: 'stad-gent', ...terms },
  };
  const other = { ...terms, executingFunction: 'wijkregisseur' };
  it('is recorded with the agency that makes it', () =>
    register().given().when(command('DraftMandate', terms)).then(drafted));
  it('is recorded once when it is repeated', () =>
    register().given(drafted).when(command('DraftMandate', terms)).thenNothing());
  it('may lack parts that a proposal needs', () =>
    register()
      .given()
      .when(command('DraftMandate', { ...terms, kind: 'external' }))
      .then({ ...drafted, data: { ...drafted.data, kind: 'external' } }));
  it('is revised as a whole', () =>
    register()
      .given(drafted)
      .when(command('ReviseDraft', other))
      .then({ type: 'DraftRevised', data: { mandateId: 'm1', ...other } }));
  it('records no revision that changes nothing', () =>
    register().given(drafted).when(command('ReviseDraft', terms)).thenNothing());
  it('is proposed by the agency that made it', () =>
    register().given(drafted).when(command('ProposeDraft')).then(proposed()));
  it('is proposed once when the command is repeated', () =>
    register().given(drafted, proposed()).when(command('ProposeDraft')).thenNothing());
  it.each([
    command('ReviseDraft', other, ocmw),
    command('ProposeDraft', {}, ocmw),
    command('EndorseMandate', { level: 'political', decision }, ocmw),
    command('GrantMandate', { period, evaluateOn: '2027-01-01', decision }, ocmw),
    command('SuspendMandate', { on: '2026-03-01', reason: 'r', decision }, ocmw),
    command('ProposeTransfer', { transferId: 't', to: 'ocmw-gent', on: '2026-03-01', decision, reason: 'r' }, ocmw),
    command('AcceptTransfer', { transferId: 't' }, ocmw),
    command('EndMandate', { on: '2026-03-01', reason: 'r', decision }, ocmw),
    command('CorrectFact', { fact: 1, void: true, reason: 'r' }, ocmw),
  ])('is refused to other agencies as an unknown mandate: $type', (refused) => {
    register().given(drafted).when(refused).thenRefused('mandate.unknown', { mandateId: 'm1' });
    register().given().when(refused).thenRefused('mandate.unknown', { mandateId: 'm1' });
  });
  it('cannot be revised once it is in force', () =>
    register()
      .given(drafted, ...inForce())
      .when(command('ReviseDraft', other))
      .thenRefused('mandate.not-a-draft', { state: 'granted' }));
  it('cannot be endorsed', () =>
    register()
      .given(drafted)
      .when(command('EndorseMandate', { level: 'political', decision }))
      .thenRefused('mandate.not-proposed', { state: 'draft' }));
});

describe('a mandate (R4-R6)', () => {
  const propose = (over: object) => command('ProposeMandate', { ...terms, ...over });
  it.each([
    ['internal', 'ocmw-gent', ['city-service']],
    ['hybrid', 'buurtwerk', ['city-service', 'ocmw', 'police', 'social-housing']],
  ])('of kind %s cannot be held by %s', (kind, holder, allowed) => {
    register()
      .given()
      .when(propose({ kind, holder }))
      .thenRefused('mandate.holder-of-another-kind', { kind, holder, allowed });
  });
  it.each(['stad-gent', 'ocmw-gent', 'politiezone-gent', 'woningent'])('of kind hybrid can be held by %s', (holder) =>
    register().given().when(propose({ holder })).then(proposed({ holder })),
  );
  it('of kind external needs an agreement', () =>
    register()
      .given()
      .when(propose({ kind: 'external', holder: 'buurtwerk' }))
      .thenRefused('mandate.external-needs-agreement'));
  it('of kind external can be held by any agency under an agreement', () => {
    const over = { kind: 'external', holder: 'buurtwerk', agreement: 'SP-2026-04' } as const;
    register().given().when(propose(over)).then(proposed(over));
  });
  it('of kind statutory needs the article of law that names its holder', () =>
    register()
      .given()
      .when(propose({ kind: 'statutory' }))
      .thenRefused('mandate.statutory-needs-legal-basis'));
  it('cannot be proposed for an agency that has ended', () =>
    register()
      .given()
      .when(propose({ holder: 'gone' }))
      .thenRefused('agency.not-active', { agency: 'gone' }));
  it('cannot be granted to an agency that has ended', () =>
    register()
      .given(proposed({ holder: 'gone' }), ...endorsed())
      .when(command('GrantMandate', { period, evaluateOn: '2027-01-31', decision }))
      .thenRefused('agency.not-active'));
});

describe('the commissioning model (R8)', () => {
  const commissioning = {
    steeringModel: 'commissioning',
    steeringReason: 'deadlines of the law',
    steeringBasis: 'GR 2026/12',
  } as const;
  const propose = (over: object) => command('ProposeMandate', { ...terms, ...over });
  it('needs a reason', () =>
    register()
      .given()
      .when(propose({ ...commissioning, steeringReason: undefined }))
      .thenRefused('mandate.commissioning-needs-reason'));
  it('needs a basis', () =>
    register()
      .given()
      .when(propose({ ...commissioning, steeringBasis: undefined }))
      .thenRefused('mandate.commissioning-needs-basis'));
  it('can be limited to one case', () => {
    const one = { ...commissioning, commissioningCase: 'c1' };
    register().given().when(propose(one)).then(proposed(one));
  });
  it('is the only model that can be limited to one case', () =>
    register()
      .given()
      .when(propose({ commissioningCase: 'c1' }))
      .thenRefused('mandate.case-without-commissioning'));
});

describe('an endorsement (R11)', () => {
  it.each([
    ['political', 'managementteam'],
    ['administrative', 'college'],
  ])('of the %s level cannot be given by the %s', (level, body) => {
    register()
      .given(proposed())
      .when(command('EndorseMandate', { level, decision: { ...decision, body } }))
      .thenRefused('mandate.endorsed-by-another-body', { level, body });
  });
});

describe('a grant', () => {
  const grant = (over: object = {}) => command('GrantMandate', { period, evaluateOn: '2027-01-31', decision, ...over });
  it('can plan several evaluations', () => {
    const evaluations = ['2026-08-01', '2027-08-01'];
    register()
      .given(proposed(), ...endorsed())
      .when(grant({ evaluations }))
      .then(granted({ evaluations }));
  });
  it('is recorded once when it is repeated, and refused with other days of evaluation', () => {
    const given = register().given(proposed(), ...endorsed(), granted({ evaluations: ['2026-08-01'] }));
    given.when(grant({ evaluations: ['2026-08-01'] })).thenNothing();
    for (const over of [{}, { evaluations: ['2026-08-01'], evaluateOn: '2027-02-28' }, { evaluations: ['2026-08-02'] }])
      given.when(grant(over)).thenRefused('mandate.not-proposed', { state: 'granted' });
  });
  it('cannot plan an evaluation after its period', () =>
    register()
      .given(proposed(), ...endorsed())
      .when(grant({ evaluations: ['2028-02-01'] }))
      .thenRefused('mandate.evaluation-outside-period', { evaluateOn: '2028-02-01' }));
  it('must accept the consequences that the terms name (R12)', () => {
    const consequences = ['the parks service gives up its own calendar'];
    const given = register().given(proposed({ consequences }), ...endorsed());
    given.when(grant()).thenRefused('mandate.consequences-not-accepted', { consequences });
    given.when(grant({ consequencesAccepted: true })).then(granted({ consequencesAccepted: true }));
  });
});

describe('a provisional grant', () => {
  const provisional = { decisionDueOn: '2026-05-01' };
  const grant = (over: object = {}) =>
    command('GrantMandate', { period, evaluateOn: '2027-01-31', decision, provisional, ...over });
  const waiting = [proposed(), granted({ provisional })];
  const confirm = (by = manager) => command('ConfirmGrant', { decision: later }, by);
  const confirmed: RegisterEvent = {
    type: 'GrantConfirmed',
    data: {
      mandateId: 'm1',
      decision: later,
      schedule: { from: period.from, holdings: [holding(period.from, { decision: later })] },
    },
  };
  it('is in force before the endorsements', () =>
    register().given(proposed()).when(grant()).then(granted({ provisional })));
  it('needs a decision day within its period, today or later', () => {
    register()
      .given(proposed())
      .when(grant({ provisional: { decisionDueOn: '2028-02-01' } }))
      .thenRefused('mandate.decision-due-outside-period');
    register()
      .given(proposed())
      .when(grant({ provisional: { decisionDueOn: '2026-02-28' } }))
      .thenRefused('mandate.decision-due-outside-period', { today: '2026-03-01' });
  });
  it('is refused for a slot of another mandate', () =>
    register()
      .given(...another(rabot), proposed())
      .when(grant())
      .thenRefused('mandate.slot-taken', { mandateId: 'm2', slot: rabot, holder: 'ocmw-gent' }));
  it('can be endorsed while it is in force', () =>
    register()
      .given(...waiting)
      .when(command('EndorseMandate', { level: 'political', decision }))
      .then(endorsed()[0]!));
  it('can be confirmed only with both endorsements', () => {
    register()
      .given(...waiting, endorsed()[0]!)
      .when(confirm())
      .thenRefused('mandate.not-endorsed', { missing: ['administrative'] });
    register()
      .given(...waiting, ...endorsed())
      .when(confirm())
      .then(confirmed);
  });
  it('is confirmed once when the command is repeated', () =>
    register()
      .given(...waiting, ...endorsed(), confirmed)
      .when(confirm())
      .thenNothing());
  it('can be confirmed by the city only', () =>
    register()
      .given(...waiting, ...endorsed())
      .when(confirm(police))
      .thenRefused('access.decisions-by-the-city'));
  it('that is confirmed passes its decision only to holdings by the first one, compared by body, number and date', () => {
    const transferred = (by: Decision): RegisterEvent => ({
      type: 'MandateTransferred',
      data: {
        mandateId: 'm1',
        transferId: 't1',
        slots: terms.slots,
        from: 'stad-gent',
        to: 'ocmw-gent',
        on: '2026-06-01',
        period,
        decision: by,
      },
    });
    for (const [by, after] of [
      [decision, later],
      [
        { ...decision, body: 'raad' },
        { ...decision, body: 'raad' },
      ],
    ] as const) {
      const first = holding(period.from, { period: { from: period.from, until: '2026-06-01' }, decision: later });
      const schedule = {
        from: period.from,
        holdings: [first, holding('2026-06-01', { holder: 'ocmw-gent', decision: after })],
      };
      register()
        .given(...waiting, ...endorsed(), transferred(by))
        .when(confirm())
        .then({ type: 'GrantConfirmed', data: { mandateId: 'm1', decision: later, schedule } });
    }
  });
  it('can be confirmed again by the same decision after its confirmation was voided', () => {
    const { kind, steeringModel, slots } = terms;
    const takenBack: RegisterEvent = {
      type: 'FactCorrected',
      data: {
        mandateId: 'm1',
        fact: 5,
        void: true,
        reason: 'the wrong mandate',
        slots,
        kind,
        steeringModel,
        schedule: { from: period.from, holdings: [holding(period.from)] },
      },
    };
    register()
      .given(...waiting, ...endorsed(), confirmed)
      .when(command('CorrectFact', { fact: 5, void: true, reason: 'the wrong mandate' }))
      .then(takenBack);
    register()
      .given(...waiting, ...endorsed(), confirmed, takenBack)
      .when(confirm())
      .then(confirmed);
  });
  it('is the only grant that can be confirmed', () =>
    register()
      .given(...inForce())
      .when(confirm())
      .thenRefused('mandate.not-provisional', { state: 'granted' }));
});
