import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { type CaseView, caseView, type Past, visiblePast } from '#access';
import { Directory } from '#directory';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import type { SteeringModel } from '../domain/coordination.js';
import { agencyKindOf } from '../integration/actor-agency.js';
import { type CaseRow, CommitmentRow, ParticipantRow } from './cases.js';

/** Cases as an actor sees them, each view with its own shape. Data that the actor may not see does not leave this file. */

/** The coordinating agency of today and its days; null: none. */
export type VisibleCoordination = Readonly<{
  holder: string;
  mandateId: string;
  steeringModel: SteeringModel;
  since: LocalDate;
  until: LocalDate | null;
}>;
type Slot = Readonly<{ caseId: string; neighbourhood: string; theme: string }>;
/** The overview of a case: its slot and its coordinator. */
type Oversight = Slot &
  Readonly<{
    status: CaseRow['status'];
    holder: string | null;
    coordination: VisibleCoordination | null;
    withoutCoordinationSince: LocalDate | null;
  }>;
type Summary = Oversight & Pick<CaseRow, 'version' | 'title' | 'openedBy' | 'openedAt'>;
/**
 * The content of a case. `past`: the visible part of the time before the actor's agency accepted. `nothing`: only current participants, its own
 * commitments and those made since. `summary`: also earlier participants, and `earlierOpenCommitments`, the number of open commitments of others from
 * before. `all`: everything. The content of the invitation (title, why, scope, opening agency) and the coordinator of today are always visible.
 */
type Content = Pick<CaseRow, 'why' | 'scope' | 'closed'> &
  Readonly<{
    past: Past;
    earlierOpenCommitments?: number;
    participants: readonly Pick<ParticipantRow, 'agency' | 'status' | 'invitedBy' | 'reason' | 'since'>[];
    commitments: readonly (Pick<
      CommitmentRow,
      'what' | 'owner' | 'proposedBy' | 'dueOn' | 'binding' | 'status' | 'reason' | 'proposedAt'
    > & { commitmentId: string })[];
  }>;

export type OverseenCase = Oversight & Readonly<{ view: 'oversight' }>;
/** The view of an invited agency: enough to answer the invitation. */
export type InvitedCase = Slot &
  Pick<CaseRow, 'version' | 'status' | 'title' | 'why'> &
  Readonly<{ view: 'invitation'; invitedBy: string; holder: string | null }>;
export type ListedCase = OverseenCase | InvitedCase | (Summary & Readonly<{ view: 'full' }>);
export type VisibleCase = OverseenCase | InvitedCase | (Summary & Content & Readonly<{ view: 'full' }>);

type Found = CaseRow &
  Readonly<{
    participation: ParticipantRow['status'] | null;
    invitedBy: string | null;
    /** the moment of its last step as a participant, such as its acceptance */
    since: Date | null;
    past: ParticipantRow['past'];
    coordination: VisibleCoordination | null;
    /** the first day after those of the last holder. A case may lose its holder on the day of its opening. */
    endedOn: LocalDate;
    rank: 0 | 1;
  }>;

/** Cases with the relation of the agency $2 to each on the day $3. A closed case keeps the coordinator of its last day. */
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

/** Decides the view that the actor gets of a case, or of one that does not exist. */
const viewed = (actor: Actor, agencyKind: string | undefined, found?: Found): CaseView =>
  caseView(actor, {
    city: found?.city ?? actor.city,
    participation: found?.participation ?? null,
    coordinates: found?.coordination?.holder === actor.agency,
    agencyKind,
  });

/** The part of the time before its acceptance that an agency with the full view sees. */
export const pastOf = ({ agency }: Actor, { participation, coordination, past }: Found): Past =>
  visiblePast({ participation, coordinates: coordination?.holder === agency, past });

/** @throws {DomainError} `case.unknown` when there is no such case, or none that the actor may see */
export const findVisible = async (
  db: Pick<DataSource, 'query'>,
  agencyKind: string | undefined,
  actor: Actor,
  id: string,
  today: LocalDate,
): Promise<Found & CaseView> => {
  const [found] = await db.query<Found[]>(`${FOUND} AND c.id = $4`, [actor.city, actor.agency, today, id]);
  const view = viewed(actor, agencyKind, found);
  if (!found || view.view === 'none') throw new DomainError('case.unknown', { caseId: id });
  return { ...found, ...view };
};

const slotOf = ({ id, neighbourhood, theme }: Found): Slot => ({ caseId: id, neighbourhood, theme });
const oversightOf = (found: Found): Oversight => ({
  ...slotOf(found),
  status: found.status,
  holder: found.coordination?.holder ?? null,
  coordination: found.coordination,
  withoutCoordinationSince: found.rank === 0 ? found.endedOn : null,
});
const summaryOf = (found: Found): Summary => {
  const { version, title, openedBy, openedAt } = found;
  return { ...oversightOf(found), version, title, openedBy, openedAt };
};
const invitationOf = (found: Found): InvitedCase => {
  const { version, status, title, why, invitedBy, coordination } = found;
  return {
    ...slotOf(found),
    view: 'invitation',
    version,
    status,
    title,
    why,
    invitedBy: invitedBy!,
    holder: coordination?.holder ?? null,
  };
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
    // One transaction reads one moment, so that the content is not later than the right to see it.
    return this.db.transaction('REPEATABLE READ', (tx) => this.shown(tx, agencyKind, actor, id, today));
  }

  private async shown(
    tx: EntityManager,
    agencyKind: string | undefined,
    actor: Actor,
    id: string,
    today: LocalDate,
  ): Promise<VisibleCase> {
    const found = await findVisible(tx, agencyKind, actor, id, today);
    if (found.view === 'invitation') return invitationOf(found);
    if (found.view === 'oversight') return { ...oversightOf(found), view: 'oversight' };
    const participants = await tx.find(ParticipantRow, {
      where: { city: actor.city, caseId: id },
      order: { agency: 'ASC' },
    });
    const commitments = await tx.find(CommitmentRow, {
      where: { city: actor.city, caseId: id },
      order: { dueOn: 'ASC', id: 'ASC' },
    });
    const { why, scope, closed } = found;
    const past = pastOf(actor, found);
    const isEarlier = (at: Date): boolean => past !== 'all' && at <= found.since!;
    const others = commitments.filter(({ owner, proposedAt }) => owner !== actor.agency && isEarlier(proposedAt));
    return {
      ...summaryOf(found),
      view: 'full',
      why,
      scope,
      past,
      ...(past === 'summary' && {
        earlierOpenCommitments: others.filter(({ status }) => status === 'proposed' || status === 'accepted').length,
      }),
      participants: participants
        .filter(
          ({ agency, status, since }) =>
            agency === actor.agency ||
            status === 'accepted' ||
            status === 'invited' ||
            past !== 'nothing' ||
            !isEarlier(since),
        )
        .map(({ agency, status, invitedBy, reason, since }) => ({
          agency,
          status,
          invitedBy,
          reason: agency !== actor.agency && isEarlier(since) ? null : reason,
          since,
        })),
      commitments: commitments
        .filter((commitment) => !others.includes(commitment))
        .map(({ id: commitmentId, city: _, caseId: __, ...commitment }) => ({ commitmentId, ...commitment })),
      closed,
    };
  }
}

export type CasesFilter = Readonly<{
  neighbourhood?: string;
  theme?: string;
  status?: CaseRow['status'];
  /** only open cases without a coordinator */
  coordination?: 'none';
  /** the end of the page before */
  after?: string;
  limit: number;
}>;

/** The cases that the actor sees: those without a coordinator first, then in order of their id. */
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
    // The database leaves invisible cases out, so that pages are full; the policy decides the view of each case.
    const everything = viewed(actor, agencyKind).view !== 'none';
    const [rank, id] = after ? [Number(after[0]), after.slice(2)] : [-1, ''];
    const read = (rows: number): Promise<Found[]> =>
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

const listed = (found: Found, { view }: CaseView): readonly ListedCase[] => {
  switch (view) {
    case 'full':
      return [{ ...summaryOf(found), view }];
    case 'invitation':
      return [invitationOf(found)];
    case 'oversight':
      return [{ ...oversightOf(found), view }];
    default:
      return [];
  }
};
