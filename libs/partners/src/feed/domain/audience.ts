import { IN_SUMMARY, involvement, type Past, visiblePast } from '#access';
import type { CasesEvent, MandatesEvent, PartnersEvent } from '#contracts';
import { brusselsDate, endBefore, type LocalDate, type Period, stretchOn } from '#kernel';

/** An event that a feed may contain: the public events of these contexts. */
export type FeedEvent = MandatesEvent | CasesEvent | PartnersEvent;

/**
 * The relation of an agency to a case, as recorded by the events so far. `status`: the status as a participant; null:
 * never asked to participate. `coordinates`: the days on which the agency coordinates the case. `since`: the revision
 * of the case at the last acceptance. `past`: the part of the past that the last invitation shows; nothing when left
 * out.
 */
export type Participation = Readonly<{
  status: 'invited' | 'accepted' | 'declined' | 'withdrawn' | null;
  coordinates: readonly Period[];
  since?: number;
  past?: Exclude<Past, 'nothing'>;
}>;
/** The participations in one case, by agency. */
export type Participations = ReadonlyMap<string, Participation>;

/**
 * The agencies that get an event: every agency of the city, or the listed ones. `caseId` null: the event is about the
 * agency itself and stays readable. Otherwise the agency may read the event only while it takes part in that case.
 */
export type Audience = 'city' | readonly Readonly<{ agency: string; caseId: string | null }>[];

/** Returns the id of the case that an event belongs to. */
export const caseOf = (event: FeedEvent): string | undefined => (isOfCase(event) ? event.data.caseId : undefined);

/** Returns the relation of the agency to the case on a day, as the policies need it. */
const relationOn = ({ status, coordinates, past }: Participation, on: LocalDate) => ({
  participation: status,
  coordinates: stretchOn(coordinates, on) !== undefined,
  past,
});

/** A neighbourhood and a theme. */
export type Slot = Readonly<{ neighbourhood: string; theme: string }>;

/**
 * Returns the slots of a case or a mandate after `event`. Returns undefined when `event` names no slots: the slots of
 * the earlier events then still apply.
 */
export const slotsAfter = (event: FeedEvent, before: readonly Slot[] = []): readonly Slot[] | undefined => {
  switch (event.type) {
    case 'be.regie.mandate.narrowed.v1':
    case 'be.regie.mandate.widened.v1':
      // These events name only the removed or added slots, and may take effect on a later day. The result has all
      // slots, so that a filter on any of them matches.
      return [
        ...before.filter((slot) => !event.data.slots.some((named) => isSameSlot(named, slot))),
        ...event.data.slots,
      ];
    default:
      if ('slots' in event.data) return event.data.slots;
      return 'neighbourhood' in event.data
        ? [{ neighbourhood: event.data.neighbourhood, theme: event.data.theme }]
        : undefined;
  }
};

const isSameSlot = (one: Slot, other: Slot): boolean =>
  one.neighbourhood === other.neighbourhood && one.theme === other.theme;

/** Returns whether the agency may see the case on the day `on`, which must not be before the last event. */
export const takesPart = (participation: Participation, on: LocalDate): boolean =>
  involvement(relationOn(participation, on)) !== undefined;

/**
 * Returns whether the agency may read an event of the case on the day `on`. The coordinator may read every event. A
 * participant may read events from before its acceptance only as far as its invitation shows the past. `revision`: the
 * revision of the case at the event.
 */
export const mayRead = (
  participation: Participation,
  { type, revision }: Readonly<{ type: string; revision: number }>,
  on: LocalDate,
): boolean => {
  if (!takesPart(participation, on)) return false;
  const past = visiblePast(relationOn(participation, on));
  return past === 'all' || revision >= (participation.since ?? 0) || (past === 'summary' && isInSummary(type));
};

const isInSummary = (type: string): boolean => SUMMARY.has(type);
const SUMMARY: ReadonlySet<string> = new Set(IN_SUMMARY.map((fact): FeedEvent['type'] => `be.regie.case.${fact}.v1`));

/**
 * Returns the agency that gets earlier events of the case at its acceptance, with a filter for these events. The filter
 * excludes events that name the agency, because its feed already has them. Returns undefined when `event` is not an
 * acceptance, or when the invitation shows nothing of the past.
 */
export const latecomer = (
  event: FeedEvent,
  participations: Participations,
): Readonly<{ agency: string; wants: (earlier: FeedEvent) => boolean }> | undefined => {
  if (event.type !== 'be.regie.case.participant-accepted.v1') return undefined;
  const { agency } = event.data;
  const past = participations.get(agency)?.past;
  if (past === undefined) return undefined;
  return {
    agency,
    wants: (earlier) => (past === 'all' || isInSummary(earlier.type)) && !namedBy(earlier).includes(agency),
  };
};

/**
 * Returns the audience of `event`, recorded on the day `on`. `participations`: the participations in its case after the
 * event. Pages, streams and webhooks all depend on this function, so that every reader sees only its own data
 * (docs/scope.md, P7).
 */
export const audienceOf = (event: FeedEvent, participations: Participations, on: LocalDate): Audience => {
  if (event.type.startsWith('be.regie.mandate.')) return 'city';
  const named = namedBy(event);
  const about = named.map((agency) => ({ agency, caseId: null }));
  const caseId = caseOf(event);
  if (caseId === undefined) return about;
  const others = [...participations].filter(
    ([agency, participation]) => !named.includes(agency) && takesPart(participation, on),
  );
  return [...about, ...others.map(([agency]) => ({ agency, caseId }))];
};

/**
 * Returns whether the feed of the agency may contain events of the case with this history. True when the agency ever
 * accepted, or was in the audience of an event of the case.
 */
export const hasSomeOf = (history: readonly FeedEvent[], agency: string): boolean => {
  let participations: Participations = new Map();
  return history.some((event) => {
    const on = brusselsDate(new Date(event.time));
    participations = participationsAfter(event, participations, on);
    const audience = audienceOf(event, participations, on);
    return (
      participations.get(agency)?.since !== undefined ||
      (audience !== 'city' && audience.some((each) => each.agency === agency && each.caseId !== null))
    );
  });
};

/** Returns the agencies that an event is about. */
const namedBy = (event: FeedEvent): readonly string[] => {
  switch (event.type) {
    case 'be.regie.agency.enrolled.v1':
    case 'be.regie.agency.changed.v1':
    case 'be.regie.agency.suspended.v1':
    case 'be.regie.agency.resumed.v1':
    case 'be.regie.agency.ended.v1':
    case 'be.regie.agency.cooperation-policy-set.v1':
    case 'be.regie.subscription.created.v1':
    case 'be.regie.subscription.changed.v1':
    case 'be.regie.subscription.confirmed.v1':
    case 'be.regie.subscription.paused.v1':
    case 'be.regie.subscription.suspended.v1':
    case 'be.regie.subscription.resumed.v1':
    case 'be.regie.subscription.replayed.v1':
    case 'be.regie.subscription.event-skipped.v1':
    case 'be.regie.subscription.secret-rotated.v1':
    case 'be.regie.subscription.ended.v1':
    case 'be.regie.case.participant-invited.v1':
    case 'be.regie.case.participant-accepted.v1':
    case 'be.regie.case.participant-declined.v1':
    case 'be.regie.case.participant-withdrawn.v1':
      return [event.data.agency];
    case 'be.regie.case.coordination-taken-over.v1':
      // The new holder gets this event at once. Until its coordination starts, it sees no other event of the case,
      // unless it is a participant.
      return [event.data.holder];
    default:
      return [];
  }
};

/** Returns the participations in a case after `event`, recorded on the day `on`. */
export const participationsAfter = (
  event: FeedEvent,
  participations: Participations,
  on: LocalDate,
): Participations => {
  switch (event.type) {
    case 'be.regie.case.opened.v1': {
      const { openedBy, holder, until } = event.data;
      return coordinatedBy(accepted(participations, openedBy, event), holder, { from: on, ...(until && { until }) });
    }
    case 'be.regie.case.participant-invited.v1':
      return invited(participations, event.data);
    case 'be.regie.case.participant-accepted.v1':
      return accepted(participations, event.data.agency, event);
    case 'be.regie.case.participant-declined.v1':
      return answered(participations, event.data.agency, 'declined');
    case 'be.regie.case.participant-withdrawn.v1':
      return answered(participations, event.data.agency, 'withdrawn');
    case 'be.regie.case.coordination-taken-over.v1': {
      const { holder, from, until } = event.data;
      return coordinatedBy(coordinatedUntil(participations, from), holder, { from, ...(until && { until }) });
    }
    case 'be.regie.case.coordination-lost.v1':
      return coordinatedUntil(participations, event.data.on);
    case 'be.regie.case.closed.v1':
      return coordinatedForEver(participations, on);
    default:
      return participations;
  }
};

const NONE: Participation = { status: null, coordinates: [] };

const answered = (participations: Participations, agency: string, status: Participation['status']): Participations =>
  new Map(participations).set(agency, { ...(participations.get(agency) ?? NONE), status });

/** Records an invitation. Each invitation replaces the visible part of the past. */
const invited = (
  participations: Participations,
  { agency, past }: Readonly<{ agency: string; past?: Participation['past'] }>,
): Participations => {
  const { past: _, ...before } = participations.get(agency) ?? NONE;
  return new Map(participations).set(agency, { ...before, status: 'invited', ...(past && { past }) });
};

const accepted = (participations: Participations, agency: string, event: FeedEvent): Participations =>
  new Map(participations).set(agency, {
    ...(participations.get(agency) ?? NONE),
    status: 'accepted',
    since: revisionOf(event),
  });

/** Returns the revision of the subject at this event. */
export const revisionOf = ({ sequence }: FeedEvent): number => Number(sequence);

const coordinatedBy = (participations: Participations, agency: string, period: Period): Participations => {
  const before = participations.get(agency) ?? NONE;
  return new Map(participations).set(agency, { ...before, coordinates: [...before.coordinates, period] });
};

/** Ends all coordination, planned coordination included. `on` is the first day without coordination. */
const coordinatedUntil = (participations: Participations, on: LocalDate): Participations =>
  coordinatedAnew(participations, (coordinates) => endBefore(coordinates, on));

/**
 * Makes the coordinator of the closing day the only coordinator, without an end. So this agency keeps the right to read
 * the closed case.
 */
const coordinatedForEver = (participations: Participations, on: LocalDate): Participations =>
  coordinatedAnew(participations, (coordinates) => (stretchOn(coordinates, on) ? [{ from: on }] : []));

const coordinatedAnew = (
  participations: Participations,
  next: (coordinates: readonly Period[]) => readonly Period[],
): Participations =>
  new Map([...participations].map(([agency, part]) => [agency, { ...part, coordinates: next(part.coordinates) }]));

const isOfCase = (event: FeedEvent): event is CasesEvent => event.type.startsWith('be.regie.case.');
