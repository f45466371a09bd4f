import { DomainError, unreachable } from '#kernel';

/** The reason why a text is not a valid cursor of the feed. */
export type CursorFault = 'feed.cursor-malformed' | 'feed.cursor-foreign' | 'feed.cursor-unknown';

/**
 * Facts of a command on a subscription. Facts that do not matter to the command keep the values of {@link NO_FACTS},
 * which cause no refusal.
 */
export type SubscriptionFacts = Readonly<{
  /** the status of the actor's agency in the hub */
  agency: 'unknown' | 'active' | 'suspended' | 'ended';
  /** the reason why the hub may not call the address in the command */
  urlFault?: string;
  /** the number of subscriptions of the agency that have not ended */
  others: number;
  /**
   * the cursor in the feed of the agency that the command refers to. `isAhead`: the deliveries have not reached the
   * cursor yet
   */
  cursor: Readonly<{ at: string; isAhead: boolean }> | Readonly<{ fault: CursorFault }>;
  /** true: the event in the command still waits for delivery */
  isWaiting: boolean;
}>;

/** The facts of a command that depends on no facts. */
export const NO_FACTS: SubscriptionFacts = {
  agency: 'active',
  others: 0,
  cursor: { at: '', isAhead: false },
  isWaiting: false,
};

/** @throws {DomainError} `agency.not-known`, `agency.not-active` */
export const mustTakePart = (agency: string, { agency: state }: SubscriptionFacts): void => {
  if (state === 'unknown') throw new DomainError('agency.not-known', { agency });
  if (state !== 'active') throw new DomainError('agency.not-active', { agency, state });
};

/** @throws {DomainError} `subscription.url-refused` */
export const mustBeCallable = ({ urlFault }: SubscriptionFacts): void => {
  if (urlFault !== undefined) throw new DomainError('subscription.url-refused', { fault: urlFault });
};

/** @throws {DomainError} the {@link CursorFault} */
export const validCursor = ({ cursor }: SubscriptionFacts): Readonly<{ at: string; isAhead: boolean }> => {
  if ('fault' in cursor) throw refusalOf(cursor.fault);
  return cursor;
};

const refusalOf = (fault: CursorFault): DomainError => {
  switch (fault) {
    case 'feed.cursor-malformed':
      return new DomainError('feed.cursor-malformed');
    case 'feed.cursor-foreign':
      return new DomainError('feed.cursor-foreign');
    case 'feed.cursor-unknown':
      return new DomainError('feed.cursor-unknown');
    default:
      return unreachable(fault);
  }
};
