import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the accepted agencies of a team: of existing teams, the agency that formed it and those with members. */
export class TeamAgencies1799100000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE team ADD agencies text[] NOT NULL DEFAULT '{}'`);
    await db.query(`
      UPDATE team SET agencies = (
        SELECT array_agg(DISTINCT agency COLLATE "C" ORDER BY agency COLLATE "C") FROM (
          SELECT team.formed_by AS agency
          UNION SELECT secondment.agency FROM secondment WHERE (secondment.city, secondment.team_id) = (team.city, team.id)) accepted)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE team DROP agencies');
  }
}
