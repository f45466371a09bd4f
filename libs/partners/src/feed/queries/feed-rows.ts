import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FeedEvent, Participation, Slot } from '../domain/audience.js';

/** The end of the feed of one agency. */
@Entity('feed')
export class FeedRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @Column('bigint', { name: 'last_sequence' }) lastSequence: string;
  @Column('bigint', { name: 'last_digest' }) lastDigest: string;
  /** the event number of the last entry; grows with every change of the feed */
  @Column('bigint', { name: 'last_number' }) lastNumber: string;
  @Column('timestamptz', { name: 'last_at' }) lastAt: Date;
}

/**
 * An event that is in a feed or may enter a feed later, stored once. `number`: its number among the events of the city.
 */
@Entity('feed_event')
export class FeedEventRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('bigint') number: string;
  @Column('text') type: string;
  /** true: every agency of the city gets the event */
  @Column('boolean', { name: 'for_city' }) forCity: boolean;
  @Column('text', { name: 'case_id', nullable: true }) caseId: string | null;
  /** the revision of the event in its stream */
  @Column('int') revision: number;
  /** the slots of the case or mandate of the event; null: no event has named any */
  @Column('jsonb', { nullable: true }) slots: readonly Slot[] | null;
  @Column('json') event: FeedEvent;
  /** the id in `event`, which PostgreSQL computes */
  @Column('text') id: string;
}

/** The slots that the events of a case or a mandate have named: see `slotsAfter`. */
@Entity('feed_subject')
export class FeedSubjectRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') subject: string;
  @Column('jsonb') slots: readonly Slot[];
}

/**
 * One event in the feed of one agency. `digest`: a hash of the set of entries up to here, see `FeedPosition`. `caseId`:
 * the agency may read the entry while it takes part in that case; null: always. `at`: the latest recording time of this
 * entry and all entries before it, so that times never decrease.
 */
@Entity('feed_entry')
export class FeedEntryRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @PrimaryColumn('bigint') sequence: string;
  @Column('bigint') digest: string;
  @Column('bigint') number: string;
  @Column('text', { name: 'case_id', nullable: true }) caseId: string | null;
  @Column('timestamptz') at: Date;
}

/** The relation of an agency to a case. */
@Entity('participation')
export class ParticipationRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text') agency: string;
  @Column('text', { nullable: true }) status: Participation['status'];
  @Column('jsonb') coordinates: Participation['coordinates'];
  @Column('int', { nullable: true }) since: number | null;
  @Column('text', { nullable: true }) past: Participation['past'] | null;
}

/** Converts a row to a participation. A null in `since` or `past` becomes a missing field. */
export const participationOf = ({
  status,
  coordinates,
  since,
  past,
}: Omit<ParticipationRow, 'city' | 'caseId' | 'agency'>): Participation => ({
  status,
  coordinates,
  ...(since !== null && { since }),
  ...(past !== null && { past }),
});
