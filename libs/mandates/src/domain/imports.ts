import { type Command, DomainError, type LocalDate, mustBeKnownNeighbourhoods, type Period } from '#kernel';
import { endorse, grant, propose } from './granting.js';
import { ENDORSEMENT_LEVELS, type EndorsementLevel, type RegisterEvent, type Terms } from './mandate-events.js';
import type { MandateFacts } from './mandate-facts.js';
import { evolve, type Mandate, type Register } from './mandate-history.js';
import { mustBeTheCity } from './rules.js';
import type { Decision } from './schedule.js';

/**
 * The import of the register that a city kept before the hub. Each mandate is proposed, endorsed and granted by the
 * usual rules, with its original dates. The import records all mandates or none.
 */

/** A mandate of the old register. `decisionDueOn`: the mandate is in force, and an endorsement is due by that day. */
export type ImportedMandate = Terms &
  Readonly<{
    /** the id of the mandate, derived from its old reference, so that a repeated import finds the same mandate */
    mandateId: string;
    /** the reference of the mandate in the old register of the city */
    reference: string;
    period: Period;
    evaluateOn: LocalDate;
    decision: Decision;
    endorsements: Readonly<Partial<Record<EndorsementLevel, Decision>>>;
    decisionDueOn?: LocalDate;
  }>;

/** `city`: the city that the file names; `dryRun`: report the errors and record nothing. */
export type ImportMandates = Command<
  'ImportMandates',
  {
    city?: string;
    mandates: readonly ImportedMandate[];
    dryRun?: boolean;
  }
>;

/**
 * The refusal of one mandate of an import. `row` counts from 1; `refusal` is the code of the `DomainError`, and `facts`
 * its details.
 */
export type RowRefused = Readonly<{ row: number; reference: string; refusal: string; facts: DomainError['details'] }>;

/** @throws {DomainError} `mandate.rows-invalid`, with {@link RowRefused} for each mandate that cannot be imported */
export const importMandates = (command: ImportMandates, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const { data, by } = command;
  if (data.city !== undefined && data.city !== by.city)
    throw new DomainError('access.other-city', { city: data.city, yours: by.city });
  mustBeTheCity(by, facts);
  if (data.mandates.length === 0) throw new DomainError('mandate.import-empty');
  const events: RegisterEvent[] = [];
  const rows: RowRefused[] = [];
  const references = new Set<string>();
  let next = register;
  data.mandates.forEach((wanted, index) => {
    const { reference } = wanted;
    try {
      if (references.has(reference)) throw new DomainError('mandate.reference-twice', { reference });
      references.add(reference);
      const recorded = recordedFor(wanted, command, next, facts);
      next = recorded.reduce(evolve, next);
      events.push(...recorded);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      rows.push({ row: index + 1, reference, refusal: error.code, facts: error.details });
    }
  });
  if (rows.length > 0) throw new DomainError('mandate.rows-invalid', { rows });
  return data.dryRun ? [] : events;
};

/** Returns the events to record for one mandate: none when the register already has the mandate with the same content. */
const recordedFor = (
  wanted: ImportedMandate,
  { by, now, today }: ImportMandates,
  register: Register,
  facts: MandateFacts,
): readonly RegisterEvent[] => {
  const { mandateId, reference: _, period, evaluateOn, decision, endorsements, decisionDueOn, ...terms } = wanted;
  const known = register.mandates.get(mandateId);
  if (known) {
    const fields = differing(known, wanted);
    if (fields.length > 0) throw new DomainError('mandate.import-differs', { mandateId, fields });
    return [];
  }
  mustNameKnown(terms, facts);

  const events: RegisterEvent[] = [];
  let next = register;
  const follow = (decided: readonly RegisterEvent[]): void => {
    next = decided.reduce(evolve, next);
    events.push(...decided);
  };
  follow(propose({ type: 'ProposeMandate', data: { mandateId, ...terms }, by, now, today }, next, facts));
  for (const level of ENDORSEMENT_LEVELS) {
    const endorsement = endorsements[level];
    if (endorsement)
      follow(
        endorse(
          { type: 'EndorseMandate', data: { mandateId, level, decision: endorsement }, by, now, today },
          next,
          facts,
        ),
      );
  }
  const provisional = decisionDueOn === undefined ? {} : { provisional: { decisionDueOn } };
  // The city accepted the consequences when it took the decision.
  const accepted = (terms.consequences ?? []).length > 0 ? { consequencesAccepted: true } : {};
  follow(
    grant(
      {
        type: 'GrantMandate',
        data: { mandateId, period, evaluateOn, decision, ...provisional, ...accepted },
        by,
        now,
        today,
      },
      next,
      facts,
    ),
  );
  return events;
};

/** Refuses unknown neighbourhoods and an unknown holder. The rules of the grant check the status of the holder. */
const mustNameKnown = ({ slots, holder }: Terms, facts: MandateFacts): void => {
  mustBeKnownNeighbourhoods(
    facts,
    slots.map(({ neighbourhood }) => neighbourhood),
  );
  if (!facts.agencies.has(holder)) throw new DomainError('agency.not-known', { agency: holder });
};

/**
 * Compares the file with the mandate as it was first recorded, and returns the fields that differ. Later changes are
 * ignored.
 */
const differing = (
  { facts }: Mandate,
  { mandateId: _, reference: __, ...wanted }: ImportedMandate,
): readonly string[] => {
  const recorded = facts.reduce<Record<string, unknown>>((all, { type, data }) => {
    switch (type) {
      case 'MandateProposed':
        return { ...data, ...all };
      case 'MandateEndorsed':
        return {
          ...all,
          endorsements: { [data.level]: data.decision, ...(all['endorsements'] as object | undefined) },
        };
      case 'MandateGranted': {
        const { period, evaluateOn, decision, provisional } = data;
        return { period, evaluateOn, decision, decisionDueOn: provisional?.decisionDueOn, ...all };
      }
      default:
        return all;
    }
  }, {});
  const said: Record<string, unknown> = wanted;
  // A provisional mandate may have more endorsements by now, so only the levels in the file are compared.
  const known: Record<string, unknown> = {
    ...recorded,
    endorsements: picked(recorded['endorsements'], Object.keys(wanted.endorsements)),
  };
  return FIELDS.filter((field) => canonical(said[field], field) !== canonical(known[field], field));
};

const FIELDS = [
  'slots',
  'kind',
  'steeringModel',
  'steeringReason',
  'steeringBasis',
  'commissioningCase',
  'holder',
  'executingFunction',
  'powers',
  'means',
  'consequences',
  'agreement',
  'legalBasis',
  'period',
  'evaluateOn',
  'decision',
  'endorsements',
  'decisionDueOn',
] as const;

const picked = (values: unknown, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => keys.includes(key)));

/** Returns equal text for equal values: the order of fields and of slots is ignored. */
const canonical = (value: unknown, field?: string): string => {
  if (Array.isArray(value)) {
    const parts = value.map((part) => canonical(part));
    return `[${(field === 'slots' ? parts.toSorted() : parts).join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join()}}`;
};
