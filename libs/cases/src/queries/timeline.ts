import { Column, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { ownEvents, projection } from '#messaging';
import type { CaseEvent } from '../domain/case-history.js';

/** What happened in a case, in order. An entry names the agency that did it, and nobody's person (R35). */
@Entity('timeline_entry')
export class TimelineEntry {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  /** 1, 2, 3, ... */
  @PrimaryColumn('int') number: number;
  @Column('text') type: CaseEvent['type'];
  /** null: the case itself, following the register */
  @Column('text', { nullable: true }) agency: string | null;
  @Column('timestamptz', { name: 'recorded_at' }) at: Date;
  @Column('jsonb') data: object;
}

export const timeline = projection({
  name: 'cases.timeline',
  from: ownEvents<CaseEvent>(),
  entities: [TimelineEntry],
  apply: async ({ stream, revision, recordedAt, metadata, type, data }, tx) => {
    const { caseId, ...facts } = data;
    const byItself = type === 'CoordinationTakenOver' || type === 'CoordinationLost' || type === 'CommitmentOverdue';
    await tx.insert(TimelineEntry, {
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
