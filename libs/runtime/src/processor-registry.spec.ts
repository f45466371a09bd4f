import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { TOPICS } from '#contracts';
import { MemoryEventStore } from '#event-store';
import type { ProcessorHandle } from '#messaging';
import { EmbeddedBus } from './bus.js';
import { BusHealth } from './bus-health.js';
import type { Bus } from './bus-port.js';
import { ProcessorRegistry } from './processor-registry.js';

const { jest } = import.meta;

/** A processor whose page never ends: it has no error, and does not move. */
const hanging: ProcessorHandle = {
  name: 'cases.cases',
  problem: undefined,
  start: jest.fn(),
  stop: () => Promise.resolve(),
  position: () => '0',
  reaches: () => Promise.resolve(false),
};

const registryOf = (store: MemoryEventStore, bus: Bus = new EmbeddedBus(store)): ProcessorRegistry =>
  new ProcessorRegistry(store, new BusHealth(bus));

describe('a processor', () => {
  it('that hangs is reported after fifteen seconds, although it has no error', async () => {
    const store = new MemoryEventStore();
    await store.append('case-44021-1', 'any', [{ type: 'Happened', data: {} }], { commandId: '1' });
    const registry = registryOf(store);
    registry.add(hanging);
    await registry.observe(1_000);
    expect(registry.problems(15_000)).toEqual({});
    expect(registry.problems(16_000)).toEqual({ 'cases.cases': 'no progress for 15 s' });
  });

  it('that reads from the bus or publishes to it is reported as well while it has more to do', async () => {
    const store = new MemoryEventStore();
    const progress = [
      { name: 'cases.publisher', source: 'log', position: '1', end: '1' },
      { name: 'cases.register', source: 'regie.mandates.v1/0', position: '7', end: '9' },
    ];
    const bus: Bus = Object.assign(new EmbeddedBus(store), { progress: () => Promise.resolve(progress) });
    const registry = registryOf(store, bus);
    registry.addPublisher({ ...hanging, name: 'cases.publisher' });
    registry.addReader({ processor: { ...hanging, name: 'cases.register' }, topics: [], db: {} as DataSource });
    await registry.observeBus(1_000);
    expect(registry.problems(15_000)).toEqual({});
    expect(registry.problems(16_000)).toEqual({ 'cases.register': 'no progress for 15 s' });
  });

  it('that reads from the bus is notified after a request has waited for a write, because another process may have applied it', async () => {
    const registry = registryOf(new MemoryEventStore());
    let sequence = 6;
    let notified = 0;
    const client = { query: async () => ({ rows: [{ there: sequence >= 7, firstFailed: null }] }) };
    const driver = { obtainMasterConnection: async () => [client, () => undefined] };
    const db = { driver } as unknown as DataSource;
    const applied = (): void => void notified++;
    registry.addReader({ processor: hanging, topics: [TOPICS.partners], db, applied });
    const write = { context: 'partners', position: '9', digest: 'd', revision: 7 } as const;
    expect([await registry.behind(write, 1), notified]).toEqual([['cases.cases'], 0]);
    sequence = 7;
    expect([await registry.behind(write, 1), notified]).toEqual([[], 1]);
  });

  it('is not reported because the store does not answer', async () => {
    const store = new MemoryEventStore();
    store.head = () => Promise.reject(new Error('away'));
    const registry = registryOf(store);
    registry.add(hanging);
    await registry.observe(1_000);
    expect(registry.problems(100_000)).toEqual({});
  });

  it('that is stuck keeps requests to its own context waiting, and no others', async () => {
    const store = new MemoryEventStore();
    const { position } = await store.append('case-44021-1', 'any', [{ type: 'Happened', data: {} }], {
      commandId: '1',
    });
    const registry = registryOf(store);
    registry.serve('cases');
    registry.add({ ...hanging, problem: { since: new Date(), message: 'it failed' } });
    const write = { context: 'cases', position, digest: '', revision: 0 } as const;
    expect(await registry.behind(write, 10, 'cases')).toEqual(['cases.cases']);
    expect(await registry.behind(write, 10, 'teams')).toEqual([]);
    expect(await registry.unsettled(10, 'teams')).toEqual([]);
    expect(await registry.behind(write, 10)).toEqual(['cases.cases']);
  });

  it('that is only slow keeps every request waiting: what it causes may concern them', async () => {
    const store = new MemoryEventStore();
    const { position } = await store.append('case-44021-1', 'any', [{ type: 'Happened', data: {} }], {
      commandId: '1',
    });
    const registry = registryOf(store);
    registry.serve('cases');
    registry.add(hanging);
    const write = { context: 'cases', position, digest: '', revision: 0 } as const;
    expect(await registry.behind(write, 10, 'teams')).toEqual(['cases.cases']);
  });

  it('holds writers back when it follows the log of this process, and never when it waits for the bus', async () => {
    const store = new MemoryEventStore();
    const append = () =>
      store.append('case-44021-1', 'any', [{ type: 'Happened', data: {} }], { commandId: randomUUID() });
    let position = 0;
    const moving = { ...hanging, position: () => String(position) };
    const progress = () => [
      { name: 'cases.publisher', source: 'log', position: String(position), end: '99' },
      { name: 'cases.register', source: 'regie.mandates.v1/0', position: String(position), end: '99' },
    ];
    const bus: Bus = Object.assign(new EmbeddedBus(store), { progress: () => Promise.resolve(progress()) });
    const registry = registryOf(store, bus);
    registry.addPublisher({ ...moving, name: 'cases.publisher' });
    registry.addReader({ processor: { ...moving, name: 'cases.register' }, topics: [], db: {} as DataSource });
    const fallBehind = async (): Promise<void> => {
      for (let second = 0; second <= 40; second += 2) {
        await registry.observe(second * 1_000);
        await registry.observeBus(second * 1_000);
        if (second % 4 === 2) position++;
        await append();
      }
    };
    await fallBehind();
    expect(registry.delays(40_000).map(({ name, behindMs }) => [name, behindMs])).toEqual([
      ['cases.publisher', 40_000],
      ['cases.register', 40_000],
    ]);
    expect(registry.holdsBack).toBeUndefined();
    registry.add(moving);
    position = Number(await store.head());
    await fallBehind();
    expect(registry.holdsBack).toMatchObject({ processor: 'cases.cases' });
  });
});
