import { scenario } from '#testing';
import {
  another,
  command,
  decision,
  granted,
  manager,
  ocmw,
  period,
  proposed,
  rabot,
  terms,
  usual,
} from '../testing/mandate-fixtures.js';
import { nextDue } from './deadlines.js';
import type { ImportedMandate } from './imports.js';
import type { RegisterEvent } from './mandate-events.js';
import { mandateRegister, type RegisterCommand } from './mandate-register.js';

const administrative = { body: 'managementteam', reference: '2019_MAT_00002', date: '2019-01-20' };
const political = { body: 'college', reference: '2019_CBS_00031', date: '2019-01-25' };
const before = { from: '2019-02-01', until: '2022-02-01' };

const old = (over: Partial<ImportedMandate> = {}): ImportedMandate => ({
  ...terms,
  mandateId: 'o1',
  reference: 'REG-1',
  period: before,
  evaluateOn: '2020-02-01',
  decision: political,
  endorsements: { political, administrative },
  ...over,
});
const importing = (mandates: readonly ImportedMandate[], over: object = {}, by = manager): RegisterCommand =>
  command('ImportMandates', { mandates, ...over }, by);
const refusedRow = (
  mandates: readonly ImportedMandate[],
  row: number,
  refusal: string,
  facts: object = {},
  history: readonly RegisterEvent[] = [],
) =>
  scenario(mandateRegister, usual)
    .given(...history)
    .when(importing(mandates))
    .thenRefused('mandate.rows-invalid', {
      rows: [{ row, reference: mandates[row - 1]!.reference, refusal, facts: expect.objectContaining(facts) }],
    });

const recordedOf = (mandateId = 'o1', over: object = {}): readonly RegisterEvent[] => [
  proposed({}, mandateId),
  { type: 'MandateEndorsed', data: { mandateId, level: 'political', decision: political } },
  { type: 'MandateEndorsed', data: { mandateId, level: 'administrative', decision: administrative } },
  granted({ period: before, evaluateOn: '2020-02-01', decision: political, ...over }, mandateId),
];

describe('an imported register', () => {
  it('is recorded as the facts of its time, with their dates', () =>
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old()]))
      .then(...recordedOf()));

  it('leaves expired mandates to the deadlines, which end them', () => {
    const { mandates } = scenario(mandateRegister, usual)
      .given()
      .when(importing([old()]))
      .state();
    expect(nextDue(mandates.get('o1')!)).toBe('2020-02-02');
    scenario(mandateRegister, usual)
      .given(...recordedOf())
      .when(command('ProcessDeadlines', { mandateId: 'o1' }))
      .then({
        type: 'MandateEnded',
        data: {
          mandateId: 'o1',
          slots: terms.slots,
          holder: 'stad-gent',
          on: before.until,
          cause: 'expired',
          reason: 'the period of the mandate is over',
        },
      });
  });

  it('may have a mandate in force without both endorsements until its decision is due', () => {
    const provisional = old({
      period: { from: '2025-01-01' },
      evaluateOn: '2026-09-01',
      endorsements: { political },
      decisionDueOn: '2026-04-01',
    });
    const { mandates } = scenario(mandateRegister, usual)
      .given()
      .when(importing([provisional]))
      .state();
    expect(mandates.get('o1')).toMatchObject({ status: 'granted', provisional: { decisionDueOn: '2026-04-01' } });
    refusedRow([old({ endorsements: { political } })], 1, 'mandate.not-endorsed', { missing: ['administrative'] });
    refusedRow([old({ endorsements: {}, decisionDueOn: '2021-01-01' })], 1, 'mandate.decision-due-outside-period');
  });

  it('records only new mandates when it is imported again, even after one has ended', () => {
    const others = [...recordedOf(), ...another({ neighbourhood: '13', theme: 'leefbaarheid' })];
    scenario(mandateRegister, usual)
      .given(...others)
      .when(importing([old({ slots: [...terms.slots].reverse() })]))
      .thenNothing();
    const ended: RegisterEvent = {
      type: 'MandateEnded',
      data: {
        mandateId: 'o1',
        slots: terms.slots,
        holder: 'stad-gent',
        on: before.until,
        cause: 'expired',
        reason: 'over',
      },
    };
    scenario(mandateRegister, usual)
      .given(...recordedOf(), ended)
      .when(importing([old()]))
      .thenNothing();
    const second = old({
      mandateId: 'o2',
      reference: 'REG-2',
      period: { from: '2022-02-01', until: '2023-02-01' },
      evaluateOn: '2022-09-01',
    });
    scenario(mandateRegister, usual)
      .given(...recordedOf())
      .when(importing([old(), second]))
      .then(...recordedOf('o2', { period: second.period, evaluateOn: second.evaluateOn }));
  });

  it('does not overwrite a known mandate, and names the fields that differ', () => {
    refusedRow(
      [old({ evaluateOn: '2021-02-01', holder: 'ocmw-gent' })],
      1,
      'mandate.import-differs',
      { mandateId: 'o1', fields: ['holder', 'evaluateOn'] },
      recordedOf(),
    );
    refusedRow([old({ slots: [rabot] })], 1, 'mandate.import-differs', { fields: ['slots'] }, recordedOf());
    refusedRow(
      [old({ endorsements: { political: administrative, administrative } })],
      1,
      'mandate.import-differs',
      { fields: ['endorsements'] },
      recordedOf(),
    );
  });

  it('has one mandate for a slot and day, in the file and the register together', () => {
    const second = old({
      mandateId: 'o2',
      reference: 'REG-2',
      slots: [rabot],
      holder: 'ocmw-gent',
      period: { from: '2022-01-31' },
      evaluateOn: '2023-01-01',
    });
    refusedRow([old(), second], 2, 'mandate.slot-taken', { slot: rabot, mandateId: 'o1', until: '2022-02-01' });
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old(), { ...second, period: { from: '2022-02-01' } }]))
      .state();
    const inForce: RegisterEvent[] = [...another(rabot)];
    refusedRow(
      [old({ period: { from: '2024-01-01' }, evaluateOn: '2025-01-01' })],
      1,
      'mandate.slot-taken',
      { slot: rabot, mandateId: 'm2', holder: 'ocmw-gent', from: period.from },
      inForce,
    );
  });

  it('is recorded as a whole or not at all, and every wrong row is reported', () => {
    const wrong = [
      old(),
      old({ mandateId: 'o2', reference: 'REG-2', slots: [{ neighbourhood: '99', theme: 'jeugd' }] }),
      old({ mandateId: 'o3', reference: 'REG-3', slots: [{ neighbourhood: '13', theme: 'jeugd' }], holder: 'nobody' }),
      old({ mandateId: 'o4', reference: 'REG-4', slots: [{ neighbourhood: '13', theme: 'wonen' }], holder: 'gone' }),
      old({
        mandateId: 'o5',
        reference: 'REG-5',
        slots: [{ neighbourhood: '13', theme: 'welzijn' }],
        decision: { ...decision, date: '2026-03-02' },
      }),
      old({ mandateId: 'o1', reference: 'REG-1' }),
      old({
        mandateId: 'o6',
        reference: 'REG-6',
        slots: [{ neighbourhood: '13', theme: 'veiligheid' }],
        period: { from: '2022-01-01', until: '2021-01-01' },
      }),
    ];
    const rows = [
      { row: 2, reference: 'REG-2', refusal: 'neighbourhood.not-known', facts: { neighbourhood: '99' } },
      { row: 3, reference: 'REG-3', refusal: 'agency.not-known', facts: { agency: 'nobody' } },
      { row: 4, reference: 'REG-4', refusal: 'agency.not-active', facts: { agency: 'gone' } },
      {
        row: 5,
        reference: 'REG-5',
        refusal: 'decision.in-the-future',
        facts: { date: '2026-03-02', today: '2026-03-01' },
      },
      { row: 6, reference: 'REG-1', refusal: 'mandate.reference-twice', facts: { reference: 'REG-1' } },
      {
        row: 7,
        reference: 'REG-6',
        refusal: 'period.ends-before-it-starts',
        facts: { period: { from: '2022-01-01', until: '2021-01-01' } },
      },
    ];
    scenario(mandateRegister, usual).given().when(importing(wrong)).thenRefused('mandate.rows-invalid', { rows });
  });

  it('records nothing in a dry run', () => {
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old()], { dryRun: true }))
      .thenNothing();
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old({ holder: 'nobody' })], { dryRun: true }))
      .thenRefused('mandate.rows-invalid');
  });

  it('needs a city service of that city, and at least one mandate', () => {
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old()], {}, ocmw))
      .thenRefused('access.decisions-by-the-city');
    scenario(mandateRegister, usual)
      .given()
      .when(importing([old()], { city: '11002' }))
      .thenRefused('access.other-city', { city: '11002', yours: '44021' });
    scenario(mandateRegister, usual).given().when(importing([])).thenRefused('mandate.import-empty');
  });
});
