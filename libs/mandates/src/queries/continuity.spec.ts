import fc from 'fast-check';
import { continuityOf, type Stretch } from './continuity.js';

const DAY = 86_400_000;
const dayOf = (number: number): string => new Date(Date.UTC(2023, 11, 20) + number * DAY).toISOString().slice(0, 10);

describe('the continuity of a slot', () => {
  const stretches: readonly Stretch[] = [
    { holder: 'stad-gent', suspended: false, from: '2023-01-01', until: '2024-03-01' },
    { holder: 'stad-gent', suspended: true, from: '2024-03-01', until: '2024-03-11' },
    { holder: 'ocmw-gent', suspended: false, from: '2024-03-11', until: '2024-12-31' },
    { holder: 'ocmw-gent', suspended: false, from: '2025-01-05', until: null },
  ];

  it('counts the changes of holder and the days without one, by year', () => {
    expect(continuityOf(stretches, '2024-01-01', '2025-07-01')).toEqual({
      holders: ['stad-gent', 'ocmw-gent'],
      changes: 1,
      gapDays: 5,
      suspendedDays: 10,
      years: [
        { year: 2024, days: 366, changes: 1, gapDays: 1, suspendedDays: 10 },
        { year: 2025, days: 181, changes: 0, gapDays: 4, suspendedDays: 0 },
      ],
    });
  });

  it('counts a change on its day, also against the last holder before the period', () => {
    expect(continuityOf(stretches, '2024-03-11', '2024-03-12')).toMatchObject({ changes: 1 });
    expect(continuityOf(stretches, '2024-03-12', '2024-04-01')).toMatchObject({ changes: 0, holders: ['ocmw-gent'] });
    expect(continuityOf(stretches, '2023-01-01', '2024-01-01')).toMatchObject({ changes: 0, gapDays: 0 });
  });

  it('equals a count day by day', () => {
    const piece = fc.record({
      skip: fc.integer({ min: 0, max: 40 }),
      days: fc.integer({ min: 1, max: 200 }),
      holder: fc.constantFrom('a', 'b'),
      suspended: fc.boolean(),
    });
    const span = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 800 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), span, fc.boolean(), (pieces, [first, length], open) => {
        let at = 0;
        const held = pieces.map(
          ({ skip, days, holder, suspended }, index): Stretch & { start: number; end: number } => {
            const start = at + skip;
            at = start + days;
            const last = open && index === pieces.length - 1;
            return {
              holder,
              suspended,
              from: dayOf(start),
              until: last ? null : dayOf(at),
              start,
              end: last ? Infinity : at,
            };
          },
        );
        const counted = { changes: 0, gapDays: 0, suspendedDays: 0 };
        let acted: string | undefined;
        for (let day = 0; day < first + length; day++) {
          const now = held.find(({ start, end }) => start <= day && day < end);
          const asked = day >= first;
          if (!now && asked) counted.gapDays++;
          if (now?.suspended && asked) counted.suspendedDays++;
          if (!now || now.suspended) continue;
          if (acted !== undefined && acted !== now.holder && asked) counted.changes++;
          acted = now.holder;
        }
        const found = continuityOf(
          held.map(({ start: _, end: __, ...stretch }) => stretch),
          dayOf(first),
          dayOf(first + length),
        );
        expect(found).toMatchObject(counted);
        expect(found.years.reduce((sum, { days }) => sum + days, 0)).toBe(length);
      }),
      { numRuns: 300 },
    );
  });
});
