import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { IN_SUMMARY } from '#access';
import { Directory } from '#directory';
import { cityOf } from '#event-store';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { statement } from '#postgres';
import type { CaseEvent } from '../domain/case-history.js';
import { agencyKindOf } from '../integration/actor-agency.js';
import { pastOf } from './case-views.js';
import { findVisible } from './visible-cases.js';

/** An event of a case, as an entry of its timeline. An entry names the agency that acted, and no person (R35). */
@Entity('timeline_entry')
export class TimelineEntry {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  /** the number of the entry in its case: 1, 2, 3, ... */
  @PrimaryColumn('int') number: number;
  @Column('text') type: CaseEvent['type'];
  /** the agency that acted; null: the hub, when the case follows the register or a commitment is late */
  @Column('text', { nullable: true }) agency: string | null;
  @Column('timestamptz', { name: 'recorded_at' }) at: Date;
  @Column('jsonb') data: object;
}

export const timeline = projection({
  name: 'cases.timeline',
  from: ownEvents<CaseEvent>(),
  entities: [TimelineEntry],
  fold: ({ stream, revision, recordedAt, metadata, type, data }, tables) => {
    const { caseId, ...facts } = data;
    const byItself = type === 'CoordinationTakenOver' || type === 'CoordinationLost' || type === 'CommitmentOverdue';
    tables(TimelineEntry).insert({
      city: cityOf(stream),
      caseId,
      number: revision + 1,
      type,
      agency: byItself ? null : (metadata.by?.agency ?? null),
      at: new Date(recordedAt),
      data: facts,
    });
  },
});

export type VisibleEntry = Pick<TimelineEntry, 'number' | 'type' | 'agency' | 'at' | 'data'>;

/**
 * The timeline of a case after entry `after`. It has the entries since the acceptance of the actor's agency, and the
 * visible part of the earlier ones. Timeline and case are two read models, and either may be ahead. Entries newer than
 * the case are left out, because the case decides the access. When the timeline lacks the acceptance, the entries after
 * it are left out too.
 */
export class TimelineOf extends Query<Page<VisibleEntry, number>> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly today: LocalDate,
    readonly page: Readonly<{ after: number; limit: number }>,
  ) {
    super();
  }
}

const VISIBLE_ENTRIES = statement<VisibleEntry>(
  'cases.visible-entries',
  `SELECT number, type, agency, recorded_at AS at, CASE WHEN $6 = 'summary' AND number < accepted.at AND NOT own THEN data - 'reason' ELSE data END AS data
     FROM timeline_entry entry
    CROSS JOIN LATERAL (SELECT type LIKE 'Participant%' AND data ->> 'agency' = $3 AS own) named
    CROSS JOIN (SELECT max(number) AS at FROM timeline_entry WHERE city = $1 AND case_id = $2
                 AND ((type = 'ParticipantAccepted' AND data ->> 'agency' = $3) OR (type = 'CaseOpened' AND data ->> 'openedBy' = $3))
                 AND recorded_at >= $9) accepted
    WHERE entry.city = $1 AND entry.case_id = $2 AND number > $4 AND number <= $8
      AND ($6 = 'all' OR number >= accepted.at OR own OR ($6 = 'summary' AND type = ANY ($7)))
    ORDER BY number LIMIT $5`,
);

@QueryHandler(TimelineOf)
export class TimelineOfHandler implements IQueryHandler<TimelineOf> {
  constructor(
    @InjectDataSource('cases') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  /** @throws {DomainError} `case.unknown`; `access.not-a-participant` for an actor whose view is not `full` */
  async execute({ actor, id, today, page: { after, limit } }: TimelineOf): Promise<Page<VisibleEntry, number>> {
    const found = await findVisible(this.db, await agencyKindOf(this.directory, actor), actor, id, today);
    if (found.view !== 'full') throw new DomainError('access.not-a-participant', { agency: actor.agency });
    const read = (rows: number): Promise<VisibleEntry[]> =>
      VISIBLE_ENTRIES.rows(this.db, [
        actor.city,
        id,
        actor.agency,
        after,
        rows,
        pastOf(actor, found),
        IN_SUMMARY.map((fact) => ENTRIES[fact]),
        found.version,
        found.since,
      ]);
    return readPage(limit, read, ({ number }) => number);
  }
}

/** Maps the entries of the summary to their types in the timeline. */
const ENTRIES: Readonly<Record<(typeof IN_SUMMARY)[number], TimelineEntry['type']>> = {
  opened: 'CaseOpened',
  'participant-invited': 'ParticipantInvited',
  'participant-accepted': 'ParticipantAccepted',
  'participant-declined': 'ParticipantDeclined',
  'participant-withdrawn': 'ParticipantWithdrawn',
  'coordination-taken-over': 'CoordinationTakenOver',
  'coordination-lost': 'CoordinationLost',
};
