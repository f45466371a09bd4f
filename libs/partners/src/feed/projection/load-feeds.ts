import type { EntityManager } from 'typeorm';
import { statement } from '#postgres';
import { caseOf, type FeedEvent, type Participations, type Slot } from '../domain/audience.js';
import {
  type FeedEventRow,
  type FeedSubjectRow,
  participationOf,
  type ParticipationRow,
} from '../queries/feed-rows.js';
import { type Numbered, numbered, type Tip } from './feed-entries.js';

/**
 * State of the feeds of a city: the last event number, the participations by case, the slots by subject, and the end of
 * each feed.
 */
export type StateOfFeeds = Readonly<{
  lastNumber: number;
  participations: Map<string, Participations>;
  subjects: Map<string, readonly Slot[]>;
  feeds: Map<string, Tip>;
}>;

const STATE = statement<{
  last: string;
  parts: Omit<ParticipationRow, 'city'>[];
  subjects: Omit<FeedSubjectRow, 'city'>[];
  feeds: { agency: string; sequence: number; digest: string; number: number; at: string }[];
}>(
  'partners.state-of-feeds',
  `SELECT coalesce((SELECT max(number) FROM feed_event WHERE city = $1), 0) AS last,
            coalesce((SELECT json_agg(json_build_object('caseId', case_id, 'agency', agency, 'status', status, 'coordinates', coordinates, 'since', since, 'past', past))
                        FROM participation WHERE city = $1 AND case_id = ANY ($2)), '[]') AS parts,
            coalesce((SELECT json_agg(json_build_object('subject', subject, 'slots', slots)) FROM feed_subject WHERE city = $1 AND subject = ANY ($3)), '[]') AS subjects,
            coalesce((SELECT json_agg(json_build_object('agency', agency, 'sequence', last_sequence, 'digest', last_digest::text, 'number', last_number, 'at', last_at))
                        FROM feed WHERE city = $1), '[]') AS feeds`,
);
const REGISTER = statement<{ number: string; id: string; time: string }>(
  'partners.register-so-far',
  `SELECT number, id, event ->> 'time' AS time FROM feed_event WHERE city = $1 AND for_city ORDER BY number`,
);
const EVENTS_OF_CASE = statement<Pick<FeedEventRow, 'number' | 'event'>>(
  'partners.events-of-case',
  'SELECT number, event FROM feed_event WHERE city = $1 AND case_id = $2 ORDER BY number',
);
const ENTRIES_OF_CASE = statement<{ number: string }>(
  'partners.entries-of-case',
  'SELECT number FROM feed_entry WHERE city = $1 AND agency = $2 AND case_id = $3',
);

/** Loads the state before these events in one round trip. */
export const loadFeeds = async (
  tx: EntityManager,
  city: string,
  events: readonly FeedEvent[],
): Promise<StateOfFeeds> => {
  const [found] = await STATE.rows(tx, [
    city,
    [...new Set(events.map(caseOf).filter((caseId) => caseId !== undefined))],
    [...new Set(events.map(({ subject }) => subject))],
  ]);
  const { last, parts, subjects, feeds } = found!;
  const byCase = Map.groupBy(parts, ({ caseId }) => caseId);
  return {
    lastNumber: Number(last),
    participations: new Map(
      [...byCase].map(([caseId, rows]) => [caseId, new Map(rows.map((row) => [row.agency, participationOf(row)]))]),
    ),
    subjects: new Map(subjects.map(({ subject, slots }) => [subject, slots])),
    feeds: new Map(
      feeds.map(({ agency, digest, at, ...end }) => [
        agency,
        { ...end, digest: BigInt(digest), at: new Date(at).toISOString() },
      ]),
    ),
  };
};

/** Returns the events that are in every feed of the city, in order. */
export const registerSoFar = async (tx: EntityManager, city: string): Promise<readonly Numbered[]> => {
  const rows = await REGISTER.rows(tx, [city]);
  return rows.map(({ number, ...event }) => numbered(Number(number), event));
};

/** Returns the stored events of one case, in order. */
export const eventsOfCase = async (
  tx: EntityManager,
  city: string,
  caseId: string,
): Promise<readonly (Numbered & { event: FeedEvent })[]> => {
  const rows = await EVENTS_OF_CASE.rows(tx, [city, caseId]);
  return rows.map(({ number, event }) => ({ ...numbered(Number(number), event), event }));
};

/**
 * Returns the event numbers of the entries of one case in a feed. The query scans the whole feed: it is rare, and an
 * index would slow down every write.
 */
export const entriesOfCase = async (
  tx: EntityManager,
  city: string,
  agency: string,
  caseId: string,
): Promise<readonly number[]> => {
  const rows = await ENTRIES_OF_CASE.rows(tx, [city, agency, caseId]);
  return rows.map(({ number }) => Number(number));
};
