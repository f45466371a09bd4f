import type { Contest, Run } from './contest.js';
import { inWords, resultOf, resultsOf, table } from './report.js';

const contest = (judged: Pick<Contest, 'unit' | 'goal' | 'judgedBy' | 'limits'>): Contest => ({
  name: 'some',
  question: 'some question',
  ours: () => Promise.reject(new Error('not held')),
  peer: 1,
  ...judged,
});
const runs = (...values: readonly number[]): Run[] =>
  values.map((value) => ({ value, processor: { node: value / 10, postgres: value / 5 } }));

describe('the result of a contest', () => {
  it('has the ratio of the medians of both sides, and that of their processor time', () => {
    const result = resultOf(contest({ unit: 'events/s', goal: 2 }), { ours: runs(10, 90, 30), peer: runs(10, 20) });
    expect(result).toMatchObject({ ours: 30, peer: 15, ratio: 2, met: true, runs: 3 });
    expect(result.processor).toEqual({
      ours: { node: 3, postgres: 6 },
      peer: { node: 1.5, postgres: 3 },
      ratio: 2,
    });
  });

  it.each([
    ['at least so many events per second', { unit: 'events/s', goal: 2 }, [true, true, false]],
    ['at most so many milliseconds', { unit: 'ms', goal: 2 }, [false, true, true]],
    ['at most so much processor time', { unit: 'events/s', goal: 2, judgedBy: 'processor' }, [false, true, true]],
  ] as const)('meets a goal of %s exactly when it is within that bound', (_, judged, met) => {
    const verdicts = [3, 2, 1].map((ours) => resultOf(contest(judged), { ours: runs(ours), peer: runs(1) }).met);
    expect(verdicts).toEqual(met);
  });

  it.each([
    ['the time', { unit: 'ms', goal: 9, limits: { value: 3 } }, [true, false]],
    ['the processor time', { unit: 'events/s', goal: 1, limits: { processor: 0.9 } }, [true, false]],
    ['the part of Node', { unit: 'events/s', goal: 1, limits: { node: 0.3 } }, [true, false]],
    ['the memory', { unit: 'events/s', goal: 1, limits: { memory: 300 } }, [true, false]],
  ] as const)('misses a goal when our side exceeds the limit of %s, whatever the ratio', (_, judged, met) => {
    const verdicts = [3, 4].map((ours) => {
      const raw = { ours: runs(ours).map((run) => ({ ...run, memory: ours * 100 })), peer: runs(1) };
      return resultOf(contest(judged), raw).met;
    });
    expect(verdicts).toEqual(met);
  });

  it('has no verdict on a limit of something that was not measured', () => {
    const raw = { ours: [{ value: 2 }], peer: [{ value: 1 }] };
    expect(resultOf(contest({ unit: 'events/s', goal: 1, limits: { node: 1 } }), raw).met).toBeNull();
    expect(resultOf(contest({ unit: 'events/s', goal: 3, limits: { node: 1 } }), raw).met).toBe(false);
  });

  it('compares our side with each peer, and names limits and memory', () => {
    const held = { ...contest({ unit: 'events/s', goal: 1, limits: { processor: 3, node: 2, memory: 350 } }) };
    const raw = { ours: [{ ...runs(10)[0]!, memory: 300 }], peer: runs(5), secondPeer: runs(20) };
    const both = { ...held, secondPeer: { name: 'some-other', open: held.ours } };
    const results = resultsOf(both, raw);
    expect(results.map(({ name, ratio, met }) => ({ name, ratio, met }))).toEqual([
      { name: 'some', ratio: 2, met: true },
      { name: 'some-other', ratio: 0.5, met: false },
    ]);
    expect(inWords(results[0]!)).toContain('memory: 300 MiB; goal at least 1x, 3 µs, Node 2 µs, 350 MiB: met');
  });

  it('has no processor time, and no verdict on it, when the system does not report it', () => {
    const raw = { ours: [{ value: 2 }], peer: runs(1) };
    const result = resultOf(contest({ unit: 'events/s', goal: 1, judgedBy: 'processor' }), raw);
    expect(result).toMatchObject({ processor: { ours: null, ratio: null }, met: null, ratio: 2 });
    expect(table([result])).toContain('| -');
    expect(table([result])).toContain('not measured');
  });
});
