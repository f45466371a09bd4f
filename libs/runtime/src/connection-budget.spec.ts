import { connectionBudget, LARGEST_BUDGET, NOTIFICATION_CONNECTIONS } from './connection-budget.js';

describe('the connections of a process', () => {
  it.each([
    [1, 'embedded'],
    [1, 'kafka'],
    [4, 'embedded'],
    [4, 'kafka'],
  ] as const)('are at most nineteen with %s contexts on the bus %s', (contexts, bus) => {
    const { store, requests, processors, deliveries } = connectionBudget(contexts, bus);
    const pools = store + contexts * (requests + processors) + deliveries;
    expect(pools + NOTIFICATION_CONNECTIONS).toBeLessThanOrEqual(LARGEST_BUDGET);
  });

  it('over Kafka leave a processor one besides the lease of the publisher', () => {
    for (const contexts of [1, 4]) expect(connectionBudget(contexts, 'kafka').processors).toBeGreaterThan(1);
  });
});
