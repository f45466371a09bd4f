import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the case, revision and slots of events, the time of entries, and the past that a participant may see. Existing
 * rows get the values that the projection of the feed would compute.
 */
export class FeedRights1767222000300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE feed_event ADD case_id text, ADD revision int, ADD slots jsonb');
    await db.query('ALTER TABLE feed_entry ADD at timestamptz');
    await db.query('ALTER TABLE feed ADD last_number bigint, ADD last_at timestamptz');
    await db.query('ALTER TABLE participation ADD since int, ADD past text');
    await db.query(
      'CREATE TABLE feed_subject (city text, subject text, slots jsonb NOT NULL, PRIMARY KEY (city, subject))',
    );
    await db.query(`
      UPDATE feed_event SET revision = (event ->> 'sequence')::int, case_id = CASE WHEN type LIKE 'be.regie.case.%' THEN event -> 'data' ->> 'caseId' END`);
    const named = `CASE WHEN event -> 'data' -> 'slots' IS NOT NULL THEN (event -> 'data' -> 'slots')::jsonb
                        WHEN type = 'be.regie.case.opened.v1'
                        THEN jsonb_build_array(jsonb_build_object('neighbourhood', event -> 'data' ->> 'neighbourhood', 'theme', event -> 'data' ->> 'theme')) END`;
    await db.query(`
      INSERT INTO feed_subject (city, subject, slots)
      SELECT DISTINCT ON (city, event ->> 'subject') city, event ->> 'subject', ${named} FROM feed_event
       WHERE ${named} IS NOT NULL ORDER BY city, event ->> 'subject', number DESC`);
    await db.query(`
      UPDATE feed_event told SET slots = subject.slots FROM feed_subject subject
       WHERE subject.city = told.city AND subject.subject = told.event ->> 'subject'`);
    await db.query(`
      UPDATE feed_entry entry SET at = known.at
        FROM (SELECT city, agency, sequence, max((event ->> 'time')::timestamptz) OVER (PARTITION BY city, agency ORDER BY sequence) AS at
                FROM feed_entry JOIN feed_event USING (city, number)) known
       WHERE (entry.city, entry.agency, entry.sequence) = (known.city, known.agency, known.sequence)`);
    await db.query(`
      UPDATE feed SET last_number = entry.number, last_at = entry.at FROM feed_entry entry
       WHERE (entry.city, entry.agency, entry.sequence) = (feed.city, feed.agency, feed.last_sequence)`);
    await db.query(`
      UPDATE participation part SET since = accepted.since
        FROM (SELECT city, case_id, CASE type WHEN 'be.regie.case.opened.v1' THEN event -> 'data' ->> 'openedBy' ELSE event -> 'data' ->> 'agency' END AS agency,
                     max(revision) AS since
                FROM feed_event WHERE type IN ('be.regie.case.opened.v1', 'be.regie.case.participant-accepted.v1') GROUP BY 1, 2, 3) accepted
       WHERE (part.city, part.case_id, part.agency) = (accepted.city, accepted.case_id, accepted.agency)`);
    for (const [table, ...columns] of [
      ['feed_event', 'revision'],
      ['feed_entry', 'at'],
      ['feed', 'last_number', 'last_at'],
    ] as const) {
      for (const column of columns) await db.query(`ALTER TABLE ${table} ALTER ${column} SET NOT NULL`);
    }
    await db.query('CREATE INDEX ON feed_event (city, case_id, number) WHERE case_id IS NOT NULL');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE feed_subject');
    await db.query('ALTER TABLE participation DROP since, DROP past');
    await db.query('ALTER TABLE feed DROP last_number, DROP last_at');
    await db.query('ALTER TABLE feed_entry DROP at');
    await db.query('ALTER TABLE feed_event DROP case_id, DROP revision, DROP slots');
  }
}
