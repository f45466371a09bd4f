import fc from 'fast-check';
import {
  type Decider,
  DomainError,
  fold,
  holdsOn,
  type LocalDate,
  overlaps,
  type Period,
  unreachable,
} from './index.js';

const dayOf = (day: number): LocalDate => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
const DAYS = 40;
const days = Array.from({ length: DAYS + 1 }, (_, day) => dayOf(day));

/** With and without an end, also such as end before they start: those have no day. */
const periods: fc.Arbitrary<Period> = fc
  .record({
    from: fc.integer({ min: 0, max: DAYS }),
    until: fc.option(fc.integer({ min: 0, max: DAYS }), { nil: undefined }),
  })
  .map(({ from, until }) => ({ from: dayOf(from), ...(until !== undefined && { until: dayOf(until) }) }));
const lasting = periods.filter(({ from, until }) => until === undefined || from < until);

describe('a half-open period', () => {
  it('holds on the day it starts, and no longer on the day it ends', () => {
    expect(
      ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03'].map((day) =>
        holdsOn({ from: '2026-01-01', until: '2026-01-03' }, day),
      ),
    ).toEqual([false, true, true, false]);
    expect(holdsOn({ from: '2026-01-01' }, '2999-12-31')).toBe(true);
  });

  it('overlaps another exactly when both hold on some day', () => {
    fc.assert(
      fc.property(lasting, lasting, (a, b) => {
        expect(overlaps(a, b)).toBe(days.some((day) => holdsOn(a, day) && holdsOn(b, day)));
      }),
    );
  });

  it('overlaps both ways or not at all, and itself', () => {
    fc.assert(
      fc.property(lasting, lasting, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, a)).toBe(true);
      }),
    );
  });

  it('does not overlap the one that begins on the day it ends', () => {
    expect(overlaps({ from: '2026-01-01', until: '2026-02-01' }, { from: '2026-02-01' })).toBe(false);
    expect(overlaps({ from: '2026-01-01', until: '2026-02-02' }, { from: '2026-02-01' })).toBe(true);
  });

  it('that ends before it starts holds on no day', () => {
    fc.assert(
      fc.property(periods, (period) => {
        fc.pre(period.until !== undefined && period.until <= period.from);
        expect(days.filter((day) => holdsOn(period, day))).toEqual([]);
      }),
    );
  });
});

describe('fold', () => {
  const list: Decider<never, { type: 'Added'; data: number }, readonly number[]> = {
    initialState: [],
    decide: () => [],
    evolve: (state, { data }) => [...state, data],
  };
  const events = fc.array(fc.integer().map((data) => ({ type: 'Added' as const, data })));

  it('evolves from the beginning, in order', () => {
    fc.assert(fc.property(events, (all) => expect(fold(list, all)).toEqual(all.map(({ data }) => data))));
  });

  it('comes to the same in two steps', () => {
    fc.assert(
      fc.property(events, events, (first, then) =>
        expect(fold(list, then, fold(list, first))).toEqual(fold(list, [...first, ...then])),
      ),
    );
  });
});

it('a refusal has a code and the facts', () => {
  const refusal = new DomainError('mandate.slot-taken', { holder: 'stad-gent' });
  expect([refusal.name, refusal.message, refusal.code, refusal.details]).toEqual([
    'DomainError',
    'mandate.slot-taken',
    'mandate.slot-taken',
    { holder: 'stad-gent' },
  ]);
  expect(new DomainError('mandate.unknown').details).toEqual({});
});

it('what is not handled is named', () =>
  expect(() => unreachable({ type: 'New' } as never)).toThrow('not handled: {"type":"New"}'));
