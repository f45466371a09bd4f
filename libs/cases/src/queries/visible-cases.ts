import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type CaseView, caseView } from '#access';
import { Directory } from '#directory';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { type Database, statement, statementByFilters } from '#postgres';
import { agencyKindOf } from '../integration/actor-agency.js';
import {
  type CaseCommitment,
  type CaseParticipant,
  type FoundCase,
  fullOf,
  invitationOf,
  listed,
  type ListedCase,
  oversightOf,
  type VisibleCase,
} from './case-views.js';
import type { CaseRow } from './cases.projection.js';

/** The cases that an actor may see. case-views.ts leaves out the parts of a case that the actor may not see. */

/**
 * Selects the cases of the city $1, with the relation of the agency $2 to each case on the day $3. A closed case keeps
 * the coordinator of its last day.
 */
const FOUND = `
  SELECT c.city, c.id, c.version, c.status, c.title, c.neighbourhood, c.theme, c.why, c.scope, c.opened_by AS "openedBy", c.opened_at AS "openedAt", c.closed,
         own.status AS participation, own.invited_by AS "invitedBy", own.since, own.past,
         coalesce(ended.on, c.opened_on)::text AS "endedOn",
         CASE WHEN held.holder IS NOT NULL THEN jsonb_build_object('holder', held.holder, 'mandateId', held.mandate_id,
           'steeringModel', held.steering_model, 'since', held.held_from, 'until', held.held_until) END AS coordination,
         (CASE WHEN c.status = 'open' AND held.holder IS NULL THEN 0 ELSE 1 END) AS rank
    FROM joint_case c
   CROSS JOIN LATERAL (SELECT coalesce((c.closed ->> 'on')::date, $3::date) AS day) asked
    LEFT JOIN participant own ON own.city = c.city AND own.case_id = c.id AND own.agency = $2
    LEFT JOIN coordination held ON held.city = c.city AND held.case_id = c.id
          AND held.held_from <= asked.day AND coalesce(held.held_until, 'infinity') > asked.day
   CROSS JOIN LATERAL (SELECT max(gone.held_until) AS on FROM coordination gone
          WHERE gone.city = c.city AND gone.case_id = c.id AND gone.held_until <= asked.day) ended
   WHERE c.city = $1`;

const FOUND_CASE = statement<FoundCase>('cases.found-case', `${FOUND} AND c.id = $4`);

/**
 * Decides which view of a case the actor gets. Without `found`, it is the view of a case in which the agency takes no
 * part.
 */
const viewed = (actor: Actor, agencyKind: string | undefined, found?: FoundCase): CaseView =>
  caseView(actor, {
    city: found?.city ?? actor.city,
    participation: found?.participation ?? null,
    coordinates: found?.coordination?.holder === actor.agency,
    agencyKind,
  });

/**
 * Finds a case that the actor may see.
 * @throws {DomainError} `case.unknown` when it does not exist, or the actor may not see it
 */
export const findVisible = async (
  db: Database,
  agencyKind: string | undefined,
  actor: Actor,
  id: string,
  today: LocalDate,
): Promise<FoundCase & CaseView> => {
  const [found] = await FOUND_CASE.rows(db, [actor.city, actor.agency, today, id]);
  return visible(actor, agencyKind, id, found);
};

const visible = <Found extends FoundCase>(
  actor: Actor,
  agencyKind: string | undefined,
  id: string,
  found: Found | undefined,
): Found & CaseView => {
  const view = viewed(actor, agencyKind, found);
  if (!found || view.view === 'none') throw new DomainError('case.unknown', { caseId: id });
  return { ...found, ...view };
};

/** The most participants, and the most commitments, of which a case shows the visible ones. Those that matter are read first. */
const PARTS_READ = 1_000;

/**
 * The case $4 with its participants and commitments. One statement sees one moment: content added after the agency left
 * must not be shown.
 */
const CASE = statement<WithParts>(
  'cases.case',
  `
  SELECT found.*,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('agency', agency, 'status', status, 'invitedBy', invited_by, 'reason', reason, 'since', since)
                   ORDER BY agency), '[]')
            FROM (SELECT * FROM participant p WHERE p.city = found.city AND p.case_id = found.id
                   ORDER BY status IN ('accepted', 'invited') DESC, agency LIMIT ${PARTS_READ}) p) AS participants,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'what', what, 'owner', owner, 'proposedBy', proposed_by, 'dueOn', due_on, 'binding', binding,
                   'status', status, 'reason', reason, 'proposedAt', proposed_at) ORDER BY due_on, id), '[]')
            FROM (SELECT * FROM commitment m WHERE m.city = found.city AND m.case_id = found.id
                   ORDER BY status IN ('proposed', 'accepted') DESC, due_on, id LIMIT ${PARTS_READ}) m) AS commitments
    FROM (${FOUND} AND c.id = $4) found`,
);

type WithParts = FoundCase &
  Readonly<{ participants: readonly AsJson<CaseParticipant>[]; commitments: readonly AsJson<CaseCommitment>[] }>;
/** A row in JSON: a moment is a text. */
type AsJson<Row> = { readonly [Field in keyof Row]: Row[Field] extends Date ? string : Row[Field] };

/** One case of the city as the actor sees it. */
export class CaseById extends Query<VisibleCase> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly today: LocalDate,
  ) {
    super();
  }
}

@QueryHandler(CaseById)
export class CaseByIdHandler implements IQueryHandler<CaseById> {
  constructor(
    @InjectDataSource('cases') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  /** @throws {DomainError} `case.unknown` */
  async execute({ actor, id, today }: CaseById): Promise<VisibleCase> {
    const [agencyKind, [row]] = await Promise.all([
      agencyKindOf(this.directory, actor),
      CASE.rows(this.db, [actor.city, actor.agency, today, id]),
    ]);
    const found = visible(actor, agencyKind, id, row);
    if (found.view === 'invitation') return invitationOf(found);
    if (found.view === 'oversight') return oversightOf(found);
    const participants = found.participants.map((each) => ({ ...each, since: new Date(each.since) }));
    const commitments = found.commitments.map((each) => ({ ...each, proposedAt: new Date(each.proposedAt) }));
    return fullOf(actor, found, participants, commitments);
  }
}

export type CasesFilter = Readonly<{
  neighbourhood?: string;
  theme?: string;
  status?: CaseRow['status'];
  /** `none`: only open cases without a coordinator */
  coordination?: 'none';
  /** `next` of the previous page */
  after?: string;
  limit: number;
}>;

/** The cases that the actor sees: cases without a coordinator first, then in order of id. */
export class ListCases extends Query<Page<ListedCase>> {
  constructor(
    readonly actor: Actor,
    readonly filter: CasesFilter,
    readonly today: LocalDate,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(
    @InjectDataSource('cases') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  async execute({ actor, filter, today }: ListCases): Promise<Page<ListedCase>> {
    const { after, limit } = filter;
    const agencyKind = await agencyKindOf(this.directory, actor);
    // The query leaves out invisible cases, so that pages are full. The policy then decides the view of each case.
    const [rank, id] = after ? [Number(after[0]), after.slice(2)] : [0, ''];
    const given = FILTERS.filter((each) => filter[each] !== undefined);
    const columns = given.filter(isColumn);
    const values = columns.map((column) => filter[column]);
    const isOfAgency = viewed(actor, agencyKind).view === 'none';
    const read = (rows: number): Promise<FoundCase[]> => {
      const whose = [actor.city, actor.agency, today];
      if (isOfAgency) {
        const lastRank = given.includes('coordination') ? 0 : 1;
        return CASES_OF_AGENCY(columns).rows(this.db, [...whose, rank, id, rows, ...values, lastRank]);
      }
      const start = rank === 0 ? [id, ''] : [null, id];
      return CASES_OF_CITY(given).rows(this.db, [...whose, ...start, rows, ...values]);
    };
    const { items, next } = await readPage(limit, read, (last) => `${last.rank}.${last.id}`);
    return { items: items.flatMap((one) => listed(one, viewed(actor, agencyKind, one))), next };
  }
}

type Column = 'neighbourhood' | 'theme' | 'status';
type Filter = Column | 'coordination';
const COLUMNS: readonly Column[] = ['neighbourhood', 'theme', 'status'];
const FILTERS: readonly Filter[] = [...COLUMNS, 'coordination'];
const isColumn = (filter: Filter): filter is Column => filter !== 'coordination';

/** Returns the conditions of the filters on a case `c`, from the parameter $7 on. */
const conditionsOf = (given: readonly Filter[]): string =>
  given
    .filter(isColumn)
    .map((column, nth) => ` AND c.${column} = $${7 + nth}`)
    .join('');

/**
 * Lists $6 cases of the city in order of `rank` and id: cases without a coordinator on $3 first, then the others. Each
 * part is read along an index, from the last case of the previous page on: $4 in the first part, which is over when $4
 * is null, and $5 in the second.
 */
const CASES_OF_CITY = statementByFilters<FoundCase, Filter>('cases.list', FILTERS, (given) => {
  const conditions = conditionsOf(given);
  const onDay = `gap.gap_from <= $3::date AND coalesce(gap.gap_until, 'infinity') > $3::date`;
  const without = `
    SELECT 0 AS rank, c.id
      FROM case_gap gap JOIN joint_case c ON c.city = gap.city AND c.id = gap.case_id
     WHERE gap.city = $1 AND ${onDay} AND gap.case_id > $4${conditions} ORDER BY c.id LIMIT $6`;
  const others = `
    SELECT 1 AS rank, c.id
      FROM joint_case c
     WHERE c.city = $1 AND c.id > $5${conditions}
       AND NOT EXISTS (SELECT FROM case_gap gap WHERE gap.city = c.city AND gap.case_id = c.id AND ${onDay})
     ORDER BY c.id LIMIT $6`;
  // PostgreSQL refuses a parameter that a text does not use.
  const parts = given.includes('coordination') ? [without, `SELECT 1, $5::text WHERE false`] : [without, others];
  return `
    WITH page AS (SELECT * FROM (${parts.map((part) => `(${part})`).join(' UNION ALL ')}) parts ORDER BY rank, id LIMIT $6)
    SELECT found.* FROM page CROSS JOIN LATERAL (${FOUND} AND c.id = page.id) found ORDER BY found.rank, found.id`;
});

/**
 * Lists the cases in which the agency $2 takes part or coordinates, in the same order, after rank $4 and id $5, up to the rank
 * of the last parameter. `OFFSET 0` makes PostgreSQL read these cases only, each by its key.
 */
const CASES_OF_AGENCY = statementByFilters<FoundCase, Column>(
  'cases.list-of-agency',
  COLUMNS,
  (given) => `
    SELECT found.*
      FROM (SELECT case_id FROM participant WHERE city = $1 AND agency = $2 UNION SELECT case_id FROM coordination WHERE city = $1 AND holder = $2) own_case
     CROSS JOIN LATERAL (${FOUND}${conditionsOf(given)} AND c.id = own_case.case_id AND (own.status IN ('invited', 'accepted') OR held.holder = $2) OFFSET 0) found
     WHERE (rank, id) > ($4::int, $5) AND rank <= $${7 + given.length}
     ORDER BY rank, id LIMIT $6`,
);
