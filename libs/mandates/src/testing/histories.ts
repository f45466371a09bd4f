import { type Actor, brusselsDate, DomainError, fold, type LocalDate } from '#kernel';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Mandate, Register } from '../domain/mandate-history.js';
import { mandateRegister, type RegisterCommand } from '../domain/mandate-register.js';
import type { Decision, Slot } from '../domain/schedule.js';
import { usual } from './mandate-fixtures.js';
import type { RecordedFact } from './reference-model.js';

/**
 * Random histories of a register that the rules allow: three years of grants, confirmations, transfers, suspensions,
 * changes of scope and corrections. They cover 25 neighbourhoods and 10 themes. Facts take effect before, on or after
 * the day of their recording, and are recorded at any time of the day.
 */

export const THEMES = [
  'leefbaarheid',
  'veiligheid',
  'wonen',
  'welzijn',
  'samenleven',
  'openbaar-domein',
  'jeugd',
  'gezondheid',
  'onderwijs',
  'participatie',
];
export const NEIGHBOURHOODS = Array.from({ length: 25 }, (_, index) => String(index + 1));
export const FIRST_DAY = Date.UTC(2024, 0, 1);
export const DAYS = 3 * 365;
const DAY_MS = 86_400_000;
const AGENCIES = ['stad-gent', 'ocmw-gent', 'politiezone-gent', 'woningent'];

/** Random numbers from 0 to 1, equal for equal seeds (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  of<T>(some: readonly T[]): T {
    return some[this.whole(0, some.length - 1)]!;
  }
}

export const dayAfter = (day: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Returns the slots of a history: only a few, so that several mandates compete for one slot. */
const slotsOf = (chance: Chance): readonly Slot[] =>
  Array.from({ length: 8 }, () => ({ neighbourhood: chance.of(NEIGHBOURHOODS), theme: chance.of(THEMES) }));

/** A random command that the register may accept in its current state. */
export const someCommand = (
  chance: Chance,
  register: Register,
  slots: readonly Slot[],
  today: LocalDate,
  fresh: () => string,
): RegisterCommand => {
  const mandates = [...register.mandates.values()];
  const mandate = mandates.length > 0 ? chance.of(mandates) : undefined;
  const manager: Actor = { city: '44021', agency: 'stad-gent', role: 'manager', subject: 's' };
  const decision = decisionOf(chance, mandate?.decision, today, fresh);
  const dispatch = (type: RegisterCommand['type'], data: object, agency = 'stad-gent'): RegisterCommand => {
    const about = {
      mandateId: mandate?.id,
      decision,
      reason: 'so it was decided',
      ...data,
    };
    return { type, data: about, by: { ...manager, agency }, now: '', today } as unknown as RegisterCommand;
  };
  if (!mandate || (mandates.length < 12 && chance.next() < 0.1)) {
    const some = chance.of([1, 1, 2, 3]);
    const wanted = [
      ...new Map(
        Array.from({ length: some }, () => chance.of(slots)).map((slot) => [
          `${slot.neighbourhood} ${slot.theme}`,
          slot,
        ]),
      ).values(),
    ];
    return dispatch('ProposeMandate', {
      mandateId: `m${fresh()}`,
      slots: wanted,
      kind: 'hybrid',
      steeringModel: 'coordination',
      holder: chance.of(AGENCIES),
      executingFunction: 'f',
      powers: [],
    });
  }
  // Endorses the mandate on a level that is missing; with both endorsements, confirms the grant.
  const step = (): RegisterCommand => {
    const missing = (['political', 'administrative'] as const).filter((level) => !mandate.endorsements[level]);
    if (missing.length === 0) return dispatch('ConfirmGrant', {});
    const level = chance.of(missing);
    return dispatch('EndorseMandate', {
      level,
      decision: { ...decision, body: level === 'political' ? 'college' : 'managementteam' },
    });
  };
  if (mandate.status === 'proposed')
    return chance.next() < 0.15 ? step() : dispatch('GrantMandate', grantOf(chance, mandate, today));
  const last = mandate.holdings.at(-1);
  const on =
    chance.next() < 0.6
      ? dayAfter(today, chance.whole(0, 90))
      : dayAfter(last?.period.from ?? today, chance.whole(-5, 60));
  const [pending] = [...mandate.transfers.values()].filter(({ status }) => status === 'proposed');
  // Confirmations and resumptions depend on earlier commands, so they are chosen more often.
  if (mandate.provisional && chance.next() < 0.25) return step();
  if (last?.suspended && chance.next() < 0.3)
    return dispatch('ResumeMandate', {
      on: dayAfter(last.period.from < today ? today : last.period.from, chance.whole(0, 30)),
    });
  switch (chance.whole(0, 12)) {
    case 0:
      return dispatch('SuspendMandate', { on });
    case 1:
      return dispatch('ResumeMandate', { on });
    case 2:
      return dispatch('ExtendMandate', { until: dayAfter(mandate.period?.until ?? today, chance.whole(-10, 200)) });
    case 3:
      return dispatch('NarrowScope', { on, slots: [chance.of(last?.slots ?? slots)] });
    case 4:
      return dispatch('WidenScope', { on, slots: [chance.of(slots)] });
    case 5:
    case 6:
      if (pending) return dispatch('AcceptTransfer', { transferId: pending.transferId }, pending.to);
      return dispatch('ProposeTransfer', { transferId: `t${fresh()}`, to: chance.of(AGENCIES), on });
    case 7:
      return dispatch('EndMandate', { on, ...(chance.next() < 0.3 && { cause: 'revoked' }) });
    case 8:
      return dispatch('ProcessDeadlines', {});
    case 9:
      return dispatch('ConfirmGrant', {});
    default:
      return dispatch('CorrectFact', correctionOf(chance, mandate, slots, decision));
  }
};

/**
 * Makes a random decision, mostly a new one of the last 40 days. Rare cases: the decision of the grant, and a decision
 * of another body with the same number and date. The rules refuse a third rare case, a decision dated tomorrow.
 */
const decisionOf = (
  chance: Chance,
  ofTheGrant: Decision | undefined,
  today: LocalDate,
  fresh: () => string,
): Decision => {
  const decision = { body: 'college', reference: `CBS_${fresh()}`, date: dayAfter(today, -chance.whole(0, 40)) };
  if (chance.next() < 0.9) return decision;
  return chance.of([
    { ...decision, date: dayAfter(today, 1) },
    ...(ofTheGrant ? [ofTheGrant, { ...ofTheGrant, body: 'raad' }] : []),
  ]);
};

/** Makes the data of a random grant, in force from today, from a later day, or from a day in the past. */
const grantOf = (chance: Chance, { endorsements }: Mandate, today: LocalDate): object => {
  const from = dayAfter(today, chance.of([0, chance.whole(-200, 60)]));
  const until = chance.next() < 0.8 ? { until: dayAfter(from, chance.whole(1, 500)) } : {};
  const running = from <= today && (until.until ?? '9') > today;
  const final = endorsements.political && endorsements.administrative && chance.next() < 0.5;
  return {
    period: { from, ...until },
    evaluateOn: from,
    ...(!final && { provisional: { decisionDueOn: running ? today : from } }),
  };
};

const correctionOf = (chance: Chance, mandate: Mandate, slots: readonly Slot[], decision: Decision): object => {
  const fact = chance.whole(1, mandate.version);
  if (chance.next() < 0.35) return { fact, void: true };
  const { type, data } = mandate.facts[fact - 1]!;
  if (type === 'GrantConfirmed' || chance.next() < 0.1) return { fact, instead: { decision } };
  switch (type) {
    case 'MandateGranted': {
      const from = dayAfter(data.period.from, chance.whole(-30, 30));
      const until = chance.next() < 0.8 ? { until: dayAfter(data.period.until ?? from, chance.whole(-40, 90)) } : {};
      return {
        fact,
        instead: chance.of<object>([
          { holder: chance.of(AGENCIES) },
          { slots: [chance.of(slots)] },
          { period: { from, ...until }, evaluateOn: from },
        ]),
      };
    }
    case 'MandateExtended':
      return { fact, instead: { until: dayAfter(data.until, chance.whole(-60, 60)) } };
    case 'ScopeNarrowed':
    case 'ScopeWidened':
      return {
        fact,
        instead: chance.of<object>([{ on: dayAfter(data.on, chance.whole(-60, 60)) }, { slots: [chance.of(slots)] }]),
      };
    default:
      return { fact, instead: { on: dayAfter('on' in data ? data.on : FIRST, chance.whole(-60, 60)) } };
  }
};
const FIRST = new Date(FIRST_DAY).toISOString().slice(0, 10);

/**
 * Returns a random moment after the previous fact. Some moments equal that of the previous fact, and some are within 2
 * ms of midnight in Brussels.
 */
const laterThan = (chance: Chance, at: number, commands: number): number => {
  if (chance.next() < 0.05) return at;
  const next = at + Math.floor(chance.next() * ((2 * DAYS * DAY_MS) / commands));
  if (chance.next() < 0.8) return next;
  const midnight = Math.floor(next / DAY_MS) * DAY_MS + chance.of([22, 23]) * 3_600_000;
  return Math.max(at, midnight + chance.whole(-2, 2));
};

/** Makes one history: its facts, its slots, and the types of the refused commands. */
export const someHistory = (
  chance: Chance,
  commands: number,
): Readonly<{
  facts: readonly RecordedFact[];
  slots: readonly Slot[];
  refused: readonly RegisterCommand['type'][];
}> => {
  const slots = slotsOf(chance);
  const facts: RecordedFact[] = [];
  const refused: RegisterCommand['type'][] = [];
  let register = mandateRegister.initialState;
  let names = 0;
  let at = FIRST_DAY;
  for (let n = 0; n < commands; n++) {
    at = laterThan(chance, at, commands);
    const day = brusselsDate(new Date(at));
    const command = someCommand(chance, register, slots, day, () => String(names++));
    const events = decided(command, register);
    if (!events) {
      refused.push(command.type);
      continue;
    }
    register = fold(mandateRegister, events, register);
    // The event is serialized and parsed, as in the log.
    for (const event of events) facts.push({ event: JSON.parse(JSON.stringify(event)) as RegisterEvent, at, day });
  }
  return { facts, slots, refused };
};

/** Returns the events of a command, or undefined when the rules refuse the command. */
const decided = (command: RegisterCommand, register: Register): readonly RegisterEvent[] | undefined => {
  try {
    return mandateRegister.decide(command, register, usual);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};
