import { eventStoreConformance } from '../testing/conformance.js';
import { eventStoreProperties } from '../testing/store-properties.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStoreConformance('MemoryEventStore', async () => {
  let aheadMs = 0;
  const store = new MemoryEventStore(() => new Date(Date.now() + aheadMs));
  return {
    store,
    appendAhead: async (stream, ms) => {
      aheadMs = ms;
      await store.append(stream, 'any', [{ type: 'Happened', data: {} }], { commandId: 'ahead' });
      aheadMs = 0;
    },
  };
});
eventStoreProperties('MemoryEventStore', async () => new MemoryEventStore());

it('the store in memory never records a time before the previous one, even when the clock is set back', async () => {
  const clock = ['2026-07-01T12:00:00.000Z', '2026-07-01T11:00:00.000Z', '2026-07-01T13:00:00.000Z'];
  const store = new MemoryEventStore(() => new Date(clock.shift() ?? ''));
  for (const commandId of ['a', 'b', 'c'])
    await store.append('stream', 'any', [{ type: 'Happened', data: {} }], { commandId });
  expect((await store.read('stream')).map(({ recordedAt }) => recordedAt)).toEqual([
    '2026-07-01T12:00:00.000Z',
    '2026-07-01T12:00:00.000Z',
    '2026-07-01T13:00:00.000Z',
  ]);
});
