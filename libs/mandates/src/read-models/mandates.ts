import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { DomainError, type LocalDate, type Period, unreachable } from '#decider';
import { ownReadModel } from '#messaging';
import type { Decision, EndorsementLevel, MandateKind, RegisterEvent, Slot, SteeringModel, Transfer } from '../domain/mandate-register.js';

/** A mandate as it stands: its terms, who endorsed it, its period, its transfers. */
@Entity('mandate')
export class MandateRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('int') version: number;
  @Column('text') status: 'proposed' | 'granted' | 'ended';
  @Column('jsonb') slots: readonly Slot[];
  @Column('text') kind: MandateKind;
  @Column('text', { name: 'steering_model' }) steeringModel: SteeringModel;
  @Column('text', { name: 'steering_reason', nullable: true }) steeringReason: string | null;
  /** who holds it after every transfer so far */
  @Column('text') holder: string;
  @Column('text', { name: 'executing_function' }) executingFunction: string;
  @Column('jsonb') powers: readonly string[];
  @Column('jsonb') endorsements: Readonly<Partial<Record<EndorsementLevel, Decision>>>;
  @Column('jsonb', { nullable: true }) period: Period | null;
  @Column('date', { name: 'evaluate_on', nullable: true }) evaluateOn: LocalDate | null;
  @Column('jsonb', { nullable: true }) decision: Decision | null;
  @Column('jsonb') transfers: Readonly<Record<string, Omit<Transfer, 'transferId'> & { from: string; reason: string }>>;
  @Column('jsonb', { nullable: true }) ended: Readonly<{ on: LocalDate; cause: string; reason: string; decision?: Decision }> | null;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt: Date;
}

export const mandates = ownReadModel<RegisterEvent>({
  name: 'mandates.mandates',
  tables: ['mandate'],
  apply: async ({ stream, recordedAt, type, data }, tx) => {
    const city = stream.slice('mandates-'.length);
    const change = (columns: string, ...values: unknown[]): Promise<unknown> =>
      tx.query(`UPDATE mandate SET version = version + 1, ${columns} WHERE city = $1 AND id = $2`, [city, data.mandateId, ...values]);
    switch (type) {
      case 'MandateProposed': {
        const { mandateId: id, ...terms } = data;
        await tx.insert(MandateRow, { city, id, version: 1, status: 'proposed', ...terms, proposedAt: new Date(recordedAt) });
        return;
      }
      case 'MandateEndorsed':
        await change('endorsements = endorsements || jsonb_build_object($3::text, $4::jsonb)', data.level, data.decision);
        return;
      case 'MandateGranted':
        await change(`status = 'granted', period = $3, evaluate_on = $4, decision = $5`, data.period, data.evaluateOn, data.decision);
        return;
      case 'TransferProposed': {
        const { transferId, from, to, on, decision, reason } = data;
        await change('transfers = transfers || jsonb_build_object($3::text, $4::jsonb)', transferId, { from, to, on, decision, reason, status: 'proposed' });
        return;
      }
      case 'TransferDeclined':
        await change(`transfers = jsonb_set(transfers, ARRAY[$3, 'status'], '"declined"')`, data.transferId);
        return;
      case 'MandateTransferred':
        await change(
          `holder = $4, transfers = jsonb_set(transfers, ARRAY[$3], (transfers -> $3) || jsonb_build_object('status', 'accepted', 'on', $5::text))`,
          data.transferId,
          data.to,
          data.on,
        );
        return;
      case 'MandateEnded': {
        const { holder, on, cause, reason, decision } = data;
        await change(`status = 'ended', holder = $4, ended = $3`, { on, cause, reason, decision }, holder);
        return;
      }
      default:
        unreachable(type);
    }
  },
});

/** One mandate of the city. */
export class MandateById {
  constructor(
    readonly city: string,
    readonly id: string,
  ) {}
}

@QueryHandler(MandateById)
export class MandateByIdHandler implements IQueryHandler<MandateById, MandateRow> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  /** @throws {DomainError} `mandate.unknown` */
  async execute({ city, id }: MandateById): Promise<MandateRow> {
    const mandate = await this.db.manager.findOneBy(MandateRow, { city, id });
    if (!mandate) throw new DomainError('mandate.unknown', { mandateId: id });
    return mandate;
  }
}

/** The mandates of the city in order of their id, behind `after`; of a slot or a part of it when given. */
export class ListMandates {
  constructor(
    readonly city: string,
    readonly filter: Readonly<{ neighbourhood?: string; theme?: string; status?: string; holder?: string; after?: string; limit: number }>,
  ) {}
}

@QueryHandler(ListMandates)
export class ListMandatesHandler implements IQueryHandler<ListMandates, MandateRow[]> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  execute({ city, filter: { neighbourhood, theme, status, holder, after, limit } }: ListMandates): Promise<MandateRow[]> {
    const query = this.db.manager.createQueryBuilder(MandateRow, 'mandate').where('mandate.city = :city', { city });
    if (neighbourhood || theme) query.andWhere('mandate.slots @> :slots', { slots: JSON.stringify([{ neighbourhood, theme }]) });
    if (status) query.andWhere('mandate.status = :status', { status });
    if (holder) query.andWhere('mandate.holder = :holder', { holder });
    if (after) query.andWhere('mandate.id > :after', { after });
    return query.orderBy('mandate.id').limit(limit).getMany();
  }
}

