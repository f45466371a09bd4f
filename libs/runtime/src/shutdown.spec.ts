import { setTimeout as pause } from 'node:timers/promises';
import { Shutdown } from './shutdown.js';

/** The phases of a process with a hundredth of their times. */
const SHORT = {
  calls: { atMost: 70, until: 70 },
  work: { atMost: 50, until: 120 },
  connections: { atMost: 30, until: 150 },
  framework: { atMost: 10, until: 160 },
  database: { atMost: 185, until: 185 },
  folder: { atMost: 5, until: 190 },
} as const;

const never = (): Promise<void> => Promise.withResolvers<void>().promise;

describe('a shutdown', () => {
  it('runs the steps of a phase side by side, and the phases one after the other', async () => {
    const shutdown = new Shutdown();
    const done: string[] = [];
    shutdown.add('folder', 'claim', () => done.push('claim'));
    shutdown.add('work', 'slow', async () => {
      await pause(20);
      done.push('slow');
    });
    shutdown.add('work', 'quick', () => done.push('quick'));
    shutdown.add('calls', 'requests', async () => {
      await pause(5);
      done.push('requests');
    });
    expect(await shutdown.run()).toEqual({ cut: [], failures: [] });
    expect(done).toEqual(['requests', 'quick', 'slow', 'claim']);
  });

  it('ends in time whatever hangs, and names what it cut off', async () => {
    const shutdown = new Shutdown(SHORT);
    for (const phase of Object.keys(SHORT) as (keyof typeof SHORT)[]) shutdown.add(phase, `hanging ${phase}`, never);
    shutdown.add('work', 'quick', () => undefined);
    const startedAt = performance.now();
    const { cut } = await shutdown.run();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(cut).toEqual(Object.keys(SHORT).map((phase) => `hanging ${phase}`));
  });

  it('ends in time as a whole, also when a phase would have longer', async () => {
    const shutdown = new Shutdown({ ...SHORT, database: { atMost: 20_000, until: 200 } });
    shutdown.add('database', 'PostgreSQL', never);
    const startedAt = performance.now();
    expect((await shutdown.run()).cut).toEqual(['PostgreSQL']);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('names what was under way when the time was over, and then aborts the signal of the step', async () => {
    const shutdown = new Shutdown(SHORT);
    const open = new Set(['GET /v1/cases']);
    shutdown.add(
      'calls',
      () => [...open].join(),
      async ({ late }) => {
        late.addEventListener('abort', () => open.clear());
        await never();
      },
    );
    expect((await shutdown.run()).cut).toEqual(['GET /v1/cases']);
    expect(open.size).toBe(0);
  });

  it('goes on after a step that fails, and names it with the reason', async () => {
    const shutdown = new Shutdown();
    let released = false;
    shutdown.add('connections', 'bus', () => Promise.reject(new Error('it is broken')));
    shutdown.add('connections', 'appends', () => {
      throw new Error('no store');
    });
    shutdown.add('folder', 'claim', () => (released = true));
    expect((await shutdown.run()).failures.toSorted()).toEqual(['appends (no store)', 'bus (it is broken)']);
    expect(released).toBe(true);
  });

  it('announces its begin, runs once, and lists the steps under way', async () => {
    const shutdown = new Shutdown();
    const step = Promise.withResolvers<void>();
    let runs = 0;
    shutdown.add('calls', 'requests', () => {
      runs++;
      return step.promise;
    });
    expect(shutdown.signal.aborted).toBe(false);
    const first = shutdown.run();
    const second = shutdown.run();
    expect(shutdown.signal.aborted).toBe(true);
    expect(shutdown.unfinished).toEqual(['requests']);
    step.resolve();
    expect(await first).toBe(await second);
    expect(shutdown.unfinished).toEqual([]);
    expect(runs).toBe(1);
  });

  it('runs a step at once that is added after its phase', async () => {
    const shutdown = new Shutdown();
    await shutdown.runPhase('connections');
    let closed = false;
    shutdown.add('connections', 'late', () => (closed = true));
    expect(closed).toBe(true);
    expect(await shutdown.run()).toEqual({ cut: [], failures: [] });
  });
});
