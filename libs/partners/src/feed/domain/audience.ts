import { IN_SUMMARY, involvement, type Past, visiblePast } from '#access';
import type { CasesEvent, MandatesEvent, PartnersEvent } from '#contracts';
import { brusselsDate, endBefore, type LocalDate, type Period, stretchOn } from '#kernel';

/** An event that a feed may contain: the public events of these contexts. */
export type FeedEvent = MandatesEvent | CasesEvent | PartnersEvent;

/**
 * The relation of an agency to a case: its status as a participant, if any, and the days on which it coordinates, as far as known. `since`: the
 * revision of the case at which it last accepted. `past`: the part of the past that its last invitation lets it see; nothing when left out.
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
 * The agencies that get an event: every agency of the city, or these. `caseId` null: the event is about the agency itself and stays in its feed.
 * Otherwise the event belongs to that case, and the agency may read it while it takes part.
 */
export type Audience = 'city' | readonly Readonly<{ agency: string; caseId: string | null }>[];

/** Returns the case of an event. */
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
 * Returns the slots of a case or a mandate after `event`, or undefined when `event` names none: later events of the same subject need not repeat
 * them.
 */
export const slotsAfter = (event: FeedEvent, before: readonly Slot[] = []): readonly Slot[] | undefined => {
  switch (event.type) {
    case 'be.regie.mandate.narrowed.v1':
    case 'be.regie.mandate.widened.v1':
      // These events name slots removed or added, perhaps on a later day. A filter on the slots that stay must match too.
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

/** Returns whether the agency may see the case on that day, which is not before the day of the last event. */
export const takesPart = (participation: Participation, on: LocalDate): boolean =>
  involvement(relationOn(participation, on)) !== undefined;

/**
 * Returns whether the agency may read this event of the case on that day. It must take part, and have accepted before the event or see that part of
 * the past. `revision`: the revision of the case at that event.
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
 * Returns the agency that gets earlier events of the case with its acceptance, and a filter for them. The filter leaves out events that name the
 * agency: its feed has those already. Undefined when `event` is no acceptance, or one that shows nothing of the past.
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
 * Returns the audience of `event`, recorded on the day `on`. `participations` are those of its case, after the event. Nothing else decides this: a
 * feed entry, its stream and its webhook all start here, so that every reader sees only its own data (P7).
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

/** Returns whether the feed of the agency may have events of the case with this history: the agency accepted before, or was in an audience. */
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
      // The coordination may start later: until then the new holder sees nothing else of the case.
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

/** Records an invitation. The last one counts: it replaces the visible part of the past. */
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

/** Ends all coordination before `on`, planned coordination too. */
const coordinatedUntil = (participations: Participations, on: LocalDate): Participations =>
  coordinatedAnew(participations, (coordinates) => endBefore(coordinates, on));

/** Leaves a closed case with its coordinator of that day: nobody coordinates it afterwards. */
const coordinatedForEver = (participations: Participations, on: LocalDate): Participations =>
  coordinatedAnew(participations, (coordinates) => (stretchOn(coordinates, on) ? [{ from: on }] : []));

const coordinatedAnew = (
  participations: Participations,
  next: (coordinates: readonly Period[]) => readonly Period[],
): Participations =>
  new Map([...participations].map(([agency, part]) => [agency, { ...part, coordinates: next(part.coordinates) }]));

const isOfCase = (event: FeedEvent): event is CasesEvent => event.type.startsWith('be.regie.case.');
