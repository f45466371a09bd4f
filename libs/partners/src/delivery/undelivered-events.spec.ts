import type { FeedEntry, FeedPage } from '../feed/queries/read-feed.js';
import { type UndeliveredEvent, UndeliveredEvents } from './undelivered-events.js';

const entry = (sequence: number): FeedEntry => ({
  position: { sequence, digest: 0n },
  id: `e${sequence}`,
  type: 't',
  event: '{}',
});
const page = (upTo: number, ...sequences: readonly number[]): FeedPage => ({
  entries: sequences.map(entry),
  next: `c${upTo}`,
  upTo,
  more: false,
});
const event = (sequence: number, values: Partial<UndeliveredEvent> = {}): UndeliveredEvent => ({
  number: String(sequence),
  message: String(sequence),
  sequence,
  eventId: `e${sequence}`,
  state: 'pending',
  ...values,
});

it('entries of a page without a delivery are missing', () => {
  const events = new UndeliveredEvents([event(1)]);
  expect(events.missingFrom(page(3, 1, 2, 3)).map(({ position }) => position.sequence)).toEqual([2, 3]);
});

it('a pending event within a page that does not show it is withheld; a dead or later one is not', () => {
  const events = new UndeliveredEvents([event(1), event(2), event(3, { state: 'dead' }), event(9)]);
  expect(events.withheldFrom(page(5, 1)).map(({ sequence }) => sequence)).toEqual([2]);
});

it('events of one message stay together, in the order of the feed', () => {
  const events = new UndeliveredEvents([event(1, { message: '1' }), event(2, { message: '1' }), event(3)]);
  const messages = events.messagesOf(page(3, 1, 2, 3));
  expect(messages.map((message) => message.map(({ delivery }) => delivery.number))).toEqual([['1', '2'], ['3']]);
});

it('events that the cursor has passed are dropped', () => {
  const events = new UndeliveredEvents([event(1), event(2)]);
  events.removeUpTo(1);
  expect(events.missingFrom(page(2, 1, 2)).map(({ id }) => id)).toEqual(['e1']);
});
