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
/** Returns the ids of the missing events, by message. */
const missing = (events: UndeliveredEvents, of: FeedPage) =>
  events.missingFrom(of).map((message) => message.map(({ id }) => id));
/** Returns the events of one delivery. */
const inOne = (delivery: number, ...sequences: readonly number[]) =>
  sequences.map((sequence) => event(sequence, { delivery, message: delivery }));

it('entries of a page without a delivery are missing', () => {
  const events = new UndeliveredEvents(true, [event(1)]);
  expect(missing(events, page(3, 1, 2, 3))).toEqual([['e2', 'e3']]);
});

it('a pending event within a page that does not show it is withheld; a dead or later one is not', () => {
  const events = new UndeliveredEvents(true, [event(1), event(2), event(3, { state: 'dead' }), event(9)]);
  expect(events.withheldFrom(page(5, 1)).map(({ sequence }) => sequence)).toEqual([2]);
});

it('events of one message stay together, in the order of the feed', () => {
  const events = new UndeliveredEvents(true, [event(1), event(2, { message: 1 }), event(3)]);
  const messages = events.messagesOf(page(3, 1, 2, 3));
  expect(messages.map((message) => message.map(({ undelivered }) => undelivered.number))).toEqual([[1, 2], [3]]);
});

it('a pending delivery of which a page lacks an event is split', () => {
  const events = new UndeliveredEvents(true, [...inOne(1, 1, 2, 3), ...inOne(4, 4, 5), ...inOne(6, 6, 7), event(8)]);
  expect(events.toSplit(page(7, 1, 3, 4, 5))).toEqual([1]);
  events.split([1]);
  expect(events.toSplit(page(7, 1, 3, 4, 5))).toEqual([]);
  const [message] = events.messagesOf(page(7, 1, 3));
  expect(message!.map(({ undelivered }) => undelivered.delivery)).toEqual([1, 3]);
  expect(events.withheldFrom(page(5, 1, 3, 4, 5)).map(({ delivery }) => delivery)).toEqual([2]);
});

it('a pending delivery is split when another event of the page comes between its events, with a delivery or without', () => {
  expect(new UndeliveredEvents(true, inOne(1, 1, 3)).toSplit(page(3, 1, 2, 3))).toEqual([1]);
  expect(new UndeliveredEvents(true, [...inOne(1, 1, 3), event(2)]).toSplit(page(3, 1, 2, 3))).toEqual([1]);
  expect(new UndeliveredEvents(true, inOne(1, 1, 3)).toSplit(page(3, 1, 3))).toEqual([]);
});

it('a pending delivery that a page leaves out is split when the page ends between its events', () => {
  const events = new UndeliveredEvents(true, [...inOne(1, 1, 9), ...inOne(3, 3, 4), ...inOne(10, 10, 11)]);
  expect(events.toSplit(page(5, 2))).toEqual([1]);
});

it('without batches each event is a message, and a pending delivery with several is split', () => {
  const events = new UndeliveredEvents(false, [...inOne(1, 1, 2), event(3)]);
  expect(events.toSplit(page(5, 1, 2, 3, 4, 5))).toEqual([1]);
  events.split([1]);
  expect(missing(events, page(5, 1, 2, 3, 4, 5))).toEqual([['e4'], ['e5']]);
  expect(events.messagesOf(page(3, 1, 2, 3)).map((message) => message.length)).toEqual([1, 1, 1]);
});

it('missing entries on both sides of a pending event are two messages', () => {
  const events = new UndeliveredEvents(true, [event(3)]);
  expect(missing(events, page(5, 1, 2, 3, 4, 5))).toEqual([
    ['e1', 'e2'],
    ['e4', 'e5'],
  ]);
});

it('a dead delivery is never split', () => {
  const events = new UndeliveredEvents(true, [event(1, { state: 'dead' }), event(2, { delivery: 1, state: 'dead' })]);
  expect(events.toSplit(page(2, 1))).toEqual([]);
});

it('events that the cursor has passed are dropped', () => {
  const events = new UndeliveredEvents(true, [event(1), event(2)]);
  events.removeUpTo(1);
  expect(missing(events, page(2, 1, 2))).toEqual([['e1']]);
});
