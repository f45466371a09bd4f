import { KINDS, planFaults } from './schedule.js';

const LINKS = ['a', 'b', 'c', 'd'].map((name) => ({ name, process: `of ${name}` }));

describe('the faults of a run', () => {
  it('are the same for the same seed, and others for another seed', () => {
    expect(planFaults(7, 20, LINKS)).toEqual(planFaults(7, 20, LINKS));
    expect(planFaults(7, 20, LINKS)).not.toEqual(planFaults(8, 20, LINKS));
  });

  it.each([1, 7, 1234])('are 100 in 20 minutes, each for 40 s at most, two at a time (seed %d)', (seed) => {
    const planned = planFaults(seed, 20, LINKS);
    expect(planned).toHaveLength(100);
    for (const { from, until, stopAt = from } of planned) {
      expect(until - from).toBeGreaterThan(500);
      expect(until - from).toBeLessThanOrEqual(40_000);
      expect(from).toBeGreaterThan(0);
      expect(until).toBeLessThanOrEqual(20 * 60_000);
      expect(stopAt).toBeGreaterThanOrEqual(from);
      expect(stopAt).toBeLessThanOrEqual(until);
      const beside = planned.filter((other) => other.from <= from && from < other.until);
      expect(beside.length).toBeLessThanOrEqual(2);
      expect(new Set(beside.map(({ link }) => link)).size).toBe(beside.length);
    }
  });

  it('are of every kind and on every link, in equal parts, and one in five stops its process', () => {
    const planned = planFaults(3, 24, LINKS);
    expect(planned).toHaveLength(120);
    for (const kind of KINDS) expect(planned.filter(({ fault }) => fault.kind === kind)).toHaveLength(20);
    for (const link of LINKS) {
      const times = planned.filter((fault) => fault.link === link).length;
      expect(Math.abs(times - 30)).toBeLessThanOrEqual(2);
    }
    expect(planned.filter(({ stopAt }) => stopAt !== undefined)).toHaveLength(24);
  });

  it('are five in a minute, one of which stops a process', () => {
    const planned = planFaults(3, 1, LINKS);
    expect(planned).toHaveLength(5);
    expect(planned.filter(({ stopAt }) => stopAt !== undefined)).toHaveLength(1);
  });
});
