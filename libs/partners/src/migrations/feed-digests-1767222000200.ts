import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds to each entry the digest of all entries up to it. Existing entries get the digests that the projection of the
 * feed would compute.
 */
export class FeedDigests1767222000200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE feed ADD last_digest bigint');
    await db.query('ALTER TABLE feed_entry ADD digest bigint');
    await db.query(`
      UPDATE feed_entry entry SET digest = known.digest
        FROM (SELECT city, agency, sequence,
                     bit_xor(('x' || left(encode(sha256(convert_to(event ->> 'id', 'UTF8')), 'hex'), 16))::bit(64)::bigint)
                       OVER (PARTITION BY city, agency ORDER BY sequence) AS digest
                FROM feed_entry JOIN feed_event USING (city, number)) known
       WHERE (entry.city, entry.agency, entry.sequence) = (known.city, known.agency, known.sequence)`);
    await db.query(`
      UPDATE feed SET last_digest = entry.digest FROM feed_entry entry
       WHERE (entry.city, entry.agency, entry.sequence) = (feed.city, feed.agency, feed.last_sequence)`);
    await db.query('ALTER TABLE feed ALTER last_digest SET NOT NULL');
    await db.query('ALTER TABLE feed_entry ALTER digest SET NOT NULL');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE feed DROP last_digest');
    await db.query('ALTER TABLE feed_entry DROP digest');
  }
}
