import type { Actor, KnownAgency, LocalDate } from '#kernel';
import type { RegisterEvent, Terms } from '../domain/mandate-events.js';
import type { MandateFacts } from '../domain/mandate-facts.js';
import type { RegisterCommand } from '../domain/mandate-register.js';
import type { Decision, Slot } from '../domain/schedule.js';

/** A mandate for specs: in force from February 2026 to February 2028, held by the city, for two slots. */

const city = '44021';
export const manager: Actor = { city, agency: 'stad-gent', role: 'manager', subject: 'marc' };
export const ocmw: Actor = { city, agency: 'ocmw-gent', role: 'coordinator', subject: 'karim' };
export const police: Actor = { city, agency: 'politiezone-gent', role: 'coordinator', subject: 'lies' };
export const decision: Decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };
export const later: Decision = { body: 'college', reference: '2026_CBS_00777', date: '2026-02-20' };
const administrative: Decision = { body: 'managementteam', reference: '2026_MAT_00007', date: '2026-01-12' };
export const brugsePoort: Slot = { neighbourhood: '4', theme: 'leefbaarheid' };
export const rabot: Slot = { neighbourhood: '7', theme: 'leefbaarheid' };
export const dampoort: Slot = { neighbourhood: '13', theme: 'leefbaarheid' };
export const period = { from: '2026-02-01', until: '2028-02-01' };

/** The agencies of the city. All take part except `gone`, which has ended. `except` overrides their status. */
export const agencies = (
  except: Readonly<Record<string, KnownAgency['status']>> = {},
): ReadonlyMap<string, KnownAgency> =>
  new Map(
    Object.entries({
      'stad-gent': 'city-service',
      groendienst: 'city-service',
      'ocmw-gent': 'ocmw',
      'politiezone-gent': 'police',
      woningent: 'social-housing',
      buurtwerk: 'neighbourhood-work',
      gone: 'ocmw',
    }).map(([code, kind]) => [
      code,
      { kind, status: except[code] ?? (code === 'gone' ? 'ended' : 'active'), allows: null },
    ]),
  );
/** The default facts of a spec: 25 neighbourhoods, and the agencies. */
export const usual: MandateFacts = {
  agencies: agencies(),
  neighbourhoods: new Set(Array.from({ length: 25 }, (_, index) => String(index + 1))),
};

export const terms: Terms = {
  slots: [brugsePoort, rabot],
  kind: 'hybrid',
  steeringModel: 'coordination',
  holder: 'stad-gent',
  executingFunction: 'gebiedsregisseur',
  powers: ['calls the partners together'],
};

export const proposed = (over: Partial<Terms> = {}, mandateId = 'm1'): RegisterEvent => ({
  type: 'MandateProposed',
  data: { mandateId, ...terms, ...over },
});
export const endorsed = (mandateId = 'm1'): RegisterEvent[] => [
  { type: 'MandateEndorsed', data: { mandateId, level: 'political', decision } },
  { type: 'MandateEndorsed', data: { mandateId, level: 'administrative', decision: administrative } },
];
export const granted = (over: object = {}, mandateId = 'm1'): RegisterEvent => ({
  type: 'MandateGranted',
  data: { mandateId, slots: terms.slots, holder: 'stad-gent', period, evaluateOn: '2027-01-31', decision, ...over },
});
/** The events of a mandate in force. Its grant is fact 4. */
export const inForce = (over: Partial<Terms> = {}): RegisterEvent[] => [
  proposed(over),
  ...endorsed(),
  granted({ slots: over.slots ?? terms.slots }),
];
/** A second mandate in force, for the given slot. */
export const another = (slot: Slot): RegisterEvent[] => [
  proposed({ slots: [slot] }, 'm2'),
  ...endorsed('m2'),
  granted({ slots: [slot], holder: 'ocmw-gent' }, 'm2'),
];

export const holding = (from: LocalDate, over: object = {}) => ({
  holder: 'stad-gent',
  slots: terms.slots,
  period: { from, until: period.until },
  decision,
  ...over,
});

/** A command on mandate m1, on the first of March 2026 by default. */
export const command = <T extends RegisterCommand['type']>(
  type: T,
  data: object = {},
  by: Actor = manager,
  today: LocalDate = '2026-03-01',
) =>
  ({
    type,
    data: { mandateId: 'm1', ...data },
    by,
    now: `${today}T09:00:00.000Z`,
    today,
  }) as unknown as RegisterCommand;
