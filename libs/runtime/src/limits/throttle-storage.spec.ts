import { ThrottleStorage } from './throttle-storage.js';

describe('the counts of requests', () => {
  let now = 0;
  beforeEach(() => (now = 0));
  const storage = (keys = 10) => new ThrottleStorage(keys, () => now);

  it('begin anew with each window, and with the first request of a key', () => {
    const counts = storage();
    const count = () => counts.count('a', 60_000, 2, 'subject');
    now = 5_000;
    expect(count()).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
    now = 64_500;
    expect(count()).toMatchObject({ totalHits: 2, timeToExpire: 1, isBlocked: false });
    expect(count()).toMatchObject({ totalHits: 3, isBlocked: true, timeToBlockExpire: 1 });
    now = 65_000;
    expect(count()).toMatchObject({ totalHits: 1, timeToExpire: 60, isBlocked: false });
  });

  it('are exceeded by the request after the last one that is allowed, without a further count', () => {
    const counts = storage();
    for (let nth = 0; nth < 2; nth++) {
      expect(counts.exceeded('a', 2, 'address')).toBeUndefined();
      counts.count('a', 60_000, 2, 'address');
    }
    for (let nth = 0; nth < 3; nth++)
      expect(counts.exceeded('a', 2, 'address')).toMatchObject({ totalHits: 2, timeToBlockExpire: 60 });
    expect(counts.exceeded('b', 2, 'address')).toBeUndefined();
    now = 60_000;
    expect(counts.exceeded('a', 2, 'address')).toBeUndefined();
  });

  it('are forgotten for the key that was unused for longest, and for no key of another limit', () => {
    const counts = storage(3);
    counts.count('person', 60_000, 2, 'subject');
    for (const address of ['a', 'b', 'c', 'a', 'd']) counts.count(address, 60_000, 2, 'address');
    const hits = (key: string, name: string) => counts.count(key, 60_000, 9, name).totalHits;
    expect(hits('a', 'address')).toBe(3);
    expect(hits('b', 'address')).toBe(1);
    expect(hits('person', 'subject')).toBe(2);
  });
});
