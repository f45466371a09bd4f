import type { EntityManager } from 'typeorm';
import { statement } from '#postgres';
import { type Participation, revisionOf } from '../domain/audience.js';
import type { FeedSubjectRow } from '../queries/feed-rows.js';
import type { Entry, NumberedEvent, Tip } from './feed-entries.js';

/** The additions to the feeds of a city. `feeds`: the ends of all feeds after the additions. */
export type FeedAdditions = Readonly<{
  events: readonly NumberedEvent[];
  entries: readonly Entry[];
  feeds: ReadonlyMap<string, Tip>;
  subjects: readonly Pick<FeedSubjectRow, 'subject' | 'slots'>[];
  participations: readonly (Participation & Readonly<{ caseId: string; agency: string }>)[];
}>;

const SUBJECTS = statement(
  'partners.write-subjects',
  `INSERT INTO feed_subject (city, subject, slots)
   SELECT $1, subject, slots FROM json_to_recordset($2) AS subject (subject text, slots jsonb)
   ON CONFLICT (city, subject) DO UPDATE SET slots = excluded.slots`,
);
const EVENTS = statement(
  'partners.write-events',
  `WITH event AS (
     INSERT INTO feed_event (city, number, type, for_city, case_id, revision, slots, event)
     SELECT $1, number, type, "forCity", "caseId", revision, slots, event
       FROM json_to_recordset($2) AS event_row (number bigint, type text, "forCity" boolean, "caseId" text, revision int, slots jsonb, event json)),
   entry AS (
     INSERT INTO feed_entry (city, agency, sequence, digest, number, case_id, at)
     SELECT $1, * FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[]))
   INSERT INTO feed (city, agency, last_sequence, last_digest, last_number, last_at)
   SELECT $1, agency, sequence, digest, number, at
     FROM json_to_recordset($9) AS fed (agency text, sequence bigint, digest bigint, number bigint, at timestamptz)
   ON CONFLICT (city, agency) DO UPDATE
      SET last_sequence = excluded.last_sequence, last_digest = excluded.last_digest, last_number = excluded.last_number, last_at = excluded.last_at`,
);
const PARTICIPATIONS = statement(
  'partners.write-participations',
  `INSERT INTO participation (city, case_id, agency, status, coordinates, since, past)
   SELECT $1, "caseId", agency, status, coordinates, since, past
     FROM json_to_recordset($2) AS part ("caseId" text, agency text, status text, coordinates jsonb, since int, past text)
   ON CONFLICT (city, case_id, agency) DO UPDATE
      SET status = excluded.status, coordinates = excluded.coordinates, since = excluded.since, past = excluded.past`,
);

/** Writes the additions in three round trips at most. */
export const writeFeeds = async (tx: EntityManager, city: string, additions: FeedAdditions): Promise<void> => {
  await writeSubjects(tx, city, additions.subjects);
  await writeEvents(tx, city, additions);
  await writeParticipations(tx, city, additions.participations);
};

const writeSubjects = async (tx: EntityManager, city: string, subjects: FeedAdditions['subjects']): Promise<void> => {
  if (subjects.length === 0) return;
  await SUBJECTS.count(tx, [city, JSON.stringify(subjects)]);
};

/** Writes the events, their entries and the new ends of the feeds. */
const writeEvents = async (
  tx: EntityManager,
  city: string,
  { events, entries, feeds }: FeedAdditions,
): Promise<void> => {
  if (events.length === 0) return;
  // Sends the entries as one array per column. Each event has several entries, and as JSON they would take longer than
  // all other work.
  await EVENTS.count(tx, [
    city,
    JSON.stringify(events.map(eventRow)),
    entries.map(({ agency }) => agency),
    entries.map(({ sequence }) => sequence),
    entries.map(({ digest }) => String(digest)),
    entries.map(({ number }) => number),
    entries.map(({ caseId }) => caseId),
    entries.map(({ at }) => at),
    JSON.stringify(
      [...new Set(entries.map(({ agency }) => agency))].map((agency) => feedRow(agency, feeds.get(agency)!)),
    ),
  ]);
};

const eventRow = ({ number, event, forCity, caseId, slots }: NumberedEvent) => ({
  number,
  type: event.type,
  forCity,
  caseId,
  revision: revisionOf(event),
  slots,
  event,
});

/** Returns the new end of a feed as a row. The digest is a text, because JSON numbers cannot hold 64 bits. */
const feedRow = (agency: string, { digest, ...end }: Tip) => ({ agency, digest: String(digest), ...end });

const writeParticipations = async (
  tx: EntityManager,
  city: string,
  participations: FeedAdditions['participations'],
): Promise<void> => {
  if (participations.length === 0) return;
  await PARTICIPATIONS.count(tx, [city, JSON.stringify(participations)]);
};
