import type { DataSource } from 'typeorm';
import { agencyEnrolled, caseOpened, commitmentProposed, participantAccepted, type PublicEvent } from '#contracts';
import { START } from '#event-store';
import { applyPage, LOG, type PublicProjection } from '#messaging';
import { partnersContext } from '#partners';
import type { Contest, Measure, Run } from '../contest.js';
import { AGENCIES, CASES, CITY, commitment, openPartnersDatabase, publicEvent } from './partners-database.js';

/** The number of events in a page, smaller than the full page of a processor. */
const PAGE = 256;

/**
 * Writes the events of cases into the feeds of six agencies. Each page is one transaction with the checkpoint, as in the
 * service of the context partners. The peer writes the same rows, computed beforehand, into tables with the same keys,
 * also a page in one transaction. Both wait for the disk.
 */
export const feedFanout = (events: number): Contest => ({
  name: 'feed-fanout',
  question: `events into the feeds of ${AGENCIES.length} participants, in pages of ${PAGE}, against a plain INSERT of the rows`,
  unit: 'events/s',
  goal: 0.5,
  ours: async ({ createDatabase }) => {
    const db = await openPartnersDatabase(await createDatabase());
    const fill = filling(db);
    await fill(
      AGENCIES.map((agency) =>
        publicEvent(agencyEnrolled, `agencies-${CITY}`, { agency, name: agency, kind: 'welfare' }),
      ),
    );
    for (let n = 0; n < CASES; n++) await fill(openedCase(`k${n}`));
    return {
      run: (measure) => through(events, fill, measure),
      close: async () => {
        await checkFeeds(db);
        await db.destroy();
      },
    };
  },
  peer: async ({ createDatabase }) => {
    const db = await openPartnersDatabase(await createDatabase());
    await db.query('create table plain_event (like feed_event including all)');
    await db.query('create table plain_entry (like feed_entry including all)');
    const insert = inserting(db);
    return { run: (measure) => through(events, insert, measure), close: () => db.destroy() };
  },
});

type WritePage = (page: readonly PublicEvent[]) => Promise<void>;

const openedCase = (caseId: string): readonly PublicEvent[] => {
  const stream = `case-${CITY}-${caseId}`;
  const { city: _, ...opening } = caseOpened.sample;
  return [
    publicEvent(caseOpened, stream, { ...opening, caseId, openedBy: 'stad-gent', holder: 'stad-gent' }),
    ...AGENCIES.slice(1).map((agency) => publicEvent(participantAccepted, stream, { caseId, agency })),
  ];
};

/** Measures the writing of pages. The pages are created before the clock starts, because in production they come from the bus. */
const through = (events: number, write: WritePage, measure: Measure): Promise<Run> => {
  const pages = Array.from({ length: Math.ceil(events / PAGE) }, (_, page) =>
    Array.from({ length: PAGE }, (__, n) => commitment(page * PAGE + n)),
  );
  return measure(async () => {
    for (const page of pages) await write(page);
    return pages.length * PAGE;
  });
};

const filling = (db: DataSource): WritePage => {
  const feed = partnersContext.projections.find(({ name }) => name === 'partners.feed') as PublicProjection;
  const apply = feed.apply;
  let position = 0;
  return async (page) => {
    const after = position === 0 ? START : String(position);
    position += page.length;
    await applyPage(db, 'bench', after, { source: LOG, events: page, upTo: String(position) }, apply);
  };
};

const inserting = (db: DataSource): WritePage => {
  let number = 0;
  return async (page) => {
    const rows = page.map((event) => ({
      number: ++number,
      type: event.type,
      caseId: event.subject,
      revision: Number(event.sequence),
      event,
    }));
    const entries = rows.flatMap((row) =>
      AGENCIES.map((agency) => ({ agency, number: row.number, caseId: row.caseId, at: row.event.time })),
    );
    await db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO plain_event (city, number, type, for_city, case_id, revision, slots, event)
         SELECT $1, number, type, false, "caseId", revision, '[{"neighbourhood":"4","theme":"leefbaarheid"}]', event
           FROM json_to_recordset($2) AS row (number bigint, type text, "caseId" text, revision int, event json)`,
        [CITY, JSON.stringify(rows)],
      );
      await tx.query(
        `INSERT INTO plain_entry (city, agency, sequence, digest, number, case_id, at)
         SELECT $1, agency, number, 4611686018427387904, number, case_id, at
           FROM unnest($2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) AS entry (agency, number, case_id, at)`,
        [
          CITY,
          entries.map(({ agency }) => agency),
          entries.map((entry) => entry.number),
          entries.map(({ caseId }) => caseId),
          entries.map(({ at }) => at),
        ],
      );
    });
  };
};

/** Checks that every feed has every event, numbered without gaps. */
const checkFeeds = async (db: DataSource): Promise<void> => {
  const [found] = await db.query<{ feeds: number; right: boolean }[]>(
    `SELECT count(*)::int AS feeds, bool_and(entries = last_sequence AND first = 1 AND commitments = (SELECT count(*) FROM feed_event WHERE type = $1)) AS right
       FROM feed JOIN (SELECT agency, count(*) AS entries, min(sequence) AS first, count(*) FILTER (WHERE type = $1) AS commitments
                         FROM feed_entry JOIN feed_event USING (city, number) GROUP BY agency) kept USING (agency)`,
    [commitmentProposed.type],
  );
  if (found?.feeds !== AGENCIES.length || !found.right) throw new Error('a feed lacks entries, or has too many');
};
