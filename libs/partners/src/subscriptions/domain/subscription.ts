import {
  type Actor,
  type Command,
  type Decider,
  DomainError,
  type Message,
  mustMatchVersion,
  unreachable,
} from '#kernel';
import { mustBeCallable, mustTakePart, type SubscriptionFacts, validCursor } from './subscription-facts.js';

/**
 * A subscription of an agency: the hub delivers the agency's feed to an address of that agency. One stream each, `subscription-<city>-<id>`. It holds
 * decisions only; the progress of its deliveries is in the database.
 *
 * unconfirmed -> active -> paused and suspended and resumed, any number of times -> ended
 *
 * Nothing is delivered to an address without its consent (CloudEvents HTTP 1.1 Web Hooks, section 4): a new address makes the subscription
 * unconfirmed again. Secrets and the contact are never in an event.
 */

// --- Words -----------------------------------------------------------------------------------------------------------------------------------

/** The filter, the address and the form of the deliveries. An empty list filters nothing. */
export type SubscriptionTerms = Readonly<{
  url: string;
  types: readonly string[];
  neighbourhoods: readonly string[];
  themes: readonly string[];
  /** `thin`: the event as published; `link`: with `dataref`, the address of its resource */
  mode: 'thin' | 'link';
  /** the content mode of CloudEvents over HTTP */
  content: 'structured' | 'binary' | 'batch';
}>;

export const SUBSCRIPTION_STATUSES = ['unconfirmed', 'active', 'paused', 'suspended', 'ended'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];
/** The causes of a suspension: the last attempt failed; the endpoint never agreed; the feed no longer contains the position of the subscription. */
export const SUSPENSION_CAUSES = ['last-try-failed', 'not-confirmed', 'place-unknown'] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];
/** The causes of an end: the agency ended it; its endpoint answered 410; the agency has ended. */
export const END_CAUSES = ['ended', 'gone', 'agency-ended'] as const;
export type EndCause = (typeof END_CAUSES)[number];

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

type Of<Data> = Readonly<Data & { subscriptionId: string; agency: string }>;
/** `after`: the cursor in the feed of the agency after which deliveries begin. */
export type SubscriptionCreated = Message<'SubscriptionCreated', Of<SubscriptionTerms & { after: string }>>;
/** The complete terms; `moved`: the address changed. */
export type SubscriptionChanged = Message<'SubscriptionChanged', Of<SubscriptionTerms & { moved: boolean }>>;
/** `rate`: the requests a minute that the endpoint allows; unlimited when left out. */
export type SubscriptionConfirmed = Message<'SubscriptionConfirmed', Of<{ url: string; rate?: number }>>;
export type SubscriptionPaused = Message<'SubscriptionPaused', Of<unknown>>;
export type SubscriptionSuspended = Message<'SubscriptionSuspended', Of<{ cause: SuspensionCause }>>;
export type SubscriptionResumed = Message<'SubscriptionResumed', Of<unknown>>;
/** Delivers everything after the cursor `after` again. */
export type SubscriptionReplayed = Message<'SubscriptionReplayed', Of<{ after: string }>>;
export type EventSkipped = Message<'EventSkipped', Of<{ eventId: string; reason: string }>>;
/** Until `overlapUntil`, the previous keys sign deliveries as well. `rotation` counts from 1. */
export type SecretRotated = Message<'SecretRotated', Of<{ rotation: number; overlapUntil: string }>>;
export type SubscriptionEnded = Message<'SubscriptionEnded', Of<{ cause: EndCause }>>;

export type SubscriptionEvent =
  | SubscriptionCreated
  | SubscriptionChanged
  | SubscriptionConfirmed
  | SubscriptionPaused
  | SubscriptionSuspended
  | SubscriptionResumed
  | SubscriptionReplayed
  | EventSkipped
  | SecretRotated
  | SubscriptionEnded;

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** `version` is the number of facts about this subscription that the actor has seen. */
type About<Data> = Data & { subscriptionId: string; version?: number };
/** `after`: a cursor of the agency's feed; the end of the feed when left out. */
export type CreateSubscription = Command<'CreateSubscription', About<SubscriptionTerms & { after?: string }>>;
/** Terms that are left out keep their value. */
export type ChangeSubscription = Command<'ChangeSubscription', About<Partial<SubscriptionTerms>>>;
export type PauseSubscription = Command<'PauseSubscription', About<unknown>>;
export type ResumeSubscription = Command<'ResumeSubscription', About<unknown>>;
/** `after` is a cursor of the agency's feed, `since` an instant; without both, the replay starts at the beginning of the feed. */
export type ReplaySubscription = Command<'ReplaySubscription', About<{ after?: string; since?: Date }>>;
export type SkipEvent = Command<'SkipEvent', About<{ eventId: string; reason: string }>>;
export type RotateSecret = Command<'RotateSecret', About<unknown>>;
export type EndSubscription = Command<'EndSubscription', About<unknown>>;

/** Commands that follow from deliveries, without an actor's request. */
export type ConfirmSubscription = Command<'ConfirmSubscription', About<{ url: string; rate?: number }>>;
export type SuspendSubscription = Command<'SuspendSubscription', About<{ cause: SuspensionCause }>>;
export type CloseSubscription = Command<'CloseSubscription', About<{ cause: EndCause }>>;

type Asked =
  | CreateSubscription
  | ChangeSubscription
  | PauseSubscription
  | ResumeSubscription
  | ReplaySubscription
  | SkipEvent
  | RotateSecret
  | EndSubscription;
type FoundOut = ConfirmSubscription | SuspendSubscription | CloseSubscription;
export type SubscriptionCommand = Asked | FoundOut;

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type Subscription = Readonly<{
  agency: string;
  terms: SubscriptionTerms;
  status: SubscriptionStatus;
  /** the endpoint at `terms.url` agreed */
  confirmed: boolean;
  rotations: number;
  skipped: readonly string[];
  /** the number of facts about this subscription; the ETag of its resource */
  version: number;
}>;

const evolve = (state: Subscription | undefined, { type, data }: SubscriptionEvent): Subscription => {
  if (type === 'SubscriptionCreated') {
    return {
      agency: data.agency,
      terms: termsOf(data),
      status: 'unconfirmed',
      confirmed: false,
      rotations: 0,
      skipped: [],
      version: 1,
    };
  }
  const subscription = { ...state!, version: state!.version + 1 };
  switch (type) {
    case 'SubscriptionChanged':
      return { ...subscription, terms: termsOf(data), ...(data.moved && UNCONFIRMED) };
    case 'SubscriptionConfirmed':
      return {
        ...subscription,
        status: subscription.status === 'unconfirmed' ? 'active' : subscription.status,
        confirmed: true,
      };
    case 'SubscriptionPaused':
      return { ...subscription, status: 'paused' };
    case 'SubscriptionSuspended':
      return { ...subscription, status: 'suspended' };
    case 'SubscriptionResumed':
      return { ...subscription, status: subscription.confirmed ? 'active' : 'unconfirmed' };
    case 'SubscriptionReplayed':
      return { ...subscription, skipped: [] };
    case 'EventSkipped':
      return { ...subscription, skipped: [...subscription.skipped, data.eventId] };
    case 'SecretRotated':
      return { ...subscription, rotations: data.rotation };
    case 'SubscriptionEnded':
      return { ...subscription, status: 'ended' };
    default:
      return unreachable(type);
  }
};

const UNCONFIRMED = { status: 'unconfirmed', confirmed: false } as const;

const termsOf = ({ url, types, neighbourhoods, themes, mode, content }: SubscriptionTerms): SubscriptionTerms => ({
  url,
  types,
  neighbourhoods,
  themes,
  mode,
  content,
});

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

/** The most subscriptions of an agency: the hub keeps deliveries running for each. */
export const MOST_SUBSCRIPTIONS = 50;
/** The time for which the previous keys sign beside the new ones after a rotation. */
const OVERLAP_MS = 24 * 3_600_000;

const create = (
  { data, by }: CreateSubscription,
  state: Subscription | undefined,
  facts: SubscriptionFacts,
): SubscriptionEvent[] => {
  const { subscriptionId } = data;
  const { others } = facts;
  const { at: after } = validCursor(facts);
  const subscription = ofTheActor(by, state);
  if (subscription) return [];
  if (state) throw new DomainError('subscription.unknown', { subscriptionId });
  if (others >= MOST_SUBSCRIPTIONS) throw new DomainError('subscription.too-many', { most: MOST_SUBSCRIPTIONS });
  return [{ type: 'SubscriptionCreated', data: { subscriptionId, agency: by.agency, ...termsOf(data), after } }];
};

const change = ({ data }: ChangeSubscription, subscription: Subscription): SubscriptionEvent[] => {
  const { subscriptionId, version: _, ...changes } = data;
  // With only the mail address to change, the version stays: a duplicate of that command is not stale.
  if (Object.keys(changes).length === 0) mustMatchVersion(subscription, data.version);
  const terms = termsOf({ ...subscription.terms, ...changes });
  if (sameTerms(terms, subscription.terms)) return [];
  mustMatchVersion(subscription, data.version);
  return [
    {
      type: 'SubscriptionChanged',
      data: { subscriptionId, agency: subscription.agency, ...terms, moved: terms.url !== subscription.terms.url },
    },
  ];
};

const pause = ({ data }: PauseSubscription, { status, agency, ...subscription }: Subscription): SubscriptionEvent[] => {
  if (status === 'paused') return [];
  mustMatchVersion(subscription, data.version);
  return [{ type: 'SubscriptionPaused', data: { subscriptionId: data.subscriptionId, agency } }];
};

/** Resumes deliveries. An active or unconfirmed subscription may be resumed too: its failed deliveries are then attempted at once. */
const resume = ({ data }: ResumeSubscription, subscription: Subscription): SubscriptionEvent[] => {
  mustMatchVersion(subscription, data.version);
  return [{ type: 'SubscriptionResumed', data: { subscriptionId: data.subscriptionId, agency: subscription.agency } }];
};

const replay = (
  { data }: ReplaySubscription,
  subscription: Subscription,
  facts: SubscriptionFacts,
): SubscriptionEvent[] => {
  const { at: after, isAhead } = validCursor(facts);
  mustMatchVersion(subscription, data.version);
  if (isAhead) throw new DomainError('subscription.replay-ahead');
  return [
    {
      type: 'SubscriptionReplayed',
      data: { subscriptionId: data.subscriptionId, agency: subscription.agency, after },
    },
  ];
};

const skip = (
  { data: { subscriptionId, eventId, reason, version } }: SkipEvent,
  subscription: Subscription,
  { isWaiting }: SubscriptionFacts,
): SubscriptionEvent[] => {
  if (subscription.skipped.includes(eventId)) return [];
  mustMatchVersion(subscription, version);
  if (!isWaiting) throw new DomainError('subscription.event-not-waiting', { eventId });
  return [{ type: 'EventSkipped', data: { subscriptionId, agency: subscription.agency, eventId, reason } }];
};

const rotate = (
  { data: { subscriptionId, version }, now }: RotateSecret,
  subscription: Subscription,
): SubscriptionEvent[] => {
  mustMatchVersion(subscription, version);
  const overlapUntil = new Date(Date.parse(now) + OVERLAP_MS).toISOString();
  return [
    {
      type: 'SecretRotated',
      data: { subscriptionId, agency: subscription.agency, rotation: subscription.rotations + 1, overlapUntil },
    },
  ];
};

const end = ({ data }: EndSubscription, subscription: Subscription): SubscriptionEvent[] => {
  if (subscription.status === 'ended') return [];
  mustMatchVersion(subscription, data.version);
  return [
    {
      type: 'SubscriptionEnded',
      data: { subscriptionId: data.subscriptionId, agency: subscription.agency, cause: 'ended' },
    },
  ];
};

/** Confirms the current address only: the response may be about an earlier one. */
const confirm = (
  { data: { subscriptionId, url, rate } }: ConfirmSubscription,
  { agency, terms, confirmed }: Subscription,
): SubscriptionEvent[] =>
  confirmed || url !== terms.url
    ? []
    : [{ type: 'SubscriptionConfirmed', data: { subscriptionId, agency, url, ...(rate !== undefined && { rate }) } }];

const suspend = (
  { data: { subscriptionId, cause, version } }: SuspendSubscription,
  subscription: Subscription,
): SubscriptionEvent[] => {
  // The cause may be obsolete: the agency has resumed the subscription or changed its address.
  if (!['active', 'unconfirmed'].includes(subscription.status) || version !== subscription.version) return [];
  return [{ type: 'SubscriptionSuspended', data: { subscriptionId, agency: subscription.agency, cause } }];
};

const close = (
  { data: { subscriptionId, cause } }: CloseSubscription,
  { agency }: Subscription,
): SubscriptionEvent[] => [{ type: 'SubscriptionEnded', data: { subscriptionId, agency, cause } }];

/** Commands of active agencies only. A suspended agency receives no deliveries, but may still stop its subscriptions. */
export const BY_ACTIVE_AGENCIES: readonly SubscriptionCommand['type'][] = [
  'CreateSubscription',
  'ChangeSubscription',
  'ResumeSubscription',
  'ReplaySubscription',
  'RotateSecret',
];

const decide = (
  command: SubscriptionCommand,
  state: Subscription | undefined,
  facts: SubscriptionFacts,
): readonly SubscriptionEvent[] => {
  if (isFoundOut(command)) return !state || state.status === 'ended' ? [] : foundOut(command, state);
  if (BY_ACTIVE_AGENCIES.includes(command.type)) mustTakePart(command.by.agency, facts);
  mustBeCallable(facts);
  if (command.type === 'CreateSubscription') return create(command, state, facts);
  const subscription = ofTheActor(command.by, state);
  if (!subscription) throw new DomainError('subscription.unknown', { subscriptionId: command.data.subscriptionId });
  if (command.type === 'ReplaySubscription') validCursor(facts);
  if (command.type === 'EndSubscription') return end(command, subscription);
  if (subscription.status === 'ended')
    throw new DomainError('subscription.ended', { subscriptionId: command.data.subscriptionId });
  switch (command.type) {
    case 'ChangeSubscription':
      return change(command, subscription);
    case 'PauseSubscription':
      return pause(command, subscription);
    case 'ResumeSubscription':
      return resume(command, subscription);
    case 'ReplaySubscription':
      return replay(command, subscription, facts);
    case 'SkipEvent':
      return skip(command, subscription, facts);
    case 'RotateSecret':
      return rotate(command, subscription);
    default:
      return unreachable(command);
  }
};

const foundOut = (command: FoundOut, subscription: Subscription): SubscriptionEvent[] => {
  switch (command.type) {
    case 'ConfirmSubscription':
      return confirm(command, subscription);
    case 'SuspendSubscription':
      return suspend(command, subscription);
    case 'CloseSubscription':
      return close(command, subscription);
    default:
      return unreachable(command);
  }
};

export const subscriptionRules: Decider<
  SubscriptionCommand,
  SubscriptionEvent,
  Subscription | undefined,
  SubscriptionFacts
> = {
  initialState: undefined,
  decide,
  evolve,
};

/** Returns the stream of a subscription. */
export const subscriptionStream = (city: string, subscriptionId: string): string =>
  `subscription-${city}-${subscriptionId}`;

// --- Questions to the subscription -----------------------------------------------------------------------------------------------------------

const isFoundOut = (command: SubscriptionCommand): command is FoundOut =>
  ['ConfirmSubscription', 'SuspendSubscription', 'CloseSubscription'].includes(command.type);

/**
 * Returns the subscription if it belongs to the actor's agency: another agency's subscription must appear not to exist. The role is checked first.
 */
const ofTheActor = (by: Actor, subscription: Subscription | undefined): Subscription | undefined => {
  if (by.role !== 'agency-admin' && by.role !== 'partner-api')
    throw new DomainError('access.subscriptions-by-the-agency', { role: by.role });
  return subscription?.agency === by.agency ? subscription : undefined;
};

const sameTerms = (a: SubscriptionTerms, b: SubscriptionTerms): boolean =>
  a.url === b.url &&
  a.mode === b.mode &&
  a.content === b.content &&
  (['types', 'neighbourhoods', 'themes'] as const).every((list) => sameCodes(a[list], b[list]));

const sameCodes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((code) => b.includes(code));
