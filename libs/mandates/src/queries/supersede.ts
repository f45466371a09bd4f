import type { LocalDate } from '#kernel';
import type { Rows, Where } from '#messaging';

/** A version of a fact: `recorded` has the moments at which the version was the present one, as the text of a `tstzrange`. */
export type Version = Readonly<{ id: string; recorded: string }>;

/** The end of the text of a range without an upper bound. */
const OPEN_END = ',)';

/** Returns the text of the `daterange` of a half-open stretch of days, as PostgreSQL writes it. */
export const rangeOf = (from: LocalDate, until: LocalDate | null): string => `[${from},${until ?? ''})`;

/** Returns the present versions of a group. */
export const openVersions = <Row extends Version>(rows: Rows<Row>, group: Where<Row>): readonly Row[] =>
  rows.find(group).filter(({ recorded }) => recorded.endsWith(OPEN_END));

/**
 * Replaces present versions by others. An unchanged version stays open; a changed one is closed and superseded.
 * `contentOf`: versions with the same text are unchanged. `id`: the beginning of the ids of new versions.
 */
export const supersede = <Row extends Version>(
  rows: Rows<Row>,
  open: readonly Row[],
  next: readonly Omit<Row, keyof Version>[],
  contentOf: (version: Omit<Row, keyof Version>) => string,
  { id, recordedAt }: Readonly<{ id: string; recordedAt: string }>,
): void => {
  const added = new Map(next.map((version) => [contentOf(version), version]));
  for (const row of open) {
    if (added.delete(contentOf(row))) continue;
    const where = { id: row.id } as Where<Row>;
    // A version recorded at or after `recordedAt` would end before it began, so it is deleted instead of closed.
    if (recordedFrom(row) >= new Date(recordedAt)) rows.delete(where);
    else rows.update(where, { recorded: row.recorded.replace(OPEN_END, `,"${recordedAt}")`) } as Partial<Row>);
  }
  const recorded = `["${recordedAt}"${OPEN_END}`;
  rows.insert(...[...added.values()].map((version, nth) => ({ ...version, id: `${id}/${nth}`, recorded }) as Row));
};

const recordedFrom = ({ recorded }: Version): Date => new Date(recorded.slice(2, recorded.indexOf('"', 2)));
