import type { EntityManager } from 'typeorm';
import { type DeliveryCursor, LeaseLost } from './delivery-cursor.js';

/** City and id of a subscription, as the first two parameters of a statement. */
export type SubscriptionKey = readonly [city: string, subscriptionId: string];

/**
 * Locks a cursor until the end of the transaction.
 * @throws {LeaseLost}
 */
export const lockCursor = async (
  tx: EntityManager,
  { city, subscriptionId, lease }: Pick<DeliveryCursor, 'city' | 'subscriptionId' | 'lease'>,
): Promise<void> => {
  const [cursor] = await tx.query<unknown[]>(
    'SELECT FROM delivery_cursor WHERE city = $1 AND subscription_id = $2 AND lease = $3 FOR UPDATE',
    [city, subscriptionId, lease],
  );
  if (!cursor) throw new LeaseLost({ subscriptionId });
};

/**
 * Splits deliveries into one delivery for each event, so that their events can have different outcomes. The number of
 * the message stays, so those that are adjacent are still sent together. The caller has locked the cursor.
 */
export const splitDeliveries = async (
  tx: EntityManager,
  key: SubscriptionKey,
  numbers: readonly number[],
): Promise<void> => {
  await tx.query(
    `WITH delivery_before AS (DELETE FROM delivery WHERE city = $1 AND subscription_id = $2 AND number = ANY ($3::bigint[]) RETURNING *)
     INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, reason,
                           attempts, enqueued_at, first_attempt_at, last_at, duration_ms, response_status, response)
     SELECT city, subscription_id, number + n - 1, pass, message, sequences[n], sequences[n:n], event_ids[n:n], event_types[n:n], state, reason,
            attempts, enqueued_at, first_attempt_at, last_at, duration_ms, response_status, response
       FROM delivery_before, generate_subscripts(event_ids, 1) n`,
    [...key, numbers],
  );
};
