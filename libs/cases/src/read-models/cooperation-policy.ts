import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { type PartnersEvent, type PublicEvent, TOPICS } from '#contracts';
import type { SharedReadModel } from '#messaging';

/** Which joint work an agency lets its staff join (R10), from its own words in the partners context. */
@Entity('cooperation_policy')
export class CooperationPolicy {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @Column('text', { array: true }) allows: readonly string[];
}

export const cooperationPolicy: SharedReadModel = {
  name: 'cases.cooperation-policy',
  tables: ['cooperation_policy'],
  topics: [TOPICS.partners],
  apply: async (event: PublicEvent, tx) => {
    const { type, data } = event as PartnersEvent;
    if (type !== 'be.regie.agency.cooperation-policy-set.v1') return;
    await tx.query('INSERT INTO cooperation_policy VALUES ($1, $2, $3) ON CONFLICT (city, agency) DO UPDATE SET allows = excluded.allows', [
      data.city,
      data.agency,
      data.allows,
    ]);
  },
};

/** May staff of this agency join joint cases? An agency that never set a policy restricts nothing: it answers each invitation itself. */
export class AllowsJointCases {
  constructor(
    readonly city: string,
    readonly agency: string,
  ) {}
}

@QueryHandler(AllowsJointCases)
export class AllowsJointCasesHandler implements IQueryHandler<AllowsJointCases, boolean> {
  constructor(@InjectDataSource('cases') private readonly db: DataSource) {}

  async execute({ city, agency }: AllowsJointCases): Promise<boolean> {
    const policy = await this.db.manager.findOneBy(CooperationPolicy, { city, agency });
    return policy?.allows.includes('joint-case') ?? true;
  }
}
