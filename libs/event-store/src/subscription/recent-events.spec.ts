import fc from 'fast-check';
import type { StoredEvent } from '../port/event-store.js';
import { type LogPage, type PageLimit, RecentEvents } from './recent-events.js';

const events = (from: number, to: number): StoredEvent[] =>
  Array.from({ length: to - from }, (_, nth) => ({ position: String(from + nth + 1) }) as StoredEvent);
/** A page whose events have ten bytes each. */
const page = (from: number, to: number): LogPage => ({ events: events(from, to), bytes: 10 * (to - from) });
const limit = (count: number, bytes = 1_000_000): PageLimit => ({ events: count, bytes });
const positions = (page: readonly StoredEvent[]): number[] => page.map(({ position }) => Number(position));

describe('the recent events', () => {
  it('are those after a position, up to a count, without a gap', () => {
    const recent = new RecentEvents(limit(100));
    recent.add('5', page(5, 10));
    recent.add('10', page(10, 12));
    expect(positions(recent.after('7', limit(3)))).toEqual([8, 9, 10]);
    expect(positions(recent.after('11', limit(3)))).toEqual([12]);
    expect(recent.after('12', limit(3))).toEqual([]);
    expect(recent.after('4', limit(3))).toEqual([]);
  });

  it('lose the oldest first', () => {
    const recent = new RecentEvents(limit(3));
    recent.add('0', page(0, 5));
    expect(positions(recent.after('2', limit(9)))).toEqual([3, 4, 5]);
    expect(recent.after('1', limit(9))).toEqual([]);
  });

  it('are bounded in bytes, in memory and in a page, which has one event at least', () => {
    const recent = new RecentEvents(limit(100, 40));
    recent.add('0', page(0, 3));
    recent.add('3', page(3, 6));
    expect(recent.after('1', limit(9))).toEqual([]);
    expect(positions(recent.after('2', limit(9)))).toEqual([3, 4, 5, 6]);
    expect(positions(recent.after('2', limit(9, 25)))).toEqual([3, 4]);
    expect(positions(recent.after('2', limit(9, 5)))).toEqual([3]);
    recent.add('6', { events: events(6, 7), bytes: 1_000 });
    expect(recent.after('6', limit(9))).toEqual([]);
    recent.add('7', page(7, 8));
    expect(positions(recent.after('7', limit(9)))).toEqual([8]);
  });

  it('are gone after an error, until the log is read again', () => {
    const recent = new RecentEvents(limit(100));
    recent.add('0', page(0, 5));
    recent.clear();
    expect(recent.after('2', limit(9))).toEqual([]);
    recent.add('2', page(2, 4));
    expect(positions(recent.after('2', limit(9)))).toEqual([3, 4]);
  });

  it('never skip or repeat an event, whatever pages come in whatever order', () => {
    const pages = fc.record({ from: fc.integer({ min: 0, max: 30 }), count: fc.integer({ min: 0, max: 6 }) });
    const step = fc.oneof(
      pages.map((read) => ({ read })),
      fc.integer({ min: 0, max: 36 }).map((dropped) => ({ dropped })),
    );
    fc.assert(
      fc.property(
        fc.array(step),
        fc.integer({ min: 0, max: 36 }),
        fc.integer({ min: 1, max: 9 }),
        (steps, after, count) => {
          const recent = new RecentEvents(limit(10));
          for (const each of steps) {
            if ('read' in each)
              recent.add(String(each.read.from), page(each.read.from, each.read.from + each.read.count));
            else recent.dropUpTo(String(each.dropped));
            const found = positions(recent.after(String(after), limit(count)));
            expect(found).toEqual(found.map((_, nth) => after + nth + 1));
          }
        },
      ),
    );
  });
});
