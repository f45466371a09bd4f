import fc from 'fast-check';
import { PersistentMap } from './index.js';

describe('a persistent map', () => {
  it('has every version as it was, whichever is read or changed when', () => {
    const step = fc.record({ of: fc.nat(), key: fc.integer({ min: 0, max: 5 }), value: fc.integer(), read: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const versions = [{ map: new PersistentMap<number, number>([[1, 1]]), copy: new Map([[1, 1]]) }];
        for (const { of, key, value, read } of steps) {
          const base = versions[of % versions.length]!;
          versions.push({ map: base.map.with(key, value), copy: new Map(base.copy).set(key, value) });
          const { map, copy } = versions[read % versions.length]!;
          expect(new Map(map)).toEqual(copy);
          expect(map.size).toBe(copy.size);
          expect([map.has(key), map.get(key)]).toEqual([copy.has(key), copy.get(key)]);
        }
        for (const { map, copy } of versions) expect(new Map(map)).toEqual(copy);
      }),
      { numRuns: 500 },
    );
  });

  it('costs as much for the ten thousandth entry as for the first', () => {
    const grown = (size: number): number => {
      const from = performance.now();
      let map = new PersistentMap<number, number>();
      for (let n = 0; n < size; n++) map = map.with(n, n);
      expect(map.size).toBe(size);
      return performance.now() - from;
    };
    const fastest = (size: number): number => Math.min(...[1, 2, 3].map(() => grown(size)));
    grown(20_000);
    // a copy for each would be five times five as slow again
    expect(fastest(50_000)).toBeLessThan(fastest(10_000) * 15 + 20);
  });
});
