import { endBefore, type LocalDate } from '#kernel';
import type { Rows, Where } from './unit-of-work.js';

/** The function `endBefore` of the kernel, for the rows of a group: a row across `day` is cut there, and a row from `day` on is deleted. */
export const endRowsBefore = <Row extends { from: LocalDate; until: LocalDate | null }>(
  rows: Rows<Row>,
  where: Where<Row>,
  day: LocalDate,
): void => rows.replace(where, endBefore(rows.find(where), day));
