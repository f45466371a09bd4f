import { hash } from 'node:crypto';
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
 * gets an event is decided when it arrives, on the day on which it was recorded. Whether it may still be read is decided at each reading.
 *
 * The numbers leave the house, in the cursors of partners (docs/adr/0040). So they are on disk before anybody reads them, and a cursor says besides
 * which entries lie before it: a rebuild from one log gives every entry the same number, one from the partitions of several topics may not.
 *
 * A feed opens with the first event that concerns its agency, usually its enrolment, and starts with the mandate register of the city from the
 * beginning: who holds the mandates is public among the agencies, and a register of which the first half is missing tells nothing.
 */
@Entity('feed')
export class FeedRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @Column('bigint', { name: 'last_sequence' }) lastSequence: string;
  @Column('bigint', { name: 'last_digest' }) lastDigest: string;
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

/** The place of an event in a feed. `digest`: which entries there are up to here, see {@link Place}. `caseId`: it is read for as long as the agency takes part in that case; null: the agency keeps it. */
@Entity('feed_entry')
export class FeedEntryRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') agency: string;
  @PrimaryColumn('bigint') sequence: string;
  @Column('bigint') digest: string;
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

/**
 * A place in a feed: the entry with this sequence, and all before it. `digest` says of which events these are, in whatever order: 64 bits of the
 * SHA-256 of each id, added without carry. Who has read up to a place has read the same up to any other place that equals it.
 */
export type Place = Readonly<{ sequence: number; digest: bigint }>;

/** Before the first entry. */
export const BEGINNING: Place = { sequence: 0, digest: 0n };

const behind = ({ sequence, digest }: Place, eventId: string): Place => ({
  sequence: sequence + 1,
  digest: digest ^ BigInt.asIntN(64, BigInt(`0x${hash('sha256', eventId).slice(0, 16)}`)),
});

// --- Filling ---------------------------------------------------------------------------------------------------------------------------------

const fill = async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
  // What a crash takes back comes again, but maybe in another order: here, unlike elsewhere, the disk is waited for, as far as the server is set to.
  await tx.query('SET LOCAL synchronous_commit TO DEFAULT');
  const byCity = Map.groupBy(events as readonly FeedEvent[], ({ data }) => data.city);
  // In one order, so that two that fill the same cities never wait for each other.
  for (const city of [...byCity.keys()].toSorted()) {
    // Several processes fill, a partition each. Of a feed that one opens, the other must know before it looks which feeds there are.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('partners.feed ' || $1))`, [city]);
    await fillCity(city, byCity.get(city)!, tx);
  }
};

type Told = Readonly<{ number: number; event: FeedEvent; forCity: boolean }>;
type Numbered = Readonly<{ number: number; id: string }>;
type Entry = Readonly<{ agency: string; place: Place; number: number; caseId: string | null }>;

/** A few round trips for the events of a city, however many they are and however many agencies get them. */
const fillCity = async (city: string, events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  const participations = await participationsIn(tx, city, [...new Set(events.map(caseOf).filter((caseId) => caseId !== undefined))]);
  const feeds = await feedsOf(tx, city);
  const changed = new Set<string>();
  const told: Told[] = [];
  const entries: Entry[] = [];
  let number = await lastNumber(tx, city);
  let register: readonly Numbered[] | undefined;

  const add = (agency: string, { number: ofEvent, id }: Numbered, caseId: string | null): void => {
    const place = behind(feeds.get(agency)!, id);
    feeds.set(agency, place);
    entries.push({ agency, place, number: ofEvent, caseId });
  };
  const open = async (agency: string): Promise<void> => {
    feeds.set(agency, BEGINNING);
    register ??= await registerSoFar(tx, city);
    for (const before of [...register, ...told.filter(({ forCity }) => forCity).map((each) => ({ number: each.number, id: each.event.id }))]) add(agency, before, null);
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
    const numbered = { number: ++number, id: event.id };
    if (audience === 'city') {
      for (const agency of feeds.keys()) add(agency, numbered, null);
    } else {
      for (const { agency, caseId: forAsLongAs } of audience) {
        if (!feeds.has(agency)) await open(agency);
        add(agency, numbered, forAsLongAs);
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

/** The feeds of the city, with the place of their last entry. */
const feedsOf = async (tx: EntityManager, city: string): Promise<Map<string, Place>> => {
  const rows = await tx.query<{ agency: string; sequence: string; digest: string }[]>(
    'SELECT agency, last_sequence AS sequence, last_digest AS digest FROM feed WHERE city = $1',
    [city],
  );
  return new Map(rows.map(({ agency, sequence, digest }) => [agency, { sequence: Number(sequence), digest: BigInt(digest) }]));
};

const lastNumber = async (tx: EntityManager, city: string): Promise<number> => {
  const [row] = await tx.query<{ last: string | null }[]>('SELECT max(number) AS last FROM feed_event WHERE city = $1', [city]);
  return Number(row?.last ?? 0);
};

const registerSoFar = async (tx: EntityManager, city: string): Promise<readonly Numbered[]> => {
  const rows = await tx.query<{ number: string; id: string }[]>(
    `SELECT number, event ->> 'id' AS id FROM feed_event WHERE city = $1 AND for_city ORDER BY number`,
    [city],
  );
  return rows.map(({ number, id }) => ({ number: Number(number), id }));
};

const write = async (
  tx: EntityManager,
  city: string,
  told: readonly Told[],
  entries: readonly Entry[],
  feeds: ReadonlyMap<string, Place>,
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
    entries.map(({ place, ...entry }) => ({ ...entry, ...inJson(place) })),
    `INSERT INTO feed_entry (city, agency, sequence, digest, number, case_id)
     SELECT $1, agency, sequence, digest, number, "caseId"
       FROM json_to_recordset($2) AS entry (agency text, sequence bigint, digest bigint, number bigint, "caseId" text)`,
  );
  await all(
    [...new Set(entries.map(({ agency }) => agency))].map((agency) => ({ agency, ...inJson(feeds.get(agency)!) })),
    `INSERT INTO feed (city, agency, last_sequence, last_digest)
     SELECT $1, agency, sequence, digest FROM json_to_recordset($2) AS fed (agency text, sequence bigint, digest bigint)
     ON CONFLICT (city, agency) DO UPDATE SET last_sequence = excluded.last_sequence, last_digest = excluded.last_digest`,
  );
  await all(
    participations,
    `INSERT INTO participation (city, case_id, agency, status, coordinates)
     SELECT $1, "caseId", agency, status, coordinates FROM json_to_recordset($2) AS part ("caseId" text, agency text, status text, coordinates jsonb)
     ON CONFLICT (city, case_id, agency) DO UPDATE SET status = excluded.status, coordinates = excluded.coordinates`,
  );
};

/** JSON has no number of 64 bits. */
const inJson = ({ sequence, digest }: Place): Readonly<{ sequence: number; digest: string }> => ({ sequence, digest: String(digest) });

// --- Reading ---------------------------------------------------------------------------------------------------------------------------------

/**
 * What the agency may read of its feed on the day `today`, behind the place `after`, `BEGINNING` at first; only these types when given.
 */
export class ReadFeed {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly question: Readonly<{ after: Place; limit: number; types?: readonly string[] }>,
    readonly today: LocalDate,
  ) {}
}

/**
 * `upTo`: the place up to which everything was looked at; what was left out on the way is not told. `more`: there is something behind it, so
 * that reading on is worthwhile at once, even when there are no events here.
 */
export type FeedPage = Readonly<{ events: readonly FeedEvent[]; upTo: Place; more: boolean }>;

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed, FeedPage> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  /**
   * A suspended agency reads nothing, also nothing about itself: it takes no part until it is resumed. Its feed goes on being filled meanwhile,
   * so that it then goes on from the cursor that it has. An agency that has ended never reads again. `feed.cursor-unknown`: `after` is no place in
   * this feed, or not any more: reading on from there could leave something out.
   * @throws {DomainError} `agency.not-known`, `agency.not-active`, `feed.cursor-unknown`
   */
  async execute({ city, agency, question: { after, limit, types }, today }: ReadFeed): Promise<FeedPage> {
    const asker = await this.db.manager.findOneBy(AgencyRow, { city, code: agency });
    if (!asker) throw new DomainError('agency.not-known', { agency });
    if (asker.status !== 'active') throw new DomainError('agency.not-active', { agency, state: asker.status });

    const events: FeedEvent[] = [];
    let upTo = after;
    for (let looked = 0, rows = limit + 1; looked < LOOKED_AT_MOST; looked += rows, rows = ROWS_AT_ONCE) {
      const entries = await this.entries(city, agency, upTo, rows, types);
      for (const { place, event, part } of entries) {
        if (events.length === limit) return { events, upTo, more: true };
        upTo = place;
        if (event && (part === null || takesPart(part, today))) events.push(event);
      }
      if (entries.length < rows) return { events, upTo, more: false };
    }
    return { events, upTo, more: true };
  }

  /**
   * Each entry behind a place, with how the agency stands to its case at the same moment; without its event when nobody asked for that type. The
   * entry at that place is looked up in the same statement: between two, a rebuild might number them anew.
   */
  private async entries(city: string, agency: string, after: Place, rows: number, types?: readonly string[]): Promise<readonly Found[]> {
    const found = await this.entriesFrom(city, agency, after.sequence, after.sequence > 0 ? rows + 1 : rows, types);
    if (after.sequence === 0) return found;
    const [here, ...rest] = found;
    if (here?.place.sequence !== after.sequence || here.place.digest !== after.digest) throw new DomainError('feed.cursor-unknown');
    return rest;
  }

  private async entriesFrom(city: string, agency: string, sequence: number, rows: number, types?: readonly string[]): Promise<readonly Found[]> {
    const found = await this.db.query<FoundRow[]>(
      `SELECT entry.sequence, entry.digest, entry.case_id AS "caseId", part.status, part.coordinates,
              CASE WHEN $5::text[] IS NULL OR told.type = ANY($5) THEN told.event END AS event
         FROM feed_entry entry
         JOIN feed_event told ON told.city = entry.city AND told.number = entry.number
         LEFT JOIN participation part ON part.city = entry.city AND part.case_id = entry.case_id AND part.agency = entry.agency
        WHERE entry.city = $1 AND entry.agency = $2 AND entry.sequence >= $3
        ORDER BY entry.sequence LIMIT $4`,
      [city, agency, sequence, rows, types ?? null],
    );
    return found.map(({ caseId, status, coordinates, event, ...at }) => ({
      place: { sequence: Number(at.sequence), digest: BigInt(at.digest) },
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
  digest: string;
  caseId: string | null;
  status: Participation['status'];
  coordinates: Participation['coordinates'] | null;
  event: FeedEvent | null;
}>;
type Found = Readonly<{ place: Place; event: FeedEvent | null; part: Participation | null }>;
