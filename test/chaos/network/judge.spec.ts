import { type Observation, ProgressJudge, ReadinessJudge } from './judge.js';

const SECOND = 1_000;

/** Judges a process that is observed once a second and has each of these states for so many seconds. */
const judged = (...phases: readonly (readonly [seconds: number, Partial<Record<Observation['of'], boolean>>])[]) => {
  const judge = new ReadinessJudge();
  let at = 0;
  for (const [seconds, state] of phases) {
    for (let second = 0; second < seconds; second++, at += SECOND) {
      for (const subject of ['ready', 'write', 'read'] as const) {
        const good = state[subject];
        const result = good === undefined ? 'neither' : good ? 'good' : 'bad';
        judge.observe({ process: 'hub', at, of: subject, result, ...(good === false && { says: '503' }) });
      }
    }
  }
  return { falseReady: judge.falseReady, falseUnready: judge.falseUnready };
};
const ALL_GOOD = { ready: true, write: true, read: true };

describe('readiness', () => {
  it('is false when canary writes fail for more than 15 s while the process is ready', () => {
    expect(judged([10, ALL_GOOD], [17, { ...ALL_GOOD, write: false }], [10, ALL_GOOD])).toEqual({
      falseReady: ['hub: ready, and canary writes fail since 0:10 (503)'],
      falseUnready: [],
    });
  });

  it('is false when canary reads fail for more than 15 s while the process is ready', () => {
    expect(judged([17, { ...ALL_GOOD, read: false }]).falseReady).toEqual([
      'hub: ready, and canary reads fail since 0:00 (503)',
    ]);
  });

  it('is false when canaries succeed for more than 15 s while the process is not ready', () => {
    expect(judged([5, ALL_GOOD], [17, { ...ALL_GOOD, ready: false }])).toEqual({
      falseReady: [],
      falseUnready: ['hub: not ready, and canaries succeed since 0:05 (503)'],
    });
  });

  it('is true when a process that is not ready fails only one of the canaries', () => {
    expect(judged([60, { ready: false, write: false, read: true }])).toEqual({ falseReady: [], falseUnready: [] });
  });

  it('may disagree with the canaries for 15 s, again and again', () => {
    const failing = [16, { ...ALL_GOOD, write: false }] as const;
    expect(judged(failing, [1, ALL_GOOD], failing, [1, ALL_GOOD], failing).falseReady).toEqual([]);
  });

  it('counts from the later of the two that disagree', () => {
    const down = { ready: false, write: false, read: true };
    expect(judged([60, down], [16, { ...down, ready: true }], [5, down]).falseReady).toEqual([]);
    expect(judged([60, down], [17, { ...down, ready: true }], [5, down]).falseReady).toHaveLength(1);
  });

  it('counts one disagreement once, and a second one again', () => {
    const failing = [40, { ...ALL_GOOD, write: false }] as const;
    expect(judged(failing, [1, ALL_GOOD], failing).falseReady).toHaveLength(2);
  });

  it('is not judged while an observation says nothing', () => {
    const failing = [16, { ...ALL_GOOD, write: false }] as const;
    expect(judged(failing, [1, { ready: true, read: true }], failing).falseReady).toEqual([]);
  });

  it('is not judged over a time without observations', () => {
    const judge = new ReadinessJudge();
    for (const at of [0, 30 * SECOND, 60 * SECOND]) {
      judge.observe({ process: 'hub', at, of: 'ready', result: 'good' });
      judge.observe({ process: 'hub', at, of: 'write', result: 'bad' });
    }
    expect(judge.falseReady).toEqual([]);
  });

  it('is judged for each process by itself', () => {
    const judge = new ReadinessJudge();
    for (let at = 0; at <= 60 * SECOND; at += SECOND) {
      judge.observe({ process: 'cases', at, of: 'ready', result: 'good' });
      judge.observe({ process: 'teams', at, of: 'write', result: 'bad' });
    }
    expect(judge.falseReady).toEqual([]);
  });
});

describe('progress', () => {
  const cases = { process: 'hub', name: 'cases.cases', token: '7', behind: true };

  it('is missing when something is behind and does not move for a minute', () => {
    const judge = new ProgressJudge();
    for (let at = 0; at <= 60 * SECOND; at += SECOND) judge.observe(cases, at);
    expect([...judge.stuck]).toEqual(['hub: cases.cases has not moved since 0:00, at 7']);
  });

  it('is there when something moves, however slowly', () => {
    const judge = new ProgressJudge();
    for (let minute = 0; minute < 10; minute++)
      judge.observe({ ...cases, token: String(minute) }, minute * 59 * SECOND);
    expect([...judge.stuck]).toEqual([]);
  });

  it('is there when something has nothing to do for hours, and then moves within a minute', () => {
    const judge = new ProgressJudge();
    judge.observe({ ...cases, behind: false }, 0);
    judge.observe({ ...cases, behind: false }, 7_200 * SECOND);
    judge.observe(cases, 7_201 * SECOND);
    judge.observe(cases, 7_260 * SECOND);
    expect([...judge.stuck]).toEqual([]);
  });

  it('is expected within a minute of the last disturbance of the process', () => {
    const judge = new ProgressJudge();
    judge.observe(cases, 0);
    judge.disturb('hub', 50 * SECOND);
    judge.observe(cases, 109 * SECOND);
    expect([...judge.stuck]).toEqual([]);
    judge.observe(cases, 110 * SECOND);
    expect(judge.stuck.size).toBe(1);
  });

  it('is listed as missing since a time, for movements that are behind', () => {
    const judge = new ProgressJudge();
    judge.observe(cases, 5 * SECOND);
    judge.observe({ ...cases, name: 'cases.feed', behind: false }, 5 * SECOND);
    expect(judge.behind(4 * SECOND)).toEqual([]);
    expect(judge.behind(5 * SECOND)).toEqual(['hub: cases.cases has not moved since 0:05, at 7']);
  });
});
