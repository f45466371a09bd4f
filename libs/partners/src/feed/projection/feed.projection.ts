import { TOPICS } from '#contracts';
import { projection, publicEvents } from '#messaging';
import { feedSignal } from '../notify/feed-signal.js';
import { FeedEntryRow, FeedEventRow, FeedRow, FeedSubjectRow, ParticipationRow } from '../queries/feed-rows.js';
import { fill } from './fill-feed.js';

/**
 * One feed per agency: the public events that concern the agency, in order of publication, numbered 1, 2, 3, ...
 * without gaps. The audience of an event is decided when the event arrives, for the day of its recording. The right to
 * read the event is checked at each read.
 *
 * Partners keep these numbers in cursors (docs/adr/0040), so the numbers are on disk before anyone reads them. A
 * rebuild from one log gives every entry the same number; a rebuild from several topic partitions may not. A cursor
 * therefore also has a digest of the events before it, and is refused when those are no longer the same.
 *
 * The first event that concerns an agency, usually its enrolment, creates its feed. The feed then starts with the whole
 * mandate register of the city: every agency may know the holders, and half a register is useless. An agency that joins
 * a case first gets the earlier events of the case that its invitation shows.
 *
 * It has `applyAll`, not `fold`: a page of 1,000 events has many thousand entries, which go to the database as one array
 * per column. They are read back only where an agency joins a case. A page takes four round trips for each city.
 */
export const feed = projection({
  name: 'partners.feed',
  from: publicEvents(TOPICS.mandates, TOPICS.cases, TOPICS.partners),
  entities: [FeedRow, FeedEventRow, FeedSubjectRow, FeedEntryRow, ParticipationRow],
  applyAll: (events, tx) => fill(events, tx),
  applied: () => feedSignal.notify(),
});
