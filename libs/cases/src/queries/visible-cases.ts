import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type CaseView, caseView } from '#access';
import { Directory } from '#directory';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { preparedQuery } from '#runtime';
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
  db: Pick<DataSource, 'query'>,
  agencyKind: string | undefined,
  actor: Actor,
  id: string,
  today: LocalDate,
): Promise<FoundCase & CaseView> => {
  const [found] = await db.query<FoundCase[]>(`${FOUND} AND c.id = $4`, [actor.city, actor.agency, today, id]);
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

/**
 * The case $4 with its participants and commitments. One statement sees one moment: content added after the agency left
 * must not be shown.
 */
const CASE = `
  SELECT found.*,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('agency', agency, 'status', status, 'invitedBy', invited_by, 'reason', reason, 'since', since)
                   ORDER BY agency), '[]')
            FROM participant p WHERE p.city = found.city AND p.case_id = found.id) AS participants,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'what', what, 'owner', owner, 'proposedBy', proposed_by, 'dueOn', due_on, 'binding', binding,
                   'status', status, 'reason', reason, 'proposedAt', proposed_at) ORDER BY due_on, id), '[]')
            FROM commitment m WHERE m.city = found.city AND m.case_id = found.id) AS commitments
    FROM (${FOUND} AND c.id = $4) found`;

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
      preparedQuery<WithParts>(this.db, 'case', CASE, [actor.city, actor.agency, today, id]),
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
    const list = viewed(actor, agencyKind).view === 'none' ? casesOfAgency : casesOfCity;
    const { text, values } = list(filter, { rank, id });
    const read = (rows: number): Promise<FoundCase[]> =>
      this.db.query(text, [actor.city, actor.agency, today, ...values, rows]);
    const { items, next } = await readPage(limit, read, (last) => `${last.rank}.${last.id}`);
    return { items: items.flatMap((one) => listed(one, viewed(actor, agencyKind, one))), next };
  }
}

/** A statement and its parameters from $4 on, but the last one, the number of rows. */
type List = Readonly<{ text: string; values: readonly (string | number)[] }>;
/** The last case of the previous page; rank 0 and no id before the first page. */
type After = Readonly<{ rank: number; id: string }>;

/** Returns the conditions on a case `c`. Each combination of filters is a text of its own, so that an index can serve it. */
const conditionsOf = ({ neighbourhood, theme, status }: CasesFilter, first: number): List => {
  const given = Object.entries({ neighbourhood, theme, status }).filter(([, value]) => value !== undefined);
  return {
    text: given.map(([column], nth) => ` AND c.${column} = $${first + nth}`).join(''),
    values: given.map(([, value]) => value!),
  };
};

/**
 * Lists the cases of the city in order of `rank` and id: cases without a coordinator on $3 first, then the others. Each
 * part is read along an index, from the last case of the previous page on.
 */
const casesOfCity = (filter: CasesFilter, { rank, id }: After): List => {
  const { text, values } = conditionsOf(filter, 5);
  const rows = `$${5 + values.length}`;
  const onDay = `gap.gap_from <= $3::date AND coalesce(gap.gap_until, 'infinity') > $3::date`;
  const without = `
    SELECT 0 AS rank, c.id
      FROM case_gap gap JOIN joint_case c ON c.city = gap.city AND c.id = gap.case_id
     WHERE gap.city = $1 AND ${onDay} AND gap.case_id > $4 AND ${rank === 0}${text} ORDER BY c.id LIMIT ${rows}`;
  const others = `
    SELECT 1 AS rank, c.id
      FROM joint_case c
     WHERE c.city = $1${rank === 1 ? ' AND c.id > $4' : ''}${text}
       AND NOT EXISTS (SELECT FROM case_gap gap WHERE gap.city = c.city AND gap.case_id = c.id AND ${onDay})
     ORDER BY c.id LIMIT ${rows}`;
  const parts = filter.coordination === 'none' ? [without] : [without, others];
  return {
    text: `
      WITH page AS (SELECT * FROM (${parts.map((part) => `(${part})`).join(' UNION ALL ')}) parts ORDER BY rank, id LIMIT ${rows})
      SELECT found.* FROM page CROSS JOIN LATERAL (${FOUND} AND c.id = page.id) found ORDER BY found.rank, found.id`,
    values: [id, ...values],
  };
};

/** Lists the cases in which the agency $2 takes part or coordinates, in the same order: it reads these cases only. */
const casesOfAgency = (filter: CasesFilter, { rank, id }: After): List => {
  const { text, values } = conditionsOf(filter, 6);
  return {
    text: `
      SELECT * FROM (${FOUND}${text} AND (own.status IN ('invited', 'accepted') OR held.holder = $2)
         AND c.id IN (SELECT case_id FROM participant WHERE city = $1 AND agency = $2 UNION SELECT case_id FROM coordination WHERE city = $1 AND holder = $2)) found
       WHERE (rank, id) > ($4::int, $5)${filter.coordination === 'none' ? ' AND rank = 0' : ''}
       ORDER BY rank, id LIMIT $${6 + values.length}`,
    values: [rank, id, ...values],
  };
};
