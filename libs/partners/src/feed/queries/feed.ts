import { TOPICS } from '#contracts';
import { projection, publicEvents } from '#messaging';
import { FeedEntryRow, FeedEventRow, FeedRow, FeedSubjectRow, ParticipationRow } from './feed-rows.js';
import { feedSignal } from './feed-signal.js';
import { fill } from './fill-feed.js';

/**
 * One feed per agency: the public events that concern it, in the order in which they were announced, numbered 1, 2, 3, ... without gaps. Who
 * gets an event is decided when it arrives, on the day on which it was recorded. Whether it may still be read is decided at each reading.
 *
 * The numbers leave the house, in the cursors of partners (docs/adr/0040). So they are on disk before anybody reads them, and a cursor says besides
 * which entries lie before it: a rebuild from one log gives every entry the same number, one from the partitions of several topics may not.
 *
 * A feed opens with the first event that concerns its agency, usually its enrolment, and starts with the mandate register of the city from the
 * beginning: who holds the mandates is public among the agencies, and a register of which the first half is missing tells nothing. An agency that
 * accepts an invitation gets first what that shows of the past of the case.
 */
export const feed = projection({
  name: 'partners.feed',
  from: publicEvents(TOPICS.mandates, TOPICS.cases, TOPICS.partners),
  entities: [FeedRow, FeedEventRow, FeedSubjectRow, FeedEntryRow, ParticipationRow],
  applyAll: (events, tx) => fill(events, tx),
  applied: () => feedSignal.notify(),
});
