import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Subscriptions1767222000500 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE subscription (
        city text,
        id text,
        agency text NOT NULL,
        version int NOT NULL,
        url text NOT NULL,
        types text[] NOT NULL,
        neighbourhoods text[] NOT NULL,
        themes text[] NOT NULL,
        mode text NOT NULL,
        content text NOT NULL,
        status text NOT NULL,
        cause text,
        confirmed boolean NOT NULL,
        rate int,
        starts_after text NOT NULL,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (city, id)
      )`);
    await db.query('CREATE INDEX ON subscription (city, agency, id)');

    // The following tables are not read models. They hold the state of deliveries, and data that is not in the log
    // because it must be deletable. They may exist already, restored from a backup that has no read models.
    await db.query(`
      CREATE TABLE IF NOT EXISTS delivery_line (
        city text,
        subscription_id text,
        applied int NOT NULL,
        pass int NOT NULL DEFAULT 1,
        cursor text NOT NULL,
        sequence bigint NOT NULL,
        numbered bigint NOT NULL DEFAULT 0,
        taken bigint NOT NULL DEFAULT 0,
        delivered bigint NOT NULL DEFAULT 0,
        dead bigint NOT NULL DEFAULT 0,
        failures int NOT NULL DEFAULT 0,
        problem text,
        pace_ms int NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL,
        mail_at timestamptz NOT NULL DEFAULT 'infinity',
        mails_failed int NOT NULL DEFAULT 0,
        lease uuid,
        leased_until timestamptz NOT NULL DEFAULT '-infinity',
        PRIMARY KEY (city, subscription_id)
      )`);
    await db.query(`
      CREATE TABLE IF NOT EXISTS delivery (
        city text,
        subscription_id text,
        number bigint,
        pass int NOT NULL,
        message bigint NOT NULL,
        sequence bigint NOT NULL,
        event_id text NOT NULL,
        event_type text NOT NULL,
        state text NOT NULL,
        reason text,
        tries int NOT NULL DEFAULT 0,
        taken_at timestamptz NOT NULL,
        first_at timestamptz,
        last_at timestamptz,
        took_ms int,
        status int,
        answer text,
        PRIMARY KEY (city, subscription_id, number)
      )`);
    await db.query(
      `CREATE INDEX IF NOT EXISTS delivery_city_subscription_id_pass_sequence_idx ON delivery (city, subscription_id, pass, sequence) WHERE state <> 'delivered'`,
    );
    await db.query(`CREATE INDEX IF NOT EXISTS delivery_last_at_idx ON delivery (last_at) WHERE state <> 'pending'`);
    await db.query(`
      CREATE TABLE IF NOT EXISTS subscription_key (
        city text,
        subscription_id text,
        rotation int,
        sealed_secret bytea NOT NULL,
        sealed_private_key bytea NOT NULL,
        public_key text NOT NULL,
        until timestamptz,
        PRIMARY KEY (city, subscription_id, rotation)
      )`);
    await db.query(
      'CREATE TABLE IF NOT EXISTS subscription_contact (city text, subscription_id text, mail text NOT NULL, PRIMARY KEY (city, subscription_id))',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE subscription_contact, subscription_key, delivery, delivery_line, subscription');
  }
}
