import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets a row of `delivery` have several events: those of one message. Each existing row keeps its one event. Tables
 * restored from a backup of this release already have the arrays.
 */
export class DeliveryMessages1798000000120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const [former] = (await db.query(
      `SELECT FROM pg_attribute WHERE attrelid = 'delivery'::regclass AND attname = 'event_id' AND NOT attisdropped`,
    )) as unknown[];
    if (!former) return;
    await db.query('ALTER TABLE delivery RENAME event_id TO event_ids');
    await db.query('ALTER TABLE delivery RENAME event_type TO event_types');
    await db.query(`
      ALTER TABLE delivery
        ALTER event_ids TYPE text[] USING ARRAY[event_ids], ALTER event_types TYPE text[] USING ARRAY[event_types], ADD sequences bigint[]`);
    await db.query('UPDATE delivery SET sequences = ARRAY[sequence]');
    await db.query('ALTER TABLE delivery ALTER sequences SET NOT NULL');
    await db.query('CREATE INDEX ON delivery USING gin (event_ids)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX delivery_event_ids_idx');
    await db.query(`
      WITH message AS (DELETE FROM delivery WHERE cardinality(event_ids) > 1 RETURNING *)
      INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, reason,
                            attempts, enqueued_at, first_attempt_at, last_at, duration_ms, response_status, response)
      SELECT city, subscription_id, number + n - 1, pass, message, sequences[n], sequences[n:n], event_ids[n:n], event_types[n:n], state, reason,
             attempts, enqueued_at, first_attempt_at, last_at, duration_ms, response_status, response
        FROM message, generate_subscripts(event_ids, 1) n`);
    await db.query(`
      ALTER TABLE delivery ALTER event_ids TYPE text USING event_ids[1], ALTER event_types TYPE text USING event_types[1], DROP sequences`);
    await db.query('ALTER TABLE delivery RENAME event_ids TO event_id');
    await db.query('ALTER TABLE delivery RENAME event_types TO event_type');
  }
}
