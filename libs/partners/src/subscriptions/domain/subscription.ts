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
 * A subscription of an agency: the hub delivers what is in the agency's feed to an address of that agency. One stream each,
 * `subscription-<city>-<id>`. What is here is what was decided; how far the deliveries are stands beside it, in the database.
 *
 * unconfirmed -> active -> paused and suspended and resumed, any number of times -> ended
 *
 * Nothing is delivered to an address that has not agreed (CloudEvents HTTP 1.1 Web Hooks, section 4): a new one makes it unconfirmed again.
 * Secrets, and whom to write to, are never in an event.
 */

// --- Words -----------------------------------------------------------------------------------------------------------------------------------

/** What is asked for, and how it is to come. A list without members asks for all. */
export type SubscriptionTerms = Readonly<{
  url: string;
  types: readonly string[];
  neighbourhoods: readonly string[];
  themes: readonly string[];
  /** `thin`: the event as it was announced; `link`: with `dataref`, the address of the resource it is about */
  mode: 'thin' | 'link';
  /** of CloudEvents over HTTP */
  content: 'structured' | 'binary' | 'batch';
}>;

export const SUBSCRIPTION_STATUSES = ['unconfirmed', 'active', 'paused', 'suspended', 'ended'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];
/** Why the hub stopped: the last try of an event failed; the endpoint never agreed; the feed is not what it was before the place of the subscription. */
export const SUSPENSION_CAUSES = ['last-try-failed', 'not-confirmed', 'place-unknown'] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];
/** Why it is over: the agency says so; its endpoint answered 410; the agency takes no part any more. */
export const END_CAUSES = ['ended', 'gone', 'agency-ended'] as const;
export type EndCause = (typeof END_CAUSES)[number];

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

type Of<Data> = Readonly<Data & { subscriptionId: string; agency: string }>;
/** `after`: the cursor in the feed of the agency behind which deliveries begin. */
export type SubscriptionCreated = Message<'SubscriptionCreated', Of<SubscriptionTerms & { after: string }>>;
/** The wish, whole; `moved`: to another address than before. */
export type SubscriptionChanged = Message<'SubscriptionChanged', Of<SubscriptionTerms & { moved: boolean }>>;
/** `rate`: how many requests a minute the endpoint allows; left out, as many as there are. */
export type SubscriptionConfirmed = Message<'SubscriptionConfirmed', Of<{ url: string; rate?: number }>>;
export type SubscriptionPaused = Message<'SubscriptionPaused', Of<unknown>>;
export type SubscriptionSuspended = Message<'SubscriptionSuspended', Of<{ cause: SuspensionCause }>>;
export type SubscriptionResumed = Message<'SubscriptionResumed', Of<unknown>>;
/** Everything behind the cursor `after` is delivered again. */
export type SubscriptionReplayed = Message<'SubscriptionReplayed', Of<{ after: string }>>;
export type EventSkipped = Message<'EventSkipped', Of<{ eventId: string; reason: string }>>;
/** Until `overlapUntil` deliveries are signed with the keys before as well. `rotation` counts from 1. */
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

/** `version` is the number of facts about this subscription that the asker has seen. */
type About<Data> = Data & { subscriptionId: string; version?: number };
/** `after`: a cursor of the agency's feed; from its end on when left out. */
export type CreateSubscription = Command<'CreateSubscription', About<SubscriptionTerms & { after?: string }>>;
/** What is left out stays as it is. */
export type ChangeSubscription = Command<'ChangeSubscription', About<Partial<SubscriptionTerms>>>;
export type PauseSubscription = Command<'PauseSubscription', About<unknown>>;
export type ResumeSubscription = Command<'ResumeSubscription', About<unknown>>;
/** `after` a cursor of the agency's feed, or `since` an instant; from the beginning of the feed on when both are left out. */
export type ReplaySubscription = Command<'ReplaySubscription', About<{ after?: string; since?: Date }>>;
export type SkipEvent = Command<'SkipEvent', About<{ eventId: string; reason: string }>>;
export type RotateSecret = Command<'RotateSecret', About<unknown>>;
export type EndSubscription = Command<'EndSubscription', About<unknown>>;

/** What the deliveries come upon, by themselves. */
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
  /** the endpoint at `wish.url` agreed */
  confirmed: boolean;
  rotations: number;
  skipped: readonly string[];
  /** how many facts there are about this subscription; the ETag of its resource */
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

/** Each is a line of deliveries that the hub keeps going. */
export const MOST_SUBSCRIPTIONS = 50;
/** How long the keys before a rotation go on signing beside the new ones. */
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
  // only what is kept beside the wish changes, the mail address: that leaves the version as it is, so that a repeat is not stale
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

/** Also when it is active or waits to be confirmed: what failed and waits for its next try is then tried at once. */
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

/** The answer may be about an address that is not the one any more. */
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
  // what it was found out about may be over: the agency resumed it, or changed its address
  if (!['active', 'unconfirmed'].includes(subscription.status) || version !== subscription.version) return [];
  return [{ type: 'SubscriptionSuspended', data: { subscriptionId, agency: subscription.agency, cause } }];
};

const close = (
  { data: { subscriptionId, cause } }: CloseSubscription,
  { agency }: Subscription,
): SubscriptionEvent[] => [{ type: 'SubscriptionEnded', data: { subscriptionId, agency, cause } }];

/** A suspended agency has nothing delivered; it may still stop what it has. */
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

/** The stream of a subscription. */
export const subscriptionStream = (city: string, subscriptionId: string): string =>
  `subscription-${city}-${subscriptionId}`;

// --- Questions to the subscription -----------------------------------------------------------------------------------------------------------

const isFoundOut = (command: SubscriptionCommand): command is FoundOut =>
  ['ConfirmSubscription', 'SuspendSubscription', 'CloseSubscription'].includes(command.type);

/** What belongs to another agency does not exist for the asker; an agency's people who may not act for it get no further than the door. */
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
