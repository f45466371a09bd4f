import type { EndCause, SuspensionCause } from '#contracts';
import { type Actor, DomainError, type Message, unreachable } from '#kernel';

/**
 * The events of a subscription, and the state that follows from them. Each subscription has its own stream,
 * `subscription-<city>-<id>`. The stream has only decisions; the progress of deliveries is in the table
 * `delivery_cursor`.
 *
 * unconfirmed -> active -> paused and suspended and resumed, any number of times -> ended
 *
 * Nothing is delivered to an address without its consent (CloudEvents HTTP 1.1 Web Hooks, section 4). So a new address
 * makes the subscription unconfirmed again. Secrets and the contact are never in an event.
 */

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

/** The filter, the address and the form of the deliveries. An empty list means no filter. */
export type SubscriptionTerms = Readonly<{
  url: string;
  types: readonly string[];
  neighbourhoods: readonly string[];
  themes: readonly string[];
  /** `thin`: the event as published; `link`: the event with `dataref`, the address of the resource that it is about */
  mode: 'thin' | 'link';
  /** the content mode of CloudEvents over HTTP */
  content: 'structured' | 'binary' | 'batch';
  /** the signatures of each message: `hmac` with the shared secret, `ed25519` with the private key of the hub */
  signatures: readonly Signature[];
}>;
export type Signature = 'hmac' | 'ed25519';
/** The terms in an event. An event from before `signatures` has none, and its subscription keeps both. */
export type RecordedTerms = Omit<SubscriptionTerms, 'signatures'> & Readonly<{ signatures?: readonly Signature[] }>;

export const SUBSCRIPTION_STATUSES = ['unconfirmed', 'active', 'paused', 'suspended', 'ended'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

type Of<Data> = Readonly<Data & { subscriptionId: string; agency: string }>;
/** `after`: the cursor in the feed of the agency after which deliveries begin. */
export type SubscriptionCreated = Message<'SubscriptionCreated', Of<RecordedTerms & { after: string }>>;
/** The event has the complete new terms. `moved`: the address changed. */
export type SubscriptionChanged = Message<'SubscriptionChanged', Of<RecordedTerms & { moved: boolean }>>;
/** `rate`: the requests a minute that the endpoint allows; unlimited when left out. */
export type SubscriptionConfirmed = Message<'SubscriptionConfirmed', Of<{ url: string; rate?: number }>>;
export type SubscriptionPaused = Message<'SubscriptionPaused', Of<unknown>>;
export type SubscriptionSuspended = Message<'SubscriptionSuspended', Of<{ cause: SuspensionCause }>>;
export type SubscriptionResumed = Message<'SubscriptionResumed', Of<unknown>>;
/** Everything after cursor `after` is delivered again. */
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

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type Subscription = Readonly<{
  agency: string;
  terms: SubscriptionTerms;
  status: SubscriptionStatus;
  /** true: the endpoint at `terms.url` gave its consent */
  confirmed: boolean;
  rotations: number;
  skipped: readonly string[];
  /** the number of facts about this subscription; the ETag of its resource */
  version: number;
}>;

export const evolve = (state: Subscription | undefined, { type, data }: SubscriptionEvent): Subscription => {
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

export const termsOf = ({
  url,
  types,
  neighbourhoods,
  themes,
  mode,
  content,
  signatures = ['hmac', 'ed25519'],
}: RecordedTerms): SubscriptionTerms => ({
  url,
  types,
  neighbourhoods,
  themes,
  mode,
  content,
  signatures,
});

// --- Questions to a subscription -------------------------------------------------------------------------------------------------------------

/** The data of a command on one subscription; `version` is the number of facts that the actor has seen. */
export type About<Data> = Data & { subscriptionId: string; version?: number };

/**
 * Checks the role of the actor, then returns the subscription if it belongs to the agency of the actor. Subscriptions
 * of other agencies must appear not to exist.
 */
export const ofTheActor = (by: Actor, subscription: Subscription | undefined): Subscription | undefined => {
  if (by.role !== 'agency-admin' && by.role !== 'partner-api')
    throw new DomainError('access.subscriptions-by-the-agency', { role: by.role });
  return subscription?.agency === by.agency ? subscription : undefined;
};

export const sameTerms = (a: SubscriptionTerms, b: SubscriptionTerms): boolean =>
  a.url === b.url &&
  a.mode === b.mode &&
  a.content === b.content &&
  (['types', 'neighbourhoods', 'themes', 'signatures'] as const).every((list) => sameCodes(a[list], b[list]));

const sameCodes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((code) => b.includes(code));
