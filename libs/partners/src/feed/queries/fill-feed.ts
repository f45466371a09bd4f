import { hash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { brusselsDate } from '#kernel';
import {
  audienceOf,
  caseOf,
  type FeedEvent,
  hasSomeOf,
  latecomer,
  type Participation,
  type Participations,
  participationsAfter,
  revisionOf,
  type Slot,
  slotsAfter,
} from '../audience.js';
import { BEGINNING, type Place } from './feed-cursor.js';
import { type FeedEventRow, type FeedSubjectRow, participationOf, type ParticipationRow } from './feed-rows.js';

// A page of the log becomes a few thousand entries: values that all agencies share are computed once.
type Numbered = Readonly<{ number: number; mark: bigint; at: string }>;
type NumberedEvent = Numbered &
  Readonly<{ event: FeedEvent; forCity: boolean; caseId: string | null; slots: readonly Slot[] | null }>;
/** The end of a feed. */
type Tip = Place & Readonly<{ at: string; number: number }>;
type Entry = Tip & Readonly<{ agency: string; caseId: string | null }>;

const numbered = (number: number, { id, time }: Pick<FeedEvent, 'id' | 'time'>): Numbered => ({
  number,
  mark: BigInt.asIntN(64, BigInt(`0x${hash('sha256', id).slice(0, 16)}`)),
  at: new Date(time).toISOString(),
});

const extend = (tip: Tip, { number, mark, at }: Numbered): Tip => ({
  sequence: tip.sequence + 1,
  digest: tip.digest ^ mark,
  at: at > tip.at ? at : tip.at,
  number,
});

const NO_ENTRY: Tip = { ...BEGINNING, at: '', number: 0 };

/** Adds events to the feeds that they concern. */
export const fill = async (events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  // Events lost in a crash may return in another order: unlike elsewhere, the commit waits for the disk, as the server is set.
  await tx.query('SET LOCAL synchronous_commit TO DEFAULT');
  const byCity = Map.groupBy(events, ({ data }) => data.city);
  // A fixed order prevents deadlocks between two writers of the same cities.
  for (const city of [...byCity.keys()].toSorted()) {
    // Several processes write, one partition each. Under the lock, each reads the feeds that the other has opened.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('partners.feed ' || $1))`, [city]);
    await fillCity(city, byCity.get(city)!, tx);
  }
};

/** Adds the events of one city in a few round trips, for any number of events and agencies. */
const fillCity = async (city: string, events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  const participants = await participantsOf(tx, city, events);
  const { participations, subjects, feeds } = participants;
  const changed = new Set<string>();
  const renamed = new Set<string>();
  const numberedEvents: NumberedEvent[] = [];
  const entries: Entry[] = [];
  let number = participants.lastNumber;
  let register: readonly Numbered[] | undefined;

  const add = (agency: string, event: Numbered, caseId: string | null): void => {
    const tip = extend(feeds.get(agency)!, event);
    feeds.set(agency, tip);
    entries.push({ agency, caseId, ...tip });
  };
  const open = async (agency: string): Promise<void> => {
    feeds.set(agency, NO_ENTRY);
    register ??= await registerSoFar(tx, city);
    for (const before of [...register, ...numberedEvents.filter(({ forCity }) => forCity)]) add(agency, before, null);
  };
  const showPast = async (agency: string, caseId: string, wants: (earlier: FeedEvent) => boolean): Promise<void> => {
    const past = [
      ...(await visibleOfCase(tx, city, caseId)),
      ...numberedEvents.filter((each) => each.caseId === caseId),
    ];
    // The current relation does not show the entries that it has: it may have coordinated for part of a day.
    const has = new Set(
      hasSomeOf(
        past.map(({ event }) => event),
        agency,
      )
        ? await entriesOfCase(tx, city, agency, caseId)
        : [],
    );
    for (const entry of entries) if (entry.agency === agency && entry.caseId === caseId) has.add(entry.number);
    for (const earlier of past) {
      if (wants(earlier.event) && !has.has(earlier.number)) add(agency, earlier, caseId);
    }
  };

  for (const event of events) {
    const on = brusselsDate(new Date(event.time));
    const caseId = caseOf(event) ?? null;
    const before = participations.get(caseId ?? '') ?? new Map<string, Participation>();
    const after = participationsAfter(event, before, on);
    if (caseId !== null && after !== before) {
      participations.set(caseId, after);
      changed.add(caseId);
    }
    const slots = slotsAfter(event, subjects.get(event.subject));
    if (slots) {
      subjects.set(event.subject, slots);
      renamed.add(event.subject);
    }
    const audience = audienceOf(event, after, on);
    // An event of a case without an audience is stored too: an acceptance may bring it into a feed later.
    if (audience.length === 0 && caseId === null) continue;
    const each: NumberedEvent = {
      ...numbered(++number, event),
      event,
      forCity: audience === 'city',
      caseId,
      slots: subjects.get(event.subject) ?? null,
    };
    if (audience === 'city') {
      for (const agency of feeds.keys()) add(agency, each, null);
    } else {
      const late = latecomer(event, after);
      for (const { agency, caseId: forAsLongAs } of audience) {
        if (!feeds.has(agency)) await open(agency);
        if (late?.agency === agency) await showPast(agency, caseId!, late.wants);
        add(agency, each, forAsLongAs);
      }
    }
    numberedEvents.push(each);
  }

  const written = [...changed].flatMap((caseId) =>
    [...participations.get(caseId)!].map(([agency, part]) => ({ caseId, agency, ...part })),
  );
  await write(
    tx,
    city,
    numberedEvents,
    [...renamed].map((subject) => ({ subject, slots: subjects.get(subject)! })),
    entries,
    feeds,
    written,
  );
};

type Participants = Readonly<{
  lastNumber: number;
  participations: Map<string, Participations>;
  subjects: Map<string, readonly Slot[]>;
  feeds: Map<string, Tip>;
}>;

/** Loads the state before these events in one round trip: the city's last event number, the participations, the slots and the ends of the feeds. */
const participantsOf = async (tx: EntityManager, city: string, events: readonly FeedEvent[]): Promise<Participants> => {
  const [found] = await tx.query<
    {
      last: string;
      parts: Omit<ParticipationRow, 'city'>[];
      subjects: Omit<FeedSubjectRow, 'city'>[];
      feeds: { agency: string; sequence: number; digest: string; number: number; at: string }[];
    }[]
  >(
    `SELECT coalesce((SELECT max(number) FROM feed_event WHERE city = $1), 0) AS last,
            coalesce((SELECT json_agg(json_build_object('caseId', case_id, 'agency', agency, 'status', status, 'coordinates', coordinates, 'since', since, 'past', past))
                        FROM participation WHERE city = $1 AND case_id = ANY ($2)), '[]') AS parts,
            coalesce((SELECT json_agg(json_build_object('subject', subject, 'slots', slots)) FROM feed_subject WHERE city = $1 AND subject = ANY ($3)), '[]') AS subjects,
            coalesce((SELECT json_agg(json_build_object('agency', agency, 'sequence', last_sequence, 'digest', last_digest::text, 'number', last_number, 'at', last_at))
                        FROM feed WHERE city = $1), '[]') AS feeds`,
    [
      city,
      [...new Set(events.map(caseOf).filter((caseId) => caseId !== undefined))],
      [...new Set(events.map(({ subject }) => subject))],
    ],
  );
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

const registerSoFar = async (tx: EntityManager, city: string): Promise<readonly Numbered[]> => {
  const rows = await tx.query<{ number: string; id: string; time: string }[]>(
    `SELECT number, event ->> 'id' AS id, event ->> 'time' AS time FROM feed_event WHERE city = $1 AND for_city ORDER BY number`,
    [city],
  );
  return rows.map(({ number, ...event }) => numbered(Number(number), event));
};

const visibleOfCase = async (
  tx: EntityManager,
  city: string,
  caseId: string,
): Promise<readonly (Numbered & { event: FeedEvent })[]> => {
  const rows = await tx.query<Pick<FeedEventRow, 'number' | 'event'>[]>(
    'SELECT number, event FROM feed_event WHERE city = $1 AND case_id = $2 ORDER BY number',
    [city, caseId],
  );
  return rows.map(({ number, event }) => ({ ...numbered(Number(number), event), event }));
};

/** Returns the event numbers of the entries of one case. It reads the whole feed: it is seldom needed, and an index would cost at every event. */
const entriesOfCase = async (
  tx: EntityManager,
  city: string,
  agency: string,
  caseId: string,
): Promise<readonly number[]> => {
  const rows = await tx.query<{ number: string }[]>(
    'SELECT number FROM feed_entry WHERE city = $1 AND agency = $2 AND case_id = $3',
    [city, agency, caseId],
  );
  return rows.map(({ number }) => Number(number));
};

const write = async (
  tx: EntityManager,
  city: string,
  numberedEvents: readonly NumberedEvent[],
  subjects: readonly Pick<FeedSubjectRow, 'subject' | 'slots'>[],
  entries: readonly Entry[],
  feeds: ReadonlyMap<string, Tip>,
  participations: readonly (Participation & Readonly<{ caseId: string; agency: string }>)[],
): Promise<void> => {
  const all = async (rows: readonly object[], sql: string): Promise<void> => {
    if (rows.length > 0) await tx.query(sql, [city, JSON.stringify(rows)]);
  };
  await all(
    subjects,
    `INSERT INTO feed_subject (city, subject, slots)
     SELECT $1, subject, slots FROM json_to_recordset($2) AS subject (subject text, slots jsonb)
     ON CONFLICT (city, subject) DO UPDATE SET slots = excluded.slots`,
  );
  const ends = [...new Set(entries.map(({ agency }) => agency))].map((agency) => {
    const { digest, ...end } = feeds.get(agency)!;
    // JSON has no 64-bit numbers.
    return { agency, digest: String(digest), ...end };
  });
  if (numberedEvents.length > 0) {
    // Entries are sent as one array a column: an event has six of them, and JSON would take longer than all the rest.
    await tx.query(
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
      [
        city,
        JSON.stringify(
          numberedEvents.map(({ number, event, forCity, caseId, slots }) => ({
            number,
            type: event.type,
            forCity,
            caseId,
            revision: revisionOf(event),
            slots,
            event,
          })),
        ),
        entries.map(({ agency }) => agency),
        entries.map(({ sequence }) => sequence),
        entries.map(({ digest }) => String(digest)),
        entries.map(({ number }) => number),
        entries.map(({ caseId }) => caseId),
        entries.map(({ at }) => at),
        JSON.stringify(ends),
      ],
    );
  }
  await all(
    participations,
    `INSERT INTO participation (city, case_id, agency, status, coordinates, since, past)
     SELECT $1, "caseId", agency, status, coordinates, since, past
       FROM json_to_recordset($2) AS part ("caseId" text, agency text, status text, coordinates jsonb, since int, past text)
     ON CONFLICT (city, case_id, agency) DO UPDATE
        SET status = excluded.status, coordinates = excluded.coordinates, since = excluded.since, past = excluded.past`,
  );
};
