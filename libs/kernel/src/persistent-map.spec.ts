import fc from 'fast-check';
import { PersistentMap } from './index.js';

const { jest } = import.meta;
const original = Object.getOwnPropertyDescriptor(Map.prototype, 'set')!.value as typeof Map.prototype.set;

describe('a persistent map', () => {
  it('keeps every version as it was, in any order of reads and changes', () => {
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

  it('writes one entry per change, however many entries there are', () => {
    let writes = 0;
    const set = jest.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
      writes++;
      return Reflect.apply(original, this, [key, value]) as Map<unknown, unknown>;
    });
    let map = new PersistentMap<number, number>();
    for (let n = 0; n < 1_000; n++) map = map.with(n, n);
    set.mockRestore();
    expect(map.size).toBe(1_000);
    // A copy for each change would write half a million entries.
    expect(writes).toBe(1_000);
  });
});
