import { type Command, type Decider, DomainError, mustMatchVersion, unreachable } from '#kernel';
import { followUp, type FollowUpCommand, isFollowUp } from './commands-of-deliveries.js';
import { mustBeCallable, mustTakePart, type SubscriptionFacts, validCursor } from './subscription-facts.js';
import {
  type About,
  evolve,
  ofTheActor,
  sameTerms,
  type Subscription,
  type SubscriptionEvent,
  type SubscriptionTerms,
  termsOf,
} from './subscription-history.js';

/**
 * The rules of a subscription, with which the hub delivers the feed of an agency to an address of that agency.
 * `subscription-history.ts` has the events, and `commands-of-deliveries.ts` the rules that apply after a delivery.
 */

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** Creates a subscription. `after`: a cursor of the agency's feed; the end of the feed when left out. */
export type CreateSubscription = Command<'CreateSubscription', About<SubscriptionTerms & { after?: string }>>;
/** Changes a subscription. Terms that are left out keep their value. */
export type ChangeSubscription = Command<'ChangeSubscription', About<Partial<SubscriptionTerms>>>;
export type PauseSubscription = Command<'PauseSubscription', About<unknown>>;
export type ResumeSubscription = Command<'ResumeSubscription', About<unknown>>;
/**
 * Delivers events again. `after`: a cursor of the feed of the agency. `since`: an instant. Without both, the replay
 * starts at the beginning of the feed.
 */
export type ReplaySubscription = Command<'ReplaySubscription', About<{ after?: string; since?: Date }>>;
export type SkipEvent = Command<'SkipEvent', About<{ eventId: string; reason: string }>>;
export type RotateSecret = Command<'RotateSecret', About<unknown>>;
export type EndSubscription = Command<'EndSubscription', About<unknown>>;

export type SubscriptionCommand =
  | CreateSubscription
  | ChangeSubscription
  | PauseSubscription
  | ResumeSubscription
  | ReplaySubscription
  | SkipEvent
  | RotateSecret
  | EndSubscription
  | FollowUpCommand;

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

/** Maximum number of subscriptions of an agency, because the hub keeps deliveries running for each. */
export const MOST_SUBSCRIPTIONS = 50;
/** The time after a rotation during which the previous keys still sign, beside the new keys. */
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
  // Without new terms, the command changes only the mail address, which records no event. A repeat then finds the same
  // version, so the version can be checked first.
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

/**
 * Resumes deliveries. On a subscription that is active or unconfirmed already, it only makes the next attempt due at
 * once.
 */
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

/**
 * Commands that are allowed only to active agencies. A suspended agency receives no deliveries, but may still stop its
 * subscriptions.
 */
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
  if (isFollowUp(command)) return followUp(command, state);
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

export const subscriptionRules: Decider<
  SubscriptionCommand,
  SubscriptionEvent,
  Subscription | undefined,
  SubscriptionFacts
> = {
  initialState: undefined,
  opens: 'CreateSubscription',
  decide,
  evolve,
};

/** Returns the stream of a subscription. */
export const subscriptionStream = (city: string, subscriptionId: string): string =>
  `subscription-${city}-${subscriptionId}`;
