import { DeadlineWorkers } from './deadline-workers.js';

const { jest } = import.meta;

describe('the backlog of deadlines', () => {
  afterEach(() => void jest.useRealTimers());

  it('begins at the start of the day in Brussels, is 0 without deadlines and unknown without a database', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-07-02T00:30:00+02:00'), doNotFake: ['nextTick', 'setTimeout'] });
    const workers = new DeadlineWorkers();
    workers.add({ context: 'cases', failures: 2, oldestDue: async () => '2026-07-01' });
    workers.add({ context: 'mandates', failures: 0, oldestDue: async () => undefined });
    workers.add({ context: 'teams', failures: 0, oldestDue: () => Promise.reject(new Error('away')) });
    expect(await workers.backlogs()).toEqual([
      { context: 'cases', failures: 2, oldestSeconds: 24.5 * 3_600 },
      { context: 'mandates', failures: 0, oldestSeconds: 0 },
      { context: 'teams', failures: 0 },
    ]);
  });
});
