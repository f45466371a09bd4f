import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Directory } from '#directory';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { statement } from '#postgres';
import { agencyKindOf } from '../integration/actor-agency.js';
import {
  type CaseCommitment,
  type CaseParticipant,
  type FoundCase,
  pastOf,
  visibleCommitments,
  visibleParticipants,
} from './case-views.js';
import { findVisible } from './visible-cases.js';

/**
 * The parts of a case a page at a time: a case itself shows a limited number of each. The queries leave out what is
 * hidden, so that pages are full; case-views.ts decides it.
 */

type Question<Key> = Readonly<{ actor: Actor; id: string; today: LocalDate; page: { after?: Key; limit: number } }>;
type VisibleCommitment = ReturnType<typeof visibleCommitments>[number];

/** The commitments of a case in order of their days. The key of a page is the day and the id of its last commitment. */
export class CommitmentsOf extends Query<Page<VisibleCommitment>> {
  constructor(readonly question: Question<string>) {
    super();
  }
}

/** The participants of a case in order of their codes. */
export class ParticipantsOf extends Query<Page<CaseParticipant>> {
  constructor(readonly question: Question<string>) {
    super();
  }
}

const COMMITMENTS = statement<CaseCommitment>(
  'cases.commitments-page',
  `SELECT id, what, owner, proposed_by AS "proposedBy", due_on::text AS "dueOn", binding, status, reason, proposed_at AS "proposedAt"
     FROM commitment
    WHERE city = $1 AND case_id = $2 AND (due_on, id) > ($3::date, $4) AND ($6 = 'all' OR owner = $7 OR proposed_at > $8)
    ORDER BY due_on, id LIMIT $5`,
);

const PARTICIPANTS = statement<CaseParticipant>(
  'cases.participants-page',
  `SELECT agency, status, invited_by AS "invitedBy", reason, since
     FROM participant
    WHERE city = $1 AND case_id = $2 AND agency > $3
      AND (agency = $6 OR status IN ('accepted', 'invited') OR $5 <> 'nothing' OR since > $7)
    ORDER BY agency LIMIT $4`,
);

@QueryHandler(CommitmentsOf)
export class CommitmentsOfHandler implements IQueryHandler<CommitmentsOf> {
  constructor(
    @InjectDataSource('cases') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  /** @throws {DomainError} `case.unknown`; `access.not-a-participant` for an actor whose view is not `full` */
  async execute({ question }: CommitmentsOf): Promise<Page<VisibleCommitment>> {
    const { actor, id, page } = question;
    return inFullView(this.db, this.directory, question, async (tx, found) => {
      const [day, last] = page.after ? [page.after.slice(0, 10), page.after.slice(11)] : ['-infinity', ''];
      const read = (rows: number): Promise<CaseCommitment[]> =>
        COMMITMENTS.rows(tx, [actor.city, id, day, last, rows, pastOf(actor, found), actor.agency, found.since]);
      const { items, next } = await readPage(page.limit, read, (commitment) => `${commitment.dueOn}.${commitment.id}`);
      return { items: visibleCommitments(actor, found, items), next };
    });
  }
}

@QueryHandler(ParticipantsOf)
export class ParticipantsOfHandler implements IQueryHandler<ParticipantsOf> {
  constructor(
    @InjectDataSource('cases') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  /** @throws {DomainError} `case.unknown`; `access.not-a-participant` for an actor whose view is not `full` */
  async execute({ question }: ParticipantsOf): Promise<Page<CaseParticipant>> {
    const { actor, id, page } = question;
    return inFullView(this.db, this.directory, question, async (tx, found) => {
      const read = (rows: number): Promise<CaseParticipant[]> =>
        PARTICIPANTS.rows(tx, [
          actor.city,
          id,
          page.after ?? '',
          rows,
          pastOf(actor, found),
          actor.agency,
          found.since,
        ]);
      const { items, next } = await readPage(page.limit, read, ({ agency }) => agency);
      return { items: visibleParticipants(actor, found, items), next };
    });
  }
}

/** Reads a part of a case as of one moment, for content that was added after the agency left must not be shown. */
const inFullView = async <T>(
  db: DataSource,
  directory: Directory,
  { actor, id, today }: Question<unknown>,
  read: (tx: EntityManager, found: FoundCase) => Promise<T>,
): Promise<T> => {
  const agencyKind = await agencyKindOf(directory, actor);
  return db.transaction('REPEATABLE READ', async (tx) => {
    const found = await findVisible(tx, agencyKind, actor, id, today);
    if (found.view !== 'full') throw new DomainError('access.not-a-participant', { agency: actor.agency });
    return read(tx, found);
  });
};
