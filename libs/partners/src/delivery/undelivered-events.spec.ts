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
  number: sequence,
  delivery: sequence,
  message: sequence,
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
  const events = new UndeliveredEvents([event(1), event(2, { message: 1 }), event(3)]);
  const messages = events.messagesOf(page(3, 1, 2, 3));
  expect(messages.map((message) => message.map(({ undelivered }) => undelivered.number))).toEqual([[1, 2], [3]]);
});

it('a pending delivery of which a page lacks an event is partly in it, and can be split', () => {
  const inOne = (delivery: number, ...sequences: readonly number[]) =>
    sequences.map((sequence) => event(sequence, { delivery, message: delivery }));
  const events = new UndeliveredEvents([...inOne(1, 1, 2, 3), ...inOne(4, 4, 5), ...inOne(6, 6, 7), event(8)]);
  expect(events.partlyIn(page(7, 1, 3, 4, 5))).toEqual([1]);
  events.split([1]);
  expect(events.partlyIn(page(7, 1, 3, 4, 5))).toEqual([]);
  const [message] = events.messagesOf(page(7, 1, 3));
  expect(message!.map(({ undelivered }) => undelivered.delivery)).toEqual([1, 3]);
  expect(events.withheldFrom(page(5, 1, 3, 4, 5)).map(({ delivery }) => delivery)).toEqual([2]);
});

it('a dead delivery is never split', () => {
  const events = new UndeliveredEvents([event(1, { state: 'dead' }), event(2, { delivery: 1, state: 'dead' })]);
  expect(events.partlyIn(page(2, 1))).toEqual([]);
});

it('events that the cursor has passed are dropped', () => {
  const events = new UndeliveredEvents([event(1), event(2)]);
  events.removeUpTo(1);
  expect(events.missingFrom(page(2, 1, 2)).map(({ id }) => id)).toEqual(['e1']);
});
