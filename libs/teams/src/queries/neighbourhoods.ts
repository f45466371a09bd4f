import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { type Page, readPage } from '#http';
import { DomainError } from '#kernel';
import { ownEvents, projection, selectFrom } from '#messaging';
import { statement } from '#postgres';
import type { Area, Point } from '../domain/geometry.js';
import type { RegisterEvent } from '../domain/neighbourhood-register.js';
import type { TeamEvent } from '../domain/neighbourhood-team.js';

/** The current version of a neighbourhood. */
@Entity('neighbourhood')
export class NeighbourhoodRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('int') version: number;
  @Column('jsonb') centre: Point;
  @Column('jsonb', { nullable: true }) area: Area | null;
  @Column('text') source: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: Date;
}

export const neighbourhoods = projection({
  name: 'teams.neighbourhoods',
  from: ownEvents<RegisterEvent | TeamEvent>(),
  entities: [NeighbourhoodRow],
  fold: ({ stream, recordedAt, type, data }, tables) => {
    if (type !== 'NeighbourhoodRecorded') return;
    const { area = null } = data;
    tables(NeighbourhoodRow).upsert({ ...data, city: cityOf(stream), area, recordedAt: new Date(recordedAt) });
  },
});

/** One neighbourhood of the city, with its area. */
export class NeighbourhoodByCode extends Query<NeighbourhoodRow> {
  constructor(
    readonly city: string,
    readonly code: string,
  ) {
    super();
  }
}

const NEIGHBOURHOOD = statement<NeighbourhoodRow>(
  'teams.neighbourhood',
  `${selectFrom(NeighbourhoodRow)} WHERE city = $1 AND code = $2`,
);

@QueryHandler(NeighbourhoodByCode)
export class NeighbourhoodByCodeHandler implements IQueryHandler<NeighbourhoodByCode> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  /** @throws {DomainError} `neighbourhood.unknown` */
  async execute({ city, code }: NeighbourhoodByCode): Promise<NeighbourhoodRow> {
    const [neighbourhood] = await NEIGHBOURHOOD.rows(this.db, [city, code]);
    if (!neighbourhood) throw new DomainError('neighbourhood.unknown', { neighbourhood: code });
    return neighbourhood;
  }
}

/** The neighbourhoods of the city without areas, after the code `after`. Short codes come first, so that numbers are in numeric order. */
export class ListNeighbourhoods extends Query<NeighbourhoodsPage> {
  constructor(
    readonly city: string,
    readonly filter: Readonly<{ after?: string; limit: number }>,
  ) {
    super();
  }
}

type WithoutArea = Omit<NeighbourhoodRow, 'area'>;
/** `version` is the number of facts about the neighbourhoods of the city, over all pages. */
export type NeighbourhoodsPage = Page<WithoutArea> & Readonly<{ version: number }>;

const NEIGHBOURHOODS = statement<WithoutArea>(
  'teams.neighbourhoods',
  `${selectFrom(NeighbourhoodRow, { without: ['area'] })}
    WHERE city = $1 AND (length(code), code) > (length($2), $2)
    ORDER BY length(code), code
    LIMIT $3`,
);
const VERSION = statement<{ version: number }>(
  'teams.version-of-neighbourhoods',
  'SELECT coalesce(sum(version), 0)::int AS version FROM neighbourhood WHERE city = $1',
);

@QueryHandler(ListNeighbourhoods)
export class ListNeighbourhoodsHandler implements IQueryHandler<ListNeighbourhoods> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  async execute({ city, filter: { after = '', limit } }: ListNeighbourhoods): Promise<NeighbourhoodsPage> {
    const read = (rows: number): Promise<WithoutArea[]> => NEIGHBOURHOODS.rows(this.db, [city, after, rows]);
    // The version is read first: it must not be newer than the page, or a stale page would pass `If-Match`.
    const [counted] = await VERSION.rows(this.db, [city]);
    const { version } = counted!;
    return { ...(await readPage(limit, read, ({ code }) => code)), version };
  }
}
