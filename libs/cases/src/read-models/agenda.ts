import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#decider';
import { cityOf } from '#event-store';
import { ownReadModel } from '#messaging';
import type { CaseEvent } from '../domain/case-history.js';
import type { FollowingCase } from './register.js';

/** The days that open cases wait for: nobody coordinates from `due` on, until the `next` takes over, and that is not on record. */
@Entity('agenda')
export class AgendaRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('date') due: LocalDate;
  @Column('date', { nullable: true }) next: LocalDate | null;
}

export const agenda = ownReadModel<CaseEvent>({
  name: 'cases.agenda',
  tables: ['agenda'],
  apply: async ({ stream, type, data }, tx) => {
    const city = cityOf(stream);
    const { caseId } = data;
    const ends = async (until: LocalDate | undefined): Promise<void> => {
      if (until !== undefined) await tx.insert(AgendaRow, { city, caseId, due: until, next: null });
    };
    const endsBefore = (on: LocalDate) => tx.query('DELETE FROM agenda WHERE city = $1 AND case_id = $2 AND due >= $3', [city, caseId, on]);
    switch (type) {
      case 'CaseOpened':
        return ends(data.coordination.until);
      case 'CoordinationTakenOver':
        await endsBefore(data.from);
        await tx.query(`UPDATE agenda SET next = $3 WHERE city = $1 AND case_id = $2 AND coalesce(next, 'infinity') > $3`, [city, caseId, data.from]);
        return ends(data.until);
      case 'CoordinationLost':
        await endsBefore(data.on);
        return;
      case 'CaseClosed':
        await tx.delete(AgendaRow, { city, caseId });
        return;
      default:
    }
  },
});

/** The cases of all cities that nobody coordinates on `today` without a record of it, as far as the reader of the register knows them; the oldest first. */
export const dueBy = (db: DataSource, today: LocalDate): Promise<FollowingCase[]> =>
  db.query<FollowingCase[]>(
    `SELECT city, case_id AS "caseId", neighbourhood, theme
       FROM agenda JOIN following_case USING (city, case_id)
      WHERE due <= $1 AND coalesce(next, 'infinity') > $1
      ORDER BY due LIMIT 500`,
    [today],
  );
