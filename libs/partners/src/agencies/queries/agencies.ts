import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { StoredEvent } from '#event-store';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, isCity, unreachable } from '#kernel';
import { ownEvents, projection, selectFrom } from '#messaging';
import { statement, statementByFilters } from '#postgres';
import type { SubscriptionEvent } from '../../subscriptions/domain/subscription-history.js';
import type { AgencyStatus, RegisterEvent } from '../domain/agency-register.js';

/** The current state of an agency: its details, its status, and the joint work that it lets its staff join. */
@Entity('agency')
export class AgencyRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('int') version: number;
  @Column('text') name: string;
  @Column('text') kind: string;
  @Column('text', { nullable: true }) kbo: string | null;
  @Column('text', { nullable: true }) ovo: string | null;
  @Column('text', { name: 'police_zone', nullable: true }) policeZone: string | null;
  @Column('text') status: AgencyStatus;
  /** the reason of the suspension or the end */
  @Column('text', { nullable: true }) reason: string | null;
  /** the kinds of joint work that the agency allows; null until it sets a cooperation policy */
  @Column('text', { array: true, nullable: true }) allows: readonly string[] | null;
  @Column('timestamptz', { name: 'enrolled_at' }) enrolledAt: Date;
}

export const agencies = projection({
  name: 'partners.agencies',
  from: ownEvents<RegisterEvent | SubscriptionEvent>(),
  entities: [AgencyRow],
  fold: (event, tables) => {
    if (event.stream.startsWith('subscription-')) return;
    const { stream, recordedAt, type, data } = event as StoredEvent<RegisterEvent>;
    const city = stream.slice('agencies-'.length);
    const change = (columns: Partial<AgencyRow>): void =>
      tables(AgencyRow).update({ city, code: data.agency }, ({ version }) => ({ ...columns, version: version + 1 }));
    switch (type) {
      case 'AgencyEnrolled': {
        const { agency: code, name, kind, kbo = null, ovo = null, policeZone = null } = data;
        const details = { name, kind, kbo, ovo, policeZone, allows: null };
        const enrolment = { status: 'active', reason: null, enrolledAt: new Date(recordedAt) } as const;
        return tables(AgencyRow).insert({ city, code, version: 1, ...details, ...enrolment });
      }
      case 'AgencyChanged': {
        const { name, kind, kbo = null, ovo = null, policeZone = null } = data;
        return change({ name, kind, kbo, ovo, policeZone });
      }
      case 'AgencySuspended':
        return change({ status: 'suspended', reason: data.reason });
      case 'AgencyResumed':
        return change({ status: 'active', reason: null });
      case 'AgencyEnded':
        return change({ status: 'ended', reason: data.reason });
      case 'CooperationPolicySet':
        return change({ allows: data.allows });
      default:
        return unreachable(type);
    }
  },
});

/** One agency of the actor's city. `reason` (of its suspension or end) is visible to the agency and to managers of a city service. */
export class AgencyByCode extends Query<AgencyRow> {
  constructor(
    readonly by: Actor,
    readonly code: string,
  ) {
    super();
  }
}

const AGENCIES_BY_CODE = statement<AgencyRow>(
  'partners.agencies-by-code',
  `${selectFrom(AgencyRow)} WHERE city = $1 AND code = ANY ($2)`,
);

@QueryHandler(AgencyByCode)
export class AgencyByCodeHandler implements IQueryHandler<AgencyByCode> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  /** @throws {DomainError} `agency.unknown` */
  async execute({ by, code }: AgencyByCode): Promise<AgencyRow> {
    const found = await AGENCIES_BY_CODE.rows(this.db, [by.city, [code, by.agency]]);
    const agency = found.find((each) => each.code === code);
    if (!agency) throw new DomainError('agency.unknown', { agency: code });
    const own = found.find((each) => each.code === by.agency);
    const asCity = own?.status === 'active' && isCity(by, own.kind);
    return agency === own || asCity ? agency : { ...agency, reason: null };
  }
}

/** The agencies of the city in order of code, after the code `after`. */
export class ListAgencies extends Query<Page<AgencyRow>> {
  constructor(
    readonly city: string,
    readonly filter: Readonly<{ kind?: string; status?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

type Filter = 'kind' | 'status';
const AGENCIES = statementByFilters<AgencyRow, Filter>(
  'partners.list-agencies',
  ['kind', 'status'],
  (given) => `${selectFrom(AgencyRow)}
     WHERE city = $1 AND code > $2 ${given.map((column, nth) => `AND ${column} = $${4 + nth}`).join(' ')} ORDER BY code LIMIT $3`,
);

@QueryHandler(ListAgencies)
export class ListAgenciesHandler implements IQueryHandler<ListAgencies> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({ city, filter: { kind, status, after, limit } }: ListAgencies): Promise<Page<AgencyRow>> {
    const filters = { kind, status };
    const given = (Object.keys(filters) as Filter[]).filter((filter) => filters[filter]);
    const values = given.map((filter) => filters[filter]);
    return readPage(
      limit,
      (rows) => AGENCIES(given).rows(this.db, [city, after ?? '', rows, ...values]),
      ({ code }) => code,
    );
  }
}
