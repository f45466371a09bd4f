import { retry, retryAfterFailure } from './index.js';

const { jest } = import.meta;

const deadlock = (): Error => Object.assign(new Error('deadlock detected'), { code: '40P01' });
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** Makes work that fails with each of these in turn, and then succeeds. */
const failing = (...failures: readonly unknown[]) => {
  const left = [...failures];
  return jest.fn(async () => {
    if (left.length > 0) throw left.shift() as Error;
    return 'done';
  });
};

describe('work that is retried', () => {
  it('is done once when it succeeds at once', async () => {
    const work = failing();
    expect(await retry(work, { minTimeout: 1 })).toBe('done');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is repeated while its error is transient', async () => {
    const work = failing(deadlock(), new Error('Connection terminated unexpectedly'), deadlock());
    expect(await retry(work, { minTimeout: 1 })).toBe('done');
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('is not repeated when its error is a bug, at first or later', async () => {
    const bug = new RangeError('there is no such day');
    await expect(retry(failing(bug), { minTimeout: 1 })).rejects.toBe(bug);
    const work = failing(deadlock(), bug, deadlock());
    await expect(retry(work, { minTimeout: 1 })).rejects.toBe(bug);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is repeated for the errors that the caller chooses', async () => {
    const odd = [new TypeError('not yet'), new RangeError('not yet'), 'not yet', undefined];
    const isTransient = (error: unknown): boolean => odd.includes(error as Error);
    expect(await retry(failing(...odd), { minTimeout: 1, isTransient })).toBe('done');
    await expect(retry(failing(odd[0], 'never'), { minTimeout: 1, isTransient })).rejects.toBe('never');
  });

  it('fails with its last error when the time is over, or at once when there is no time', async () => {
    const last = deadlock();
    const work = jest.fn(async () => {
      throw last;
    });
    const start = performance.now();
    await expect(retry(work, { minTimeout: 10, maxTimeout: 20, maxRetryTime: 100 })).rejects.toBe(last);
    expect(performance.now() - start).toBeGreaterThanOrEqual(99);
    expect(work.mock.calls.length).toBeGreaterThan(2);
    work.mockClear();
    await expect(retry(work, { minTimeout: 10, maxRetryTime: 0 })).rejects.toBe(last);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is repeated after growing pauses with jitter, up to the longest pause', async () => {
    const pauses: number[] = [];
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((done: () => void, ms: number) => {
      pauses.push(ms);
      queueMicrotask(done);
    }) as never);
    try {
      await retry(failing(...Array.from({ length: 8 }, deadlock)), { minTimeout: 25, maxTimeout: 1_000 });
    } finally {
      timer.mockRestore();
    }
    expect(pauses).toHaveLength(8);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(Math.min(25 * 2 ** index, 1_000));
      expect(pause).toBeLessThanOrEqual(Math.min(50 * 2 ** index, 1_000));
    }
  });

  it('stops when the signal aborts, and leaves no timer', async () => {
    const before = timers();
    const stop = new AbortController();
    const work = failing(deadlock(), deadlock());
    const retried = retry(work, { minTimeout: 60_000, signal: stop.signal });
    await new Promise(setImmediate);
    expect(timers()).toBe(before + 1);
    stop.abort(new Error('the process stops'));
    await expect(retried).rejects.toThrow('the process stops');
    expect(timers()).toBe(before);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is repeated after a pause when it has failed before', async () => {
    const work = failing(deadlock());
    const retried = retryAfterFailure(deadlock(), work, { minTimeout: 5 });
    expect(work).not.toHaveBeenCalled();
    expect(await retried).toBe('done');
    expect(work).toHaveBeenCalledTimes(2);
  });
});
