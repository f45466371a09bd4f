import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#decider';
import { ownReadModel } from '#messaging';
import type { RegisterEvent } from '../domain/mandate-register.js';

/** The dates that the register waits for: a granted mandate whose period has an end. */
@Entity('agenda')
export class AgendaRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'mandate_id' }) mandateId: string;
  @Column('date') due: LocalDate;
}

export const agenda = ownReadModel<RegisterEvent>({
  name: 'mandates.agenda',
  tables: ['agenda'],
  apply: async ({ stream, type, data }, tx) => {
    const city = stream.slice('mandates-'.length);
    if (type === 'MandateGranted' && data.period.until !== undefined) await tx.insert(AgendaRow, { city, mandateId: data.mandateId, due: data.period.until });
    if (type === 'MandateEnded') await tx.delete(AgendaRow, { city, mandateId: data.mandateId });
  },
});

/** What is due by `today`, over all cities, the oldest first. */
export const dueBy = (db: DataSource, today: LocalDate): Promise<AgendaRow[]> =>
  db.manager.createQueryBuilder(AgendaRow, 'agenda').where('agenda.due <= :today', { today }).orderBy('agenda.due').limit(500).getMany();
