import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import type { LocalDate } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { statement } from '#postgres';
import type { CaseEvent } from '../domain/case-history.js';
import type { CaseOfSlot } from './known-register.projection.js';

/**
 * A planned end of the coordination of an open case, which no fact records yet. From `due` until the next tenure starts
 * on `next`, the case has no coordinator.
 */
@Entity('deadline')
class DeadlineRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('date') due: LocalDate;
  @Column('date', { nullable: true }) next: LocalDate | null;
}

/**
 * A commitment of an open case, until it is declined, done or recorded as late. Only an accepted commitment can be
 * late.
 */
@Entity('due_commitment')
class DueCommitmentRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text', { name: 'commitment_id' }) commitmentId: string;
  @Column('date', { name: 'due_on' }) dueOn: LocalDate;
  @Column('boolean') accepted: boolean;
}

export const deadlines = projection({
  name: 'cases.deadlines',
  from: ownEvents<CaseEvent>(),
  entities: [DeadlineRow, DueCommitmentRow],
  fold: ({ stream, type, data }, tables) => {
    const ofCase = { city: cityOf(stream), caseId: data.caseId };
    const deadlines = tables(DeadlineRow);
    const commitments = tables(DueCommitmentRow);
    const ends = (until: LocalDate | undefined): void => {
      if (until !== undefined) deadlines.insert({ ...ofCase, due: until, next: null });
    };
    /** Deletes the deadlines from the day on: the case is coordinated differently then. */
    const endsBefore = (day: LocalDate): readonly DeadlineRow[] => {
      const before = deadlines.find(ofCase).filter(({ due }) => due < day);
      deadlines.replace(ofCase, before);
      return before;
    };
    switch (type) {
      case 'CaseOpened':
        return ends(data.coordination.until);
      case 'CoordinationTakenOver': {
        const { from, until } = data;
        const before = endsBefore(from);
        deadlines.replace(
          ofCase,
          before.map((row) => (row.next === null || row.next > from ? { ...row, next: from } : row)),
        );
        return ends(until);
      }
      case 'CoordinationLost':
        endsBefore(data.on);
        return;
      case 'CommitmentProposed': {
        const { commitmentId, dueOn } = data;
        return commitments.insert({ ...ofCase, commitmentId, dueOn, accepted: false });
      }
      case 'CommitmentAccepted':
        return commitments.update({ ...ofCase, commitmentId: data.commitmentId }, { accepted: true });
      case 'CommitmentDeclined':
      case 'CommitmentDone':
      case 'CommitmentOverdue':
        return commitments.delete({ ...ofCase, commitmentId: data.commitmentId });
      case 'CaseClosed':
        deadlines.delete(ofCase);
        return commitments.delete(ofCase);
      default:
        return;
    }
  },
});

const DUE_BY = statement<CaseOfSlot>(
  'cases.due-by',
  `SELECT city, case_id AS "caseId", neighbourhood, theme
     FROM deadline JOIN case_of_slot USING (city, case_id)
    WHERE due <= $1 AND coalesce(next, 'infinity') > $1
    ORDER BY due LIMIT 500`,
);
const LATE_COMMITMENTS = statement<{ city: string; caseId: string }>(
  'cases.late-commitments',
  'SELECT city, case_id AS "caseId" FROM due_commitment WHERE accepted AND due_on < $1 GROUP BY city, case_id ORDER BY min(due_on) LIMIT 500',
);

const OLDEST_DEADLINE = statement<{ day: LocalDate | null }>(
  'cases.oldest-deadline',
  `SELECT least((SELECT due FROM deadline JOIN case_of_slot USING (city, case_id)
                  WHERE due <= $1 AND coalesce(next, 'infinity') > $1 ORDER BY due LIMIT 1),
                (SELECT due_on + 1 FROM due_commitment WHERE accepted AND due_on < $1 ORDER BY due_on LIMIT 1))::text AS day`,
);

/** Returns the first day on which the oldest deadline of all cities that is not processed could have been. A commitment is late the day after. */
export const oldestDeadline = async (db: DataSource, today: LocalDate): Promise<LocalDate | undefined> =>
  (await OLDEST_DEADLINE.rows(db, [today]))[0]?.day ?? undefined;

/**
 * Finds the cases of all cities that have no coordinator on `today` and no fact that records this, the oldest first.
 * Cases that the copy of the register does not contain yet are left out.
 */
export const dueBy = (db: DataSource, today: LocalDate): Promise<CaseOfSlot[]> => DUE_BY.rows(db, [today]);

/** Finds the cases of all cities with an accepted commitment due before `today`; the oldest first. */
export const withLateCommitments = (
  db: DataSource,
  today: LocalDate,
): Promise<readonly Readonly<{ city: string; caseId: string }>[]> => LATE_COMMITMENTS.rows(db, [today]);
