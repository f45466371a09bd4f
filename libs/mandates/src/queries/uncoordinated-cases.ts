import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TOPICS } from '#contracts';
import { brusselsDate, coalesce, type LocalDate, replaceWithin } from '#kernel';
import { projection, publicEvents, type Rows } from '#messaging';
import { type Database, statement } from '#postgres';
import { openVersions, rangeOf, supersede } from './supersede.js';

/**
 * The read model for open cases without coordination, on any day, as known at any moment. Each row comes from one
 * public event of a case. The case is coordinated from `from` to before `until`; equal dates mean no coordination from
 * that day on. For a day, the newest row with `from` on or before that day counts. `closed`: the case is closed from
 * `from` on.
 */
@Entity('case_coordination')
export class CaseCoordination {
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

/**
 * The stretches of days on which an open case has no coordinator, in the past and in the future, as known at any moment.
 * The day of a query selects rows by an index: no row changes when a day has passed.
 */
@Entity('case_gap')
export class CaseGap {
  /** Only open versions can change. */
  static readonly changeable = 'upper_inf(recorded)';

  @PrimaryColumn('text') id: string;
  @Column('text') city: string;
  @Column('text', { name: 'case_id' }) caseId: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('daterange') days: string;
  @Column('tstzrange') recorded: string;
}

export const uncoordinatedCases = projection({
  name: 'mandates.uncoordinated-cases',
  from: publicEvents(TOPICS.cases),
  entities: [CaseCoordination, CaseGap],
  fold: ({ type, time, data }, tables) => {
    const { city, caseId } = data;
    const rows = tables(CaseCoordination);
    const at = new Date(time);
    const add = (change: Pick<CaseCoordination, 'from' | 'until' | 'closed'>): void => {
      const before = inOrderOfNumber(rows.find({ city, caseId }));
      const last = before.at(-1);
      if (!last) return;
      const row = { ...last, ...change, number: last.number + 1, at };
      rows.insert(row);
      recordGaps(tables(CaseGap), [...before, row]);
    };
    switch (type) {
      case 'be.regie.case.opened.v1': {
        const { neighbourhood, theme, until = null } = data;
        const days = { from: brusselsDate(at), until, closed: false };
        const row = { city, caseId, number: 1, neighbourhood, theme, ...days, at };
        rows.insert(row);
        return recordGaps(tables(CaseGap), [row]);
      }
      case 'be.regie.case.coordination-taken-over.v1':
        return add({ from: data.from, until: data.until ?? null, closed: false });
      case 'be.regie.case.coordination-lost.v1':
        return add({ from: data.on, until: data.on, closed: false });
      case 'be.regie.case.closed.v1':
        return add({ from: brusselsDate(at), until: null, closed: true });
      default:
        return;
    }
  },
});

const inOrderOfNumber = (rows: readonly CaseCoordination[]): readonly CaseCoordination[] =>
  rows.toSorted((one, other) => one.number - other.number);

/** Records the gaps of a case after its last change. */
export const recordGaps = (rows: Rows<CaseGap>, changes: readonly CaseCoordination[]): void => {
  const { city, caseId, neighbourhood, theme, number, at } = changes.at(-1)!;
  const next = gapsOf(changes).map(({ from, until }) => ({
    ...{ city, caseId, neighbourhood, theme },
    days: rangeOf(from, until),
  }));
  supersede(rows, openVersions(rows, { city, caseId }), next, ({ days }) => days, {
    id: `${city}/${caseId}/${number}`,
    recordedAt: at.toISOString(),
  });
};

type Stretch = Readonly<{ from: LocalDate; until: LocalDate | null; state: 'coordinated' | 'gap' | 'closed' }>;

/** Returns the days without coordination. On each day the last change counts that has begun. */
const gapsOf = (changes: readonly CaseCoordination[]): readonly Stretch[] => {
  const stretches = changes.reduce<readonly Stretch[]>(
    (before, change) => replaceWithin(before, { from: change.from }, stretchesOf(change)),
    [],
  );
  return coalesce(
    stretches.filter(({ state }) => state === 'gap'),
    () => true,
  );
};

const stretchesOf = ({ from, until, closed }: CaseCoordination): readonly Stretch[] => {
  if (closed) return [{ from, until: null, state: 'closed' }];
  const coordinated: Stretch = { from, until, state: 'coordinated' };
  if (until === null) return [coordinated];
  const gap: Stretch = { from: until, until: null, state: 'gap' };
  return until > from ? [coordinated, gap] : [gap];
};

/** `since`: the first day without coordination; `days`: the number of days from `since` to the day of the query, both included. */
export type UncoordinatedCase = Readonly<{
  caseId: string;
  neighbourhood: string;
  theme: string;
  since: LocalDate;
  days: number;
}>;

const WITHOUT_COORDINATION = statement<UncoordinatedCase>(
  'mandates.cases-without-coordination',
  `SELECT case_id AS "caseId", neighbourhood, theme, lower(days)::text AS since, $3::date - lower(days) + 1 AS days
     FROM case_gap
    WHERE city = $1 AND neighbourhood = ANY ($2) AND days @> $3::date AND recorded @> $4::timestamptz
    ORDER BY since, case_id LIMIT $5`,
);

/**
 * Finds the open cases of these neighbourhoods without coordination on `on`, as known at the instant `known`: the
 * longest gap first, at most `limit`.
 */
export const casesWithoutCoordination = (
  db: Database,
  city: string,
  {
    neighbourhoods,
    on,
    known,
    limit,
  }: Readonly<{ neighbourhoods: readonly string[]; on: LocalDate; known: string; limit: number }>,
): Promise<UncoordinatedCase[]> => WITHOUT_COORDINATION.rows(db, [city, neighbourhoods, on, known, limit]);
