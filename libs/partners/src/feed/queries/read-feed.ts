import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DomainError, type LocalDate } from '#kernel';
import { statement } from '#postgres';
import type { AgencyRow } from '../../agencies/queries/agencies.js';
import { mayRead, type Participation } from '../domain/audience.js';
import { BEGINNING, cursorOf, type FeedOf, type FeedPosition, positionOf } from './feed-cursor.js';
import { participationOf } from './feed-rows.js';

/**
 * Pages, streams and deliveries all read feeds through `readFeed`, so that every reader sees only its own data
 * (docs/scope.md, P7). Entries come in the order of their sequence, and only those that the agency may see today.
 */

/**
 * The filter of a feed. Without a filter, a read returns all events. `types`: names of public event types.
 * `neighbourhoods` and `themes`: a case or a mandate must have a slot in one of these neighbourhoods with one of these
 * themes. Events without slots, such as an enrolment of the agency, always pass.
 */
export type FeedFilter = Readonly<{
  types?: readonly string[];
  neighbourhoods?: readonly string[];
  themes?: readonly string[];
}>;

/**
 * An event in a feed. `position`: the position after the entry; its sequence counts from 1. `event`: the CloudEvent as
 * published, in JSON on one line. Readers send this text as it is, because parsing and serialising it again costs time.
 */
export type FeedEntry = Readonly<{ position: FeedPosition; id: string; type: string; event: string }>;

/**
 * A page of a feed. `next`: the cursor after all entries that were read, including entries that the page leaves out.
 * `upTo`: the sequence of the last entry that was read. `more`: another read may find entries at once, even when this
 * page has none.
 */
export type FeedPage = Readonly<{ entries: readonly FeedEntry[]; next: string; upTo: number; more: boolean }>;

/** Maximum number of entries that one call reads when it leaves entries out, and the number of rows per query. */
const LOOKED_AT_MOST = 10_000;
const ROWS_AT_ONCE = 500;

/**
 * Returns at most `limit` entries after the cursor `after` that the agency may read on the day `today`; without a
 * cursor, from the beginning.
 *
 * A suspended agency reads nothing, not even events about itself. Its feed still grows, so the agency continues from
 * its cursor after it is resumed. An ended agency never reads again.
 *
 * `feed.cursor-unknown`: `after` is not, or no longer, a position in this feed. Continuing from there could skip
 * entries.
 * @throws {DomainError} `agency.not-known`, `agency.not-active`, `feed.cursor-malformed`, `feed.cursor-foreign`,
 * `feed.cursor-unknown`
 */
export const readFeed = async (
  db: DataSource,
  feed: FeedOf,
  after: string | undefined,
  limit: number,
  filter: FeedFilter,
  today: LocalDate,
): Promise<FeedPage> => {
  const from = positionOf(feed, after);
  await mustBeActive(db, feed);
  const entries: FeedEntry[] = [];
  let upTo = from;
  const page = (more: boolean): FeedPage => ({ entries, next: cursorOf(feed, upTo), upTo: upTo.sequence, more });
  for (let looked = 0, rows = limit + 1; looked < LOOKED_AT_MOST; looked += rows, rows = ROWS_AT_ONCE) {
    const found = await entriesAfter(db, feed, upTo, rows, filter);
    for (const { position, id, event, type, revision, part } of found) {
      if (entries.length === limit) return page(true);
      upTo = position;
      if (event && (part === null || mayRead(part, { type, revision }, today))) {
        entries.push({ position, id, type, event });
      }
    }
    if (found.length < rows) return page(false);
  }
  return page(true);
};

type PositionRow = Readonly<{ sequence: string; digest: string }>;
const POSITION_AT = statement<PositionRow>(
  'partners.position-at',
  `WITH RECURSIVE search (low, high) AS (
     SELECT 0::bigint, last_sequence + 1 FROM feed WHERE city = $1 AND agency = $2
     UNION ALL
     SELECT CASE WHEN entry.at < $3 THEN middle ELSE low END, CASE WHEN entry.at < $3 THEN high ELSE middle END
       FROM search, LATERAL (SELECT (low + high) / 2 AS middle) half, LATERAL (SELECT at FROM feed_entry WHERE city = $1 AND agency = $2 AND sequence = middle) entry
      WHERE high - low > 1
   )
   SELECT sequence, digest FROM search JOIN feed_entry ON city = $1 AND agency = $2 AND sequence = low WHERE high - low <= 1`,
);
const END = statement<PositionRow>(
  'partners.end-of-feed',
  'SELECT last_sequence AS sequence, last_digest AS digest FROM feed WHERE city = $1 AND agency = $2',
);
const ENTRY_AT = statement<{ digest: string }>(
  'partners.entry-at',
  'SELECT digest FROM feed_entry WHERE city = $1 AND agency = $2 AND sequence = $3',
);
const STATUS = statement<Pick<AgencyRow, 'status'>>(
  'partners.agency-status',
  'SELECT status FROM agency WHERE city = $1 AND code = $2',
);

/**
 * Returns the cursor to read everything recorded at `instant` or later. Some earlier events can follow the cursor too.
 * An old event that entered the feed late, such as the past of a case at an acceptance, counts from its entry.
 */
export const cursorAt = async (db: DataSource, feed: FeedOf, instant: Date): Promise<string> => {
  // Times of entries never decrease, and sequences have no gaps. So a binary search finds the position among a million
  // entries in twenty steps.
  const [row] = await POSITION_AT.rows(db, [feed.city, feed.agency, instant]);
  return cursorOf(feed, row ? { sequence: Number(row.sequence), digest: BigInt(row.digest) } : BEGINNING);
};

/** Returns the cursor at the current end of the feed: only new events follow it. */
export const cursorAtEnd = async (db: DataSource, feed: FeedOf): Promise<string> => {
  const [row] = await END.rows(db, [feed.city, feed.agency]);
  return cursorOf(feed, row ? { sequence: Number(row.sequence), digest: BigInt(row.digest) } : BEGINNING);
};

/** Returns whether the current feed has this position. Every feed has the beginning. */
export const hasEntryAt = async (
  db: DataSource,
  { city, agency }: FeedOf,
  position: FeedPosition,
): Promise<boolean> => {
  if (position.sequence === 0) return true;
  const [entry] = await ENTRY_AT.rows(db, [city, agency, position.sequence]);
  return entry !== undefined && BigInt(entry.digest) === position.digest;
};

/**
 * Refuses an agency that does not take part.
 * @throws {DomainError} `agency.not-known`, `agency.not-active`
 */
const mustBeActive = async (db: DataSource, { city, agency }: FeedOf): Promise<void> => {
  const [actor] = await STATUS.rows(db, [city, agency]);
  if (!actor) throw new DomainError('agency.not-known', { agency });
  if (actor.status !== 'active') throw new DomainError('agency.not-active', { agency, state: actor.status });
};

type Found = Readonly<{
  position: FeedPosition;
  id: string;
  type: string;
  revision: number;
  event: string | null;
  part: Participation | null;
}>;
type FoundRow = Readonly<{
  sequence: string;
  digest: string;
  type: string;
  revision: number;
  caseId: string | null;
  status: Participation['status'];
  coordinates: Participation['coordinates'] | null;
  since: number | null;
  past: Participation['past'] | null;
  id: string;
  event: string | null;
}>;

/**
 * Returns the entries after a position, each with the current relation of the agency to its case. An entry that the
 * filter excludes has no event. One query reads these entries and the entry at the position, which proves that the
 * position still exists. Between two queries, a rebuild could renumber the entries.
 */
const entriesAfter = async (
  db: DataSource,
  feed: FeedOf,
  after: FeedPosition,
  rows: number,
  filter: FeedFilter,
): Promise<readonly Found[]> => {
  const found = await entriesFrom(db, feed, after.sequence, after.sequence > 0 ? rows + 1 : rows, filter);
  if (after.sequence === 0) return found;
  const [here, ...rest] = found;
  if (here?.position.sequence !== after.sequence || here.position.digest !== after.digest)
    throw new DomainError('feed.cursor-unknown');
  return rest;
};

/**
 * The entries from a sequence on. `OFFSET 0` keeps the planner from merging the subqueries, so that each event and
 * participation is looked up by its key, in a feed of any size.
 */
const ENTRIES = statement<FoundRow>(
  'partners.feed-entries',
  `SELECT entry.sequence, entry.digest, entry.case_id AS "caseId", feed_event.id, feed_event.type, feed_event.revision, part.status, part.coordinates, part.since, part.past,
            CASE WHEN ($5::text[] IS NULL OR feed_event.type = ANY($5))
                  AND (feed_event.slots IS NULL OR ($6::text[] IS NULL AND $7::text[] IS NULL)
                       OR EXISTS (SELECT FROM jsonb_to_recordset(feed_event.slots) AS slot (neighbourhood text, theme text)
                                   WHERE ($6::text[] IS NULL OR neighbourhood = ANY($6)) AND ($7::text[] IS NULL OR theme = ANY($7))))
                 THEN feed_event.event::text END AS event
       FROM (SELECT * FROM feed_entry WHERE city = $1 AND agency = $2 AND sequence >= $3 ORDER BY sequence LIMIT $4) entry
      CROSS JOIN LATERAL (SELECT * FROM feed_event WHERE (city, number) = (entry.city, entry.number) OFFSET 0) feed_event
       LEFT JOIN LATERAL (SELECT * FROM participation WHERE (city, case_id, agency) = (entry.city, entry.case_id, entry.agency) OFFSET 0) part ON true
      ORDER BY entry.sequence`,
);

const entriesFrom = async (
  db: DataSource,
  { city, agency }: FeedOf,
  sequence: number,
  rows: number,
  { types, neighbourhoods, themes }: FeedFilter,
): Promise<readonly Found[]> => {
  const filters = [types ?? null, neighbourhoods ?? null, themes ?? null];
  const found = await ENTRIES.rows(db, [city, agency, sequence, rows, ...filters]);
  return found.map(({ caseId, status, coordinates, since, past, id, type, revision, event, ...at }) => ({
    position: { sequence: Number(at.sequence), digest: BigInt(at.digest) },
    id,
    type,
    revision,
    event,
    part: caseId === null ? null : participationOf({ status, coordinates: coordinates ?? [], since, past }),
  }));
};

/** A page of the feed of the actor's agency. */
export class ReadFeed extends Query<FeedPage> {
  constructor(
    readonly feed: FeedOf,
    readonly question: FeedFilter & Readonly<{ after?: string; limit: number }>,
    readonly today: LocalDate,
  ) {
    super();
  }
}

@QueryHandler(ReadFeed)
export class ReadFeedHandler implements IQueryHandler<ReadFeed> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({ feed, question: { after, limit, ...filter }, today }: ReadFeed): Promise<FeedPage> {
    return readFeed(this.db, feed, after, limit, filter, today);
  }
}
