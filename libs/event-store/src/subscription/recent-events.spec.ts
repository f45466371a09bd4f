import fc from 'fast-check';
import type { StoredEvent } from '../port/event-store.js';
import { RecentEvents } from './recent-events.js';

const events = (from: number, to: number): StoredEvent[] =>
  Array.from({ length: to - from }, (_, nth) => ({ position: String(from + nth + 1) }) as StoredEvent);
const positions = (page: readonly StoredEvent[]): number[] => page.map(({ position }) => Number(position));

describe('the recent events', () => {
  it('are those after a position, up to a count, without a gap', () => {
    const recent = new RecentEvents(100);
    recent.add('5', events(5, 10));
    recent.add('10', events(10, 12));
    expect(positions(recent.after('7', 3))).toEqual([8, 9, 10]);
    expect(positions(recent.after('11', 3))).toEqual([12]);
    expect(recent.after('12', 3)).toEqual([]);
    expect(recent.after('4', 3)).toEqual([]);
  });

  it('lose the oldest first', () => {
    const recent = new RecentEvents(3);
    recent.add('0', events(0, 5));
    expect(positions(recent.after('2', 9))).toEqual([3, 4, 5]);
    expect(recent.after('1', 9)).toEqual([]);
  });

  it('are gone after an error, until the log is read again', () => {
    const recent = new RecentEvents(100);
    recent.add('0', events(0, 5));
    recent.clear();
    expect(recent.after('2', 9)).toEqual([]);
    recent.add('2', events(2, 4));
    expect(positions(recent.after('2', 9))).toEqual([3, 4]);
  });

  it('never skip or repeat an event, whatever pages come in whatever order', () => {
    const page = fc.record({ from: fc.integer({ min: 0, max: 30 }), count: fc.integer({ min: 0, max: 6 }) });
    const step = fc.oneof(
      page.map((read) => ({ read })),
      fc.integer({ min: 0, max: 36 }).map((dropped) => ({ dropped })),
    );
    fc.assert(
      fc.property(
        fc.array(step),
        fc.integer({ min: 0, max: 36 }),
        fc.integer({ min: 1, max: 9 }),
        (steps, after, count) => {
          const recent = new RecentEvents(10);
          for (const each of steps) {
            if ('read' in each)
              recent.add(String(each.read.from), events(each.read.from, each.read.from + each.read.count));
            else recent.dropUpTo(String(each.dropped));
            const found = positions(recent.after(String(after), count));
            expect(found).toEqual(found.map((_, nth) => after + nth + 1));
          }
        },
      ),
    );
  });
});
