import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type CaseView, caseView } from '#access';
import { Directory } from '#directory';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { agencyKindOf } from '../integration/actor-agency.js';
import {
  type FoundCase,
  fullOf,
  invitationOf,
  listed,
  type ListedCase,
  oversightOf,
  type VisibleCase,
} from './case-views.js';
import { type CaseRow, CommitmentRow, ParticipantRow } from './cases.projection.js';

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
  const view = viewed(actor, agencyKind, found);
  if (!found || view.view === 'none') throw new DomainError('case.unknown', { caseId: id });
  return { ...found, ...view };
};

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
    const agencyKind = await agencyKindOf(this.directory, actor);
    // One snapshot has the relation of the agency and the content of the case: content added after the agency left must
    // not be shown.
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const found = await findVisible(tx, agencyKind, actor, id, today);
      if (found.view === 'invitation') return invitationOf(found);
      if (found.view === 'oversight') return oversightOf(found);
      const participants = await tx.find(ParticipantRow, {
        where: { city: actor.city, caseId: id },
        order: { agency: 'ASC' },
      });
      const commitments = await tx.find(CommitmentRow, {
        where: { city: actor.city, caseId: id },
        order: { dueOn: 'ASC', id: 'ASC' },
      });
      return fullOf(actor, found, participants, commitments);
    });
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
    const { neighbourhood, theme, status, coordination, after, limit } = filter;
    const agencyKind = await agencyKindOf(this.directory, actor);
    // The query leaves out invisible cases, so that pages are full. The policy then decides the view of each case.
    const everything = viewed(actor, agencyKind).view !== 'none';
    const [rank, id] = after ? [Number(after[0]), after.slice(2)] : [-1, ''];
    const read = (rows: number): Promise<FoundCase[]> =>
      this.db.query(
        `SELECT * FROM (${FOUND} AND ($4 OR own.status IN ('invited', 'accepted') OR held.holder = $2)
            AND ($5::text IS NULL OR c.neighbourhood = $5) AND ($6::text IS NULL OR c.theme = $6) AND ($7::text IS NULL OR c.status = $7)) found
          WHERE (rank, id) > ($8::int, $9) AND rank <= $10
          ORDER BY rank, id LIMIT $11`,
        [
          actor.city,
          actor.agency,
          today,
          everything,
          neighbourhood ?? null,
          theme ?? null,
          status ?? null,
          rank,
          id,
          coordination === 'none' ? 0 : 1,
          rows,
        ],
      );
    const { items, next } = await readPage(limit, read, (last) => `${last.rank}.${last.id}`);
    return { items: items.flatMap((one) => listed(one, viewed(actor, agencyKind, one))), next };
  }
}
