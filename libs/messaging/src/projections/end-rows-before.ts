import { type EntityManager, type EntityTarget, IsNull, MoreThan, MoreThanOrEqual, Or } from 'typeorm';
import type { LocalDate } from '#kernel';

type RowOfDays = { from: LocalDate; until: LocalDate | null };

/**
 * `endBefore` of the algebra of days, for the rows of a table: one that goes on is cut at `day`, and one that starts later is deleted.
 * It takes two statements for any number of rows, fewer than a read and a write of the result of the algebra.
 */
export const endRowsBefore = async <Row extends RowOfDays>(
  tx: EntityManager,
  entity: EntityTarget<Row>,
  which: Readonly<Partial<Omit<Row, keyof RowOfDays>>>,
  day: LocalDate,
): Promise<void> => {
  const rows = entity as EntityTarget<RowOfDays>;
  await tx.delete(rows, { ...which, from: MoreThanOrEqual(day) });
  await tx.update(rows, { ...which, until: Or(IsNull(), MoreThan(day)) }, { until: day });
};
