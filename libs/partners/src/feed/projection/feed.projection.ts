import { TOPICS } from '#contracts';
import { projection, publicEvents } from '#messaging';
import { feedSignal } from '../notify/feed-signal.js';
import { FeedEntryRow, FeedEventRow, FeedRow, FeedSubjectRow, ParticipationRow } from '../queries/feed-rows.js';
import { fill } from './fill-feed.js';

/**
 * One feed per agency: the public events that concern it, in order of publication, numbered 1, 2, 3, ... without gaps. The audience of an event is
 * decided at its arrival, for the day of its recording. The right to read it is decided at each read.
 *
 * Partners keep these numbers in cursors (docs/adr/0040). So they are on disk before anyone reads them, and a cursor also has a digest of the entries
 * before it. A rebuild from one log numbers every entry the same; a rebuild from the partitions of several topics may not.
 *
 * A feed opens with the first event that concerns its agency, usually its enrolment. It starts with the whole mandate register of the city: holders
 * are public among agencies, and half a register is useless. At an acceptance, the agency first gets the part of the past that the invitation shows.
 */
export const feed = projection({
  name: 'partners.feed',
  from: publicEvents(TOPICS.mandates, TOPICS.cases, TOPICS.partners),
  entities: [FeedRow, FeedEventRow, FeedSubjectRow, FeedEntryRow, ParticipationRow],
  applyAll: (events, tx) => fill(events, tx),
  applied: () => feedSignal.notify(),
});
