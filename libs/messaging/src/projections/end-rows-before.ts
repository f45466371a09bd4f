import { type EntityManager, type EntityTarget, IsNull, MoreThan, MoreThanOrEqual, Or } from 'typeorm';
import type { LocalDate } from '#kernel';

type RowOfDays = { from: LocalDate; until: LocalDate | null };

/**
 * The function `endBefore` of the kernel, for the rows of a table: a row across `day` is cut there, and a row from
 * `day` on is deleted.
 * Two statements suffice for any number of rows; reading, cutting and writing the rows would take more.
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
