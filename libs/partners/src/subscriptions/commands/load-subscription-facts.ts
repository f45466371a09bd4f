import type { QueryBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import { ListDeliveries } from '../../delivery/delivery-log.js';
import { DeliveryStatusOf } from '../../delivery/delivery-status.js';
import { type SsrfGuard, UrlRefused } from '../../delivery/ssrf-guard.js';
import { BEGINNING, cursorOf, type FeedOf, parseCursor, positionOf } from '../../feed/queries/feed-cursor.js';
import { cursorAt, cursorAtEnd, hasEntryAt } from '../../feed/queries/read-feed.js';
import {
  BY_ACTIVE_AGENCIES,
  type CreateSubscription,
  type ReplaySubscription,
  type SubscriptionCommand,
} from '../domain/subscription.js';
import { NO_FACTS, type SubscriptionFacts } from '../domain/subscription-facts.js';

type Sources = Readonly<{ db: DataSource; queries: QueryBus; ssrfGuard: SsrfGuard }>;

/** Loads the facts of a command on a subscription, in parallel. Commands that follow from deliveries depend on no facts. */
export const loadSubscriptionFacts = async (
  sources: Sources,
  command: SubscriptionCommand,
): Promise<SubscriptionFacts> => {
  const [agency, urlFault, cursor, isWaiting] = await Promise.all([
    BY_ACTIVE_AGENCIES.includes(command.type) ? agencyFacts(sources, command.by) : undefined,
    command.type === 'CreateSubscription' || command.type === 'ChangeSubscription'
      ? urlFaultOf(sources, command.data.url)
      : undefined,
    command.type === 'CreateSubscription' || command.type === 'ReplaySubscription'
      ? cursorFact(sources, command)
      : undefined,
    command.type === 'SkipEvent' ? isEventWaiting(sources, command) : undefined,
  ]);
  return {
    ...NO_FACTS,
    ...agency,
    ...(urlFault !== undefined && { urlFault }),
    ...(cursor && { cursor }),
    ...(isWaiting !== undefined && { isWaiting }),
  };
};

const AGENCY_FACTS = statement<Pick<SubscriptionFacts, 'agency' | 'others'>>(
  'partners.agency-facts',
  `SELECT coalesce((SELECT status FROM agency WHERE city = $1 AND code = $2), 'unknown') AS agency,
          (SELECT count(*)::int FROM subscription WHERE city = $1 AND agency = $2 AND status <> 'ended') AS others`,
);

const agencyFacts = async (
  { db }: Sources,
  { city, agency }: FeedOf,
): Promise<Pick<SubscriptionFacts, 'agency' | 'others'>> => {
  const [row] = await AGENCY_FACTS.rows(db, [city, agency]);
  return row!;
};

const urlFaultOf = async ({ ssrfGuard }: Sources, url: string | undefined): Promise<string | undefined> => {
  if (url === undefined) return undefined;
  try {
    await ssrfGuard.check(url);
    return undefined;
  } catch (error) {
    if (error instanceof UrlRefused) return error.fault;
    throw error;
  }
};

const cursorFact = async (
  sources: Sources,
  command: CreateSubscription | ReplaySubscription,
): Promise<SubscriptionFacts['cursor']> => {
  const { db } = sources;
  const { by: feed, data } = command;
  if (data.after !== undefined) {
    const position = parseCursor(feed, data.after);
    if (typeof position === 'string') return { fault: position };
    if (!(await hasEntryAt(db, feed, position))) return { fault: 'feed.cursor-unknown' };
  }
  if (command.type === 'CreateSubscription') return { at: data.after ?? (await cursorAtEnd(db, feed)), isAhead: false };
  const { since, subscriptionId } = command.data;
  const [at, delivered] = await Promise.all([
    data.after ?? (since === undefined ? cursorOf(feed, BEGINNING) : cursorAt(db, feed, since)),
    deliveredUpTo(sources, feed, subscriptionId),
  ]);
  return { at, isAhead: positionOf(feed, at).sequence > delivered };
};

/**
 * Returns the sequence up to which the deliveries have processed the feed. Infinity while the subscription has no
 * cursor yet, so that no position is ahead.
 */
const deliveredUpTo = async ({ queries }: Sources, { city }: FeedOf, subscriptionId: string): Promise<number> => {
  const statuses = await queries.execute(new DeliveryStatusOf(city, [subscriptionId]));
  return statuses.get(subscriptionId)?.sequence ?? Infinity;
};

const isEventWaiting = async (
  { queries }: Sources,
  { by: { city }, data: { subscriptionId, eventId } }: Extract<SubscriptionCommand, { type: 'SkipEvent' }>,
): Promise<boolean> => {
  const { items } = await queries.execute(
    new ListDeliveries(city, subscriptionId, { state: 'pending', eventId, limit: 1 }),
  );
  return items.length > 0;
};
