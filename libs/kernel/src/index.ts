/**
 * The shape of every rule in the hub: a decider turns a command and a state into events, and folds an event into the
 * next state.
 * Everything here is a value or a pure function; this library imports no other.
 */

import type { LocalDate } from './dates.js';
import { DomainError } from './domain-error.js';

export { brusselsDate, daysAfter, daysBetween, type LocalDate, startOfDay } from './dates.js';
export {
  activeAgency,
  type DirectoryFacts,
  type KnownAgency,
  mustBeKnownNeighbourhoods,
  NOTHING_KNOWN,
} from './directory-facts.js';
export { DomainError } from './domain-error.js';
export { Lazy, PersistentMap } from './persistent-map.js';
export {
  coalesce,
  contains,
  endBefore,
  firstDifference,
  inOrder,
  overlaps,
  type Period,
  replaceWithin,
  samePeriod,
  startFrom,
  type Stretch,
  stretchOn,
  within,
} from './timeline.js';

/** An event or a command: a fact or an intent with a name. `data` is JSON. */
export type Message<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>;

/** The roles that a token may carry. They grant permissions in the API; authority in a case or over a mandate comes from the mandate record (R3). */
export const ROLES = ['worker', 'coordinator', 'manager', 'agency-admin', 'partner-api'] as const;
export type Role = (typeof ROLES)[number];

/** The actor: a person or a system of one agency in one city. `subject` is the pseudonym of the identity provider, never a name. */
export type Actor = Readonly<{ city: string; agency: string; role: Role; subject: string }>;

/** Returns whether the actor is the city itself: a manager of an agency of the kind `city-service`. */
export const isCity = ({ role }: Actor, agencyKind: string | undefined): boolean =>
  role === 'manager' && agencyKind === 'city-service';

/** The agency code under which the hub acts by itself. No agency has this code. */
export const HUB = 'hub';

/** Returns the hub as an actor; `subject` names the part of the hub that acts. */
export const hubActor = (city: string, subject: string): Actor => ({ city, agency: HUB, role: 'manager', subject });

/**
 * A command: an intent and its actor. `now` is its moment as an ISO instant (UTC), and `today` is the calendar date in
 * Brussels.
 * Ids are part of `data`. Values that are looked up for the decision are not part of the command but its facts, see
 * {@link Decider}.
 */
export type Command<Type extends string = string, Data = unknown> = Message<Type, Data> &
  Readonly<{ by: Actor; now: string; today: LocalDate }>;

/** Folds events into the state of one kind of stream. */
export interface Evolver<E extends Message, S> {
  readonly initialState: S;
  evolve(state: S, event: E): S;
}

/**
 * The rules of one kind of stream. Both functions are synchronous and pure.
 *
 * `decide` returns the events that follow, none when the command is already fulfilled, or throws {@link DomainError}
 * when it is refused.
 * `facts` are values from outside the stream, loaded once per command. The loader does not judge them: an unknown or
 * suspended agency is a fact, and only the decider refuses it.
 * `opens`: the type of the command that begins a stream, under an id made for this command.
 */
export interface Decider<C extends Message, E extends Message, S, F = void> extends Evolver<E, S> {
  readonly opens?: C['type'];
  decide(command: C, state: S, facts: F): readonly E[];
}

/**
 * Returns `thing` when `version`, the version that the actor has seen, is its current one. Without `version`, every
 * version is accepted.
 * @throws {DomainError} `request.stale`
 */
export const mustMatchVersion = <T extends Readonly<{ version: number }>>(thing: T, version: number | undefined): T => {
  if (version !== undefined && version !== thing.version)
    throw new DomainError('request.stale', { expected: version, actual: thing.version });
  return thing;
};

/** Returns the state after `events`, from the beginning or from `state`. */
export const fold = <E extends Message, S>(
  evolver: Evolver<E, S>,
  events: Iterable<E>,
  state: S = evolver.initialState,
): S => {
  let next = state;
  for (const event of events) next = evolver.evolve(next, event);
  return next;
};

/** Ends the `default` of an exhaustive switch: a new member of the union becomes a compile error here. */
export const unreachable = (value: never): never => {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
};
