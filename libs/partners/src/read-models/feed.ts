import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { type PublicEvent, TOPICS } from '#contracts';
import { DomainError, type LocalDate } from '#decider';
import type { SharedReadModel } from '#messaging';
import { brusselsDate } from '#service';
import {
  audienceOf,
  caseOf,
  type FeedEvent,
  type Participation,
  type Participations,
  participationsAfter,
  takesPart,
} from '../integration/feed-audience.js';
import { AgencyRow } from './agencies.js';

/**
 * One feed per agency: the public events that concern it, in the order in which they were announced, numbered 1, 2, 3, ... without gaps. Who
 * gets an event is decided when it arrives, on the day on which it was recorded, so that a rebuild from the same log gives every entry the same
 * number and the cursors of partners stay good. Whether it may still be read is decided at each reading.
 *
 * A feed opens with the first event that concerns its agency, usually its enrolment, and starts with the mandate register of the city from the
 * beginning: who holds the mandates is public among the agencies, and a register of which the first half is missing tells nothing.
 */
@Entity('feed')
export class FeedRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @Column('bigint', { name: 'last_sequence' }) lastSequence: string;
}

/** An event that is in at least one feed, once; `number` counts those of the city. */
@Entity('feed_event')
export class FeedEventRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('bigint') number: string;
  @Column('text') type: string;
  /** every agency of the city gets it */
  @Column('boolean', { name: 'for_city' }) forCity: boolean;
  @Column('json') event: FeedEvent;
}

/** The place of an event in a feed. `caseId`: it is read for as long as the agency takes part in that case; null: the agency keeps it. */
@Entity('feed_entry')
export class FeedEntryRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @PrimaryColumn('bigint') sequence: string;
  @Column('bigint') number: string;
  @Column('text', { name: 'case_id', nullable: true }) caseId: string | null;
}

/** How an agency stands to a case. */
@Entity('participation')
export class ParticipationRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text') agency: string;
  @Column('text', { nullable: true }) status: Participation['status'];
  @Column('jsonb') coordinates: Participation['coordinates'];
}

export const feed: SharedReadModel = {
  name: 'partners.feed',
  tables: ['feed', 'feed_event', 'feed_entry', 'participation'],
  topics: [TOPICS.mandates, TOPICS.cases, TOPICS.partners],
  apply: (event, tx) => fill([event], tx),
  applyAll: (events, tx) => fill(events, tx),
};

// --- Filling ---------------------------------------------------------------------------------------------------------------------------------

const fill = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
  const byCity = Map.groupBy(events as readonly FeedEvent[], ({ data }) => data.city);
  // In one order, so that two that fill the same cities never wait for each other.
  for (const city of [...byCity.keys()].toSorted()) {
    // Several processes fill, a partition each. Of a feed that one opens, the other must know before it looks which feeds there are.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('partners.feed ' || $1))`, [city]);
    await fillCity(city, byCity.get(city)!, tx);
  }
};

type Told = Readonly<{ number: number; event: FeedEvent; forCity: boolean }>;
type Entry = Readonly<{ agency: string; sequence: number; number: number; caseId: string | null }>;

/** A few round trips for the events of a city, however many they are and however many agencies get them. */
const fillCity = async (city: string, events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  const participations = await participationsIn(tx, city, [...new Set(events.map(caseOf).filter((caseId) => caseId !== undefined))]);
  const feeds = await feedsOf(tx, city);
  const changed = new Set<string>();
  const told: Told[] = [];
  const entries: Entry[] = [];
  let number = await lastNumber(tx, city);
  let register: readonly number[] | undefined;

  const add = (agency: string, ofEvent: number, caseId: string | null): void => {
    const sequence = feeds.get(agency)! + 1;
    feeds.set(agency, sequence);
    entries.push({ agency, sequence, number: ofEvent, caseId });
  };
  const open = async (agency: string): Promise<void> => {
    feeds.set(agency, 0);
    register ??= await registerSoFar(tx, city);
    for (const before of [...register, ...told.filter(({ forCity }) => forCity).map((each) => each.number)]) add(agency, before, null);
  };

  for (const event of events) {
    const on = brusselsDate(new Date(event.time));
    const caseId = caseOf(event) ?? '';
    const before = participations.get(caseId) ?? new Map<string, Participation>();
    const after = participationsAfter(event, before, on);
    if (after !== before) {
      participations.set(caseId, after);
      changed.add(caseId);
    }
    const audience = audienceOf(event, after, on);
    if (audience.length === 0) continue;
    number++;
    if (audience === 'city') {
      for (const agency of feeds.keys()) add(agency, number, null);
    } else {
      for (const { agency, caseId: forAsLongAs } of audience) {
        if (!feeds.has(agency)) await open(agency);
        add(agency, number, forAsLongAs);
      }
    }
    told.push({ number, event, forCity: audience === 'city' });
  }

  const written = [...changed].flatMap((caseId) => [...participations.get(caseId)!].map(([agency, part]) => ({ caseId, agency, ...part })));
  await write(tx, city, told, entries, feeds, written);
};

const participationsIn = async (tx: EntityManager, city: string, caseIds: readonly string[]): Promise<Map<string, Participations>> => {
  if (caseIds.length === 0) return new Map();
  const rows = await tx.query<ParticipationRow[]>(
    'SELECT case_id AS "caseId", agency, status, coordinates FROM participation WHERE city = $1 AND case_id = ANY($2)',
    [city, caseIds],
  );
  const byCase = Map.groupBy(rows, ({ caseId }) => caseId);
  return new Map([...byCase].map(([caseId, parts]) => [caseId, new Map(parts.map(({ agency, status, coordinates }) => [agency, { status, coordinates }]))]));
};

/** The feeds of the city, with the number of their last entry. */
const feedsOf = async (tx: EntityManager, city: string): Promise<Map<string, number>> => {
  const rows = await tx.query<{ agency: string; last: string }[]>('SELECT agency, last_sequence AS last FROM feed WHERE city = $1', [city]);
  return new Map(rows.map(({ agency, last }) => [agency, Number(last)]));
};

const lastNumber = async (tx: EntityManager, city: string): Promise<number> => {
  const [row] = await tx.query<{ last: string | null }[]>('SELECT max(number) AS last FROM feed_event WHERE city = $1', [city]);
  return Number(row?.last ?? 0);
};

const registerSoFar = async (tx: EntityManager, city: string): Promise<readonly number[]> => {
  const rows = await tx.query<{ number: string }[]>('SELECT number FROM feed_event WHERE city = $1 AND for_city ORDER BY number', [city]);
  return rows.map(({ number }) => Number(number));
};

const write = async (
  tx: EntityManager,
  city: string,
  told: readonly Told[],
  entries: readonly Entry[],
  feeds: ReadonlyMap<string, number>,
  participations: readonly Pick<ParticipationRow, 'caseId' | 'agency' | 'status' | 'coordinates'>[],
): Promise<void> => {
  const all = async (rows: readonly object[], sql: string): Promise<void> => {
    if (rows.length > 0) await tx.query(sql, [city, JSON.stringify(rows)]);
  };
  await all(
    told.map(({ number, event, forCity }) => ({ number, type: event.type, forCity, event })),
    `INSERT INTO feed_event (city, number, type, for_city, event)
     SELECT $1, number, type, "forCity", event FROM json_to_recordset($2) AS told (number bigint, type text, "forCity" boolean, event json)`,
  );
  await all(
    entries,
    `INSERT INTO feed_entry (city, agency, sequence, number, case_id)
     SELECT $1, agency, sequence, number, "caseId" FROM json_to_recordset($2) AS entry (agency text, sequence bigint, number bigint, "caseId" text)`,
  );
  await all(
    [...new Set(entries.map(({ agency }) => agency))].map((agency) => ({ agency, last: feeds.get(agency) })),
    `INSERT INTO feed (city, agency, last_sequence)
     SELECT $1, agency, last FROM json_to_recordset($2) AS fed (agency text, last bigint)
     ON CONFLICT (city, agency) DO UPDATE SET last_sequence = excluded.last_sequence`,
  );
  await all(
    participations,
    `INSERT INTO participation (city, case_id, agency, status, coordinates)
     SELECT $1, "caseId", agency, status, coordinates FROM json_to_recordset($2) AS part ("caseId" text, agency text, status text, coordinates jsonb)
     ON CONFLICT (city, case_id, agency) DO UPDATE SET status = excluded.status, coordinates = excluded.coordinates`,
  );
};

// --- Reading ---------------------------------------------------------------------------------------------------------------------------------

/**
 * What the agency may read of its feed on the day `today`, behind the entry with the sequence `after`, 0 at first; only these types when given.
 */
export class ReadFeed {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly question: Readonly<{ after: number; limit: number; types?: readonly string[] }>,
    readonly today: LocalDate,
  ) {}
}

/**
 * `upTo`: the sequence up to which everything was looked at; what was left out on the way is not told. `more`: there is something behind it, so
 * that reading on is worthwhile at once, even when there are no events here.
 */
export type FeedPage = Readonly<{ events: readonly FeedEvent[]; upTo: number; more: boolean }>;

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed, FeedPage> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  /**
   * A suspended agency reads nothing, also nothing about itself: it takes no part until it is resumed. Its feed goes on being filled meanwhile,
   * so that it then goes on from the cursor that it has. An agency that has ended never reads again.
   * @throws {DomainError} `agency.not-known`, `agency.not-active`, `feed.cursor-unknown`
   */
  async execute({ city, agency, question: { after, limit, types }, today }: ReadFeed): Promise<FeedPage> {
    const asker = await this.db.manager.findOneBy(AgencyRow, { city, code: agency });
    if (!asker) throw new DomainError('agency.not-known', { agency });
    if (asker.status !== 'active') throw new DomainError('agency.not-active', { agency, state: asker.status });
    const reader = await this.db.manager.findOneBy(FeedRow, { city, agency });
    if (after > Number(reader?.lastSequence ?? 0)) throw new DomainError('feed.cursor-unknown');

    const events: FeedEvent[] = [];
    let upTo = after;
    for (let looked = 0, rows = limit + 1; looked < LOOKED_AT_MOST; looked += rows, rows = ROWS_AT_ONCE) {
      const entries = await this.entries(city, agency, upTo, rows, types);
      for (const { sequence, event, part } of entries) {
        if (events.length === limit) return { events, upTo, more: true };
        upTo = sequence;
        if (event && (part === null || takesPart(part, today))) events.push(event);
      }
      if (entries.length < rows) return { events, upTo, more: false };
    }
    return { events, upTo, more: true };
  }

  /** Each entry with how the agency stands to its case at the same moment; without its event when nobody asked for that type. */
  private async entries(city: string, agency: string, after: number, rows: number, types?: readonly string[]): Promise<readonly Found[]> {
    const found = await this.db.query<FoundRow[]>(
      `SELECT entry.sequence, entry.case_id AS "caseId", part.status, part.coordinates,
              CASE WHEN $5::text[] IS NULL OR told.type = ANY($5) THEN told.event END AS event
         FROM feed_entry entry
         JOIN feed_event told ON told.city = entry.city AND told.number = entry.number
         LEFT JOIN participation part ON part.city = entry.city AND part.case_id = entry.case_id AND part.agency = entry.agency
        WHERE entry.city = $1 AND entry.agency = $2 AND entry.sequence > $3
        ORDER BY entry.sequence LIMIT $4`,
      [city, agency, after, rows, types ?? null],
    );
    return found.map(({ sequence, caseId, status, coordinates, event }) => ({
      sequence: Number(sequence),
      event,
      part: caseId === null ? null : { status, coordinates: coordinates ?? [] },
    }));
  }
}

/** How far one request reads on behind entries that are left out, and in which steps. */
const LOOKED_AT_MOST = 10_000;
const ROWS_AT_ONCE = 500;

type FoundRow = Readonly<{
  sequence: string;
  caseId: string | null;
  status: Participation['status'];
  coordinates: Participation['coordinates'] | null;
  event: FeedEvent | null;
}>;
type Found = Readonly<{ sequence: number; event: FeedEvent | null; part: Participation | null }>;
