import pg from 'pg';
import { typeParsers } from '#postgres';
import type { Movement } from './judge.js';
import type { World } from './world.js';

/** Reads the progress of the deliveries of each subscription, directly from the database. A subscription is behind when its next attempt is due. */
export const deliveriesOf = async ({ parts }: World): Promise<readonly Movement[]> => {
  const part = parts.find(({ contexts }) => contexts.includes('partners'))!;
  const rows = await ask<{ id: string; token: string; due: boolean }>(
    part.postgresUrl,
    `SELECT subscription_id AS id, concat_ws(' ', pass, delivery_cursor.sequence, failures, next_attempt_at) AS token,
            next_attempt_at <= now() AND status = 'active' AND feed.last_sequence > delivery_cursor.sequence AS due
       FROM partners.delivery_cursor
       JOIN partners.subscription ON (subscription.city, subscription.id) = (delivery_cursor.city, delivery_cursor.subscription_id)
       LEFT JOIN partners.feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency)`,
  );
  const { name } = part.program;
  return rows.map(({ id, token, due }) => ({ process: name, name: `deliveries of ${id}`, token, behind: due }));
};

/** Lists the events that the hub recorded as delivered and that never arrived. */
export const lostDeliveries = async ({ parts, receiver }: World): Promise<readonly string[]> => {
  const part = parts.find(({ contexts }) => contexts.includes('partners'))!;
  const arrived = new Set(receiver.received.flatMap(({ events }) => events.map(({ id }) => id)));
  const rows = await ask<{ id: string }>(
    part.postgresUrl,
    `SELECT unnest(event_ids) AS id FROM partners.delivery WHERE state = 'delivered'`,
  );
  return rows.filter(({ id }) => !arrived.has(id)).map(({ id }) => `event ${id} counts as delivered and never arrived`);
};

const ask = async <Row extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<readonly Row[]> => {
  const client = new pg.Client({ connectionString, types: typeParsers });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};
