/**
 * The public language of the hub: the events that contexts publish to each other and to partners. Events and fields may
 * be added, and are never changed.
 */
import * as cases from './cases.js';
import * as mandates from './mandates.js';
import * as partners from './partners.js';
import type { ContextName, EventOf, PublicEventType, Topic, TOPICS } from './public-event.js';
import * as teams from './teams.js';

export { describeEvents } from './asyncapi.js';
export * from './cases.js';
export * from './code-lists.js';
export * from './mandates.js';
export * from './partners.js';
export {
  toPublicEvent,
  type ContextName,
  type DataOf,
  type EventOf,
  type PublicEvent,
  type PublicEventType,
  type Topic,
  TOPICS,
} from './public-event.js';
export * from './teams.js';

/** The events of a context as a union, for exhaustive switches in consumers. */
export type CasesEvent = EventOf<(typeof cases)[keyof typeof cases]>;
export type MandatesEvent = EventOf<(typeof mandates)[keyof typeof mandates]>;
export type PartnersEvent = EventOf<(typeof partners)[keyof typeof partners]>;
export type TeamsEvent = EventOf<(typeof teams)[keyof typeof teams]>;

type EventsByContext = {
  cases: CasesEvent;
  mandates: MandatesEvent;
  partners: PartnersEvent;
  teams: TeamsEvent;
};
/** The events of one or more topics. */
export type EventOn<T extends Topic> = {
  [Context in ContextName]: (typeof TOPICS)[Context] extends T ? EventsByContext[Context] : never;
}[ContextName];

/** All public event types, by name. */
export const PUBLIC_EVENTS: ReadonlyMap<string, PublicEventType> = new Map(
  [cases, mandates, partners, teams]
    .flatMap((topic) => Object.values(topic) as PublicEventType[])
    .map((eventType) => [eventType.type, eventType]),
);
