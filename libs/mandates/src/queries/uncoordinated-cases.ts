import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { TOPICS } from '#contracts';
import { brusselsDate, type LocalDate } from '#kernel';
import { projection, publicEvents } from '#messaging';

/**
 * The read model for open cases without coordination, on any day, as known at any moment. Each row comes from one
 * public event of a case. The case is coordinated from `from` to before `until`; equal dates mean no coordination from
 * that day on. For a day, the newest row with `from` on or before that day counts. `closed`: the case is closed from
 * `from` on.
 */
@Entity('case_coordination')
class CaseCoordination {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  /** counts the stretches of the case from 1, in the order of the events */
  @PrimaryColumn('int') number: number;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('date') from: LocalDate;
  @Column('date', { nullable: true }) until: LocalDate | null;
  @Column('boolean') closed: boolean;
  @Column('timestamptz') at: Date;
}

type Stretch = Readonly<{ from: LocalDate; until: LocalDate | null; closed?: boolean }>;

export const uncoordinatedCases = projection({
  name: 'mandates.uncoordinated-cases',
  from: publicEvents(TOPICS.cases),
  entities: [CaseCoordination],
  fold: ({ type, time, data }, tables) => {
    const { city, caseId } = data;
    const rows = tables(CaseCoordination);
    const at = new Date(time);
    const add = ({ from, until, closed = false }: Stretch): void => {
      const last = rows.last({ city, caseId });
      if (last) rows.insert({ ...last, number: last.number + 1, from, until, closed, at });
    };
    switch (type) {
      case 'be.regie.case.opened.v1': {
        const { neighbourhood, theme, until = null } = data;
        const slot = { neighbourhood, theme };
        return rows.insert({ city, caseId, number: 1, ...slot, from: brusselsDate(at), until, closed: false, at });
      }
      case 'be.regie.case.coordination-taken-over.v1':
        return add({ from: data.from, until: data.until ?? null });
      case 'be.regie.case.coordination-lost.v1':
        return add({ from: data.on, until: data.on });
      case 'be.regie.case.closed.v1':
        return add({ from: brusselsDate(at), until: null, closed: true });
      default:
        return;
    }
  },
});

/** `since`: the first day without coordination; `days`: the number of days from `since` to the day of the query, both included. */
export type UncoordinatedCase = Readonly<{
  caseId: string;
  neighbourhood: string;
  theme: string;
  since: LocalDate;
  days: number;
}>;

/**
 * Finds the open cases of these neighbourhoods without coordination on `on`, as known at the instant `known`: the
 * longest gap first, at most `limit`.
 */
export const casesWithoutCoordination = (
  db: Pick<DataSource, 'query'>,
  city: string,
  {
    neighbourhoods,
    on,
    known,
    limit,
  }: Readonly<{ neighbourhoods: readonly string[]; on: LocalDate; known: string; limit: number }>,
): Promise<UncoordinatedCase[]> =>
  db.query<UncoordinatedCase[]>(
    `SELECT latest.case_id AS "caseId", latest.neighbourhood, latest.theme, ended.on::text AS since, $3::date - ended.on + 1 AS days
       FROM (SELECT DISTINCT ON (case_id) * FROM case_coordination
              WHERE city = $1 AND neighbourhood = ANY ($2) AND "from" <= $3::date AND at <= $4::timestamptz
              ORDER BY case_id, number DESC) latest
      CROSS JOIN LATERAL (
        -- The gap begins at the end of the last stretch with a coordinator; the start of a later stretch ends an earlier one.
        SELECT coalesce(max(least(before.until, next."from")) FILTER (WHERE before."from" < least(before.until, next."from", $3::date + 1)), min(before."from")) AS on
          FROM case_coordination before
          LEFT JOIN LATERAL (SELECT min(later."from") AS "from" FROM case_coordination later
                WHERE later.city = $1 AND later.case_id = latest.case_id AND later.number > before.number AND later.at <= $4::timestamptz) next ON true
         WHERE before.city = $1 AND before.case_id = latest.case_id AND before.number <= latest.number AND before.at <= $4::timestamptz) ended
      WHERE NOT latest.closed AND latest.until <= $3::date
      ORDER BY since, latest.case_id LIMIT $5`,
    [city, neighbourhoods, on, known, limit],
  );
