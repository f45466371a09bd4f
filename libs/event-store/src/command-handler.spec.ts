import { type Command, type Decider, DomainError, type Message } from '#kernel';
import { type CommandResult, type Facts, handle, type HandleOptions } from './command-handler.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { type EventStore, START, StoreBusy, type StoredEvent, WrongRevision } from './port/event-store.js';
import type { StreamDecider } from './state/load-state.js';
import type { Snapshot, Snapshots } from './state/snapshots.js';
import { StateCache } from './state/state-cache.js';

type Opened = Message<'Opened', { limit: number }>;
type Added = Message<'Added', { amount: number }>;
type CounterEvent = Opened | Added;
type CounterCommand =
  | Command<'Open', { limit: number }>
  | Command<'Add', { amounts: readonly number[] }>
  | Command<'Reach', { total: number }>;
type Counter = Readonly<{ limit: number; total: number }>;

/** Counts up to a limit. Refuses amounts above it, and has nothing to do when a total is reached already. */
const counter: Decider<CounterCommand, CounterEvent, Counter> = {
  initialState: { limit: 0, total: 0 },
  decide: (command, { limit, total }) => {
    if (command.type === 'Open') return limit > 0 ? [] : [{ type: 'Opened', data: command.data }];
    const amounts =
      command.type === 'Add'
        ? command.data.amounts
        : [Math.max(0, command.data.total - total)].filter((amount) => amount > 0);
    const wanted = amounts.reduce((sum, amount) => sum + amount, total);
    if (wanted > limit) throw new DomainError('counter.full', { limit, total });
    return amounts.map((amount) => ({ type: 'Added', data: { amount } }));
  },
  evolve: (state, event) =>
    event.type === 'Opened'
      ? { ...state, limit: event.data.limit }
      : { ...state, total: state.total + event.data.amount },
};

/** The same counter, for active agencies only. */
type CounterFacts = Readonly<{ isActive: boolean }>;
const factual: Decider<CounterCommand, CounterEvent, Counter, CounterFacts> = {
  ...counter,
  decide: (command, state, { isActive }) => {
    if (!isActive) throw new DomainError('agency.not-active');
    return counter.decide(command, state);
  },
};

const by = { city: '44021', agency: 'stad-gent', role: 'worker', subject: 'someone' } as const;
const at = { by, now: '2026-07-01T10:00:00.000Z', today: '2026-07-01' };
const open = (limit: number): CounterCommand => ({ type: 'Open', data: { limit }, ...at });
const add = (...amounts: number[]): CounterCommand => ({ type: 'Add', data: { amounts }, ...at });
const reach = (total: number): CounterCommand => ({ type: 'Reach', data: { total }, ...at });

/** Records the calls of a process to the store. */
const watched = (store: EventStore): { store: EventStore; calls: string[] } => {
  const calls: string[] = [];
  const proxy = new Proxy(store, {
    get:
      (target, name: keyof EventStore) =>
      (...args: unknown[]) => {
        calls.push(name);
        return (target[name] as (...args: unknown[]) => unknown).apply(target, args);
      },
  });
  return { store: proxy, calls };
};

/** A process with its own connection to the shared log, and its own cache. */
const processOn = (shared: EventStore) => {
  const { store, calls } = watched(shared);
  const cache = new StateCache();
  let commands = 0;
  const run = (command: CounterCommand, options: Partial<HandleOptions> = {}): Promise<CommandResult<CounterEvent>> =>
    handle(store, cache, counter, 'counter', command, { commandId: `${Math.random()}-${commands++}`, ...options });
  return { run, calls, since: () => calls.splice(0) };
};

describe('the command handler', () => {
  let log: MemoryEventStore;
  beforeEach(() => {
    log = new MemoryEventStore();
  });
  const recorded = async (): Promise<StoredEvent[]> => log.read('counter');
  const amounts = async (): Promise<number[]> =>
    (await recorded()).flatMap((event) => (event.type === 'Added' ? [(event as unknown as Added).data.amount] : []));

  it('appends the decided events with their actor and command id', async () => {
    const { run } = processOn(log);
    expect(await run(open(5), { commandId: 'c1', fingerprint: 'f', traceparent: 't' })).toEqual({
      stream: 'counter',
      revision: 0,
      position: '1',
      duplicate: false,
      events: [{ type: 'Opened', data: { limit: 5 } }],
      state: { limit: 5, total: 0 },
    });
    expect(await run(add(1, 2))).toMatchObject({ revision: 2, position: '3', duplicate: false });
    expect((await recorded())[0]?.metadata).toEqual({ commandId: 'c1', fingerprint: 'f', traceparent: 't', by });
  });

  it('needs one round trip when the state of the stream is cached', async () => {
    const { run, since } = processOn(log);
    await run(open(5));
    expect(since()).toEqual(['read', 'append']);
    await run(add(1));
    await run(add(1), { retryable: true });
    expect(since()).toEqual(['append', 'append']);
  });

  it('does not read the stream that a command opens, and still finds its duplicates', async () => {
    const { store, calls } = watched(log);
    const opening: StreamDecider<CounterCommand, CounterEvent, Counter> = {
      ...counter,
      opens: 'Open',
      decide: (command, state, facts) => {
        if (command.type === 'Open' && (state.limit > 0 || command.data.limit < 1)) throw new DomainError('counter.no');
        return counter.decide(command, state, facts);
      },
    };
    const run = (command: CounterCommand, options: HandleOptions): Promise<CommandResult<CounterEvent>> =>
      handle(store, new StateCache(), opening, 'counter', command, options);
    await expect(run(open(0), { commandId: 'c0' })).rejects.toMatchObject({ code: 'counter.no' });
    expect(calls.splice(0)).toEqual([]);
    const first = await run(open(5), { commandId: 'c1', retryable: true });
    expect(calls.splice(0)).toEqual(['append']);
    const { state: _, ...firstTime } = first;
    expect(await run(open(5), { commandId: 'c1', retryable: true })).toEqual({ ...firstTime, duplicate: true });
    // Another command on the same id is decided on the state of the stream.
    await expect(run(open(7), { commandId: 'c2' })).rejects.toMatchObject({ code: 'counter.no' });
    // A repeat whose facts have changed is no refusal.
    expect(await run(open(0), { commandId: 'c1', retryable: true })).toEqual({ ...firstTime, duplicate: true });
    expect(await recorded()).toHaveLength(1);
  });

  it('reports when a command is in the log, now or from before, and not when it is refused or has nothing to do', async () => {
    const { run } = processOn(log);
    let applied = 0;
    const reporting = (commandId: string) => ({ commandId, retryable: true, onApplied: () => void applied++ });
    await run(open(5), reporting('open'));
    expect(applied).toBe(1);
    await run(open(5), reporting('open'));
    expect(applied).toBe(2);
    await run(add(1), reporting('add'));
    await processOn(log).run(add(1), reporting('add'));
    expect(applied).toBe(4);
    await run(reach(1), reporting('reach'));
    await expect(run(add(7), reporting('too much'))).rejects.toMatchObject({ code: 'counter.full' });
    expect(applied).toBe(4);
  });

  it('rethrows a refusal, and returns the revision of the stream when there is nothing to do', async () => {
    const { run } = processOn(log);
    await expect(run(add(1))).rejects.toMatchObject({ code: 'counter.full', details: { limit: 0, total: 0 } });
    expect(await run(reach(0))).toMatchObject({ revision: -1, position: START, duplicate: false, events: [] });
    await run(open(5));
    expect(await run(open(5))).toMatchObject({ revision: 0, position: '1', duplicate: false, events: [] });
    expect(await recorded()).toHaveLength(1);
  });

  it('rethrows a fault of a decider without another call to the store', async () => {
    const { store, calls } = watched(log);
    const broken = {
      ...counter,
      decide: () => {
        throw new TypeError('oops');
      },
    };
    await expect(handle(store, new StateCache(), broken, 'counter', add(1), { commandId: 'c' })).rejects.toThrow(
      'oops',
    );
    expect(calls).toEqual(['read']);
  });

  it('appends no event that cannot be folded into the state', async () => {
    const broken: typeof counter = {
      ...counter,
      evolve: () => {
        throw new Error('cannot take it');
      },
    };
    await expect(handle(log, new StateCache(), broken, 'counter', open(1), { commandId: 'c' })).rejects.toThrow(
      'cannot take it',
    );
    expect(await recorded()).toEqual([]);
  });

  describe('when another process wrote to the stream', () => {
    it('reads the new events and decides again', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      await here.run(open(10));
      await there.run(add(4));
      here.since();
      expect(await here.run(reach(6))).toMatchObject({ revision: 2, events: [{ data: { amount: 2 } }] });
      expect(here.since()).toEqual(['append', 'read', 'append']);
    });

    it('refuses no command because of an outdated state', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      await expect(here.run(add(3))).rejects.toMatchObject({ code: 'counter.full' });
      await here.run(open(2));
      // The counter is full there while the state here has room left, and later the other way round.
      await there.run(add(2));
      await expect(here.run(add(1))).rejects.toMatchObject({ code: 'counter.full', details: { total: 2 } });
      await there.run(add(-2));
      here.since();
      expect(await here.run(add(1))).toMatchObject({ events: [{ data: { amount: 1 } }] });
      expect(here.since()).toEqual(['read', 'append']);
    });

    it('reports no no-op because of an outdated state', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      await here.run(open(9));
      await here.run(add(3));
      await there.run(add(-2));
      here.since();
      expect(await here.run(reach(3))).toMatchObject({ events: [{ data: { amount: 2 } }] });
      expect(here.since()).toEqual(['read', 'append']);
    });

    it('reads the stream once more when there is nothing new', async () => {
      const { run, since } = processOn(log);
      await run(open(1));
      since();
      await expect(run(add(2))).rejects.toMatchObject({ code: 'counter.full' });
      await run(reach(0));
      expect(since()).toEqual(['read', 'read']);
    });

    it('fails when other writers were first too often', async () => {
      const { run } = processOn(log);
      await run(open(100));
      const append = log.append.bind(log);
      let attempts = 0;
      const overtaken: EventStore = Object.assign(Object.create(log) as EventStore, {
        append: async (...[stream, expected, events, metadata]: Parameters<EventStore['append']>) => {
          await append(stream, 'any', [{ type: 'Added', data: { amount: 1 } }], { commandId: `other-${attempts++}` });
          return append(stream, expected, events, metadata);
        },
        read: log.read.bind(log),
      });
      await expect(
        handle(overtaken, new StateCache(), counter, 'counter', add(1), { commandId: 'c', retries: 3 }),
      ).rejects.toBeInstanceOf(WrongRevision);
      expect(attempts).toBe(4);
    });

    it('counts each command once when both processes handle two hundred at once', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      await here.run(open(1_000));
      await Promise.all(Array.from({ length: 200 }, () => [here.run(add(1)), there.run(add(1))]).flat());
      expect(await amounts()).toHaveLength(400);
      expect(await here.run(reach(400))).toMatchObject({ revision: 400, events: [] });
    });
  });

  describe('with facts from elsewhere', () => {
    it('accepts them as a value, or loads them once even when it decides again', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      const cache = new StateCache();
      const command = (amount: number, facts: Facts<CounterFacts>) =>
        handle(log, cache, factual, 'counter', add(amount), { commandId: `${amount}` }, facts);
      await here.run(open(9));
      await command(1, { isActive: true });
      await there.run(add(2));
      let loads = 0;
      const load = async () => ({ isActive: ++loads > 0 });
      // The conflict of the append shows that the cached state is outdated.
      expect(await command(3, load)).toMatchObject({ revision: 3, events: [{ data: { amount: 3 } }] });
      expect(loads).toBe(1);
    });

    it('loads them before the turn of the command, so that a slow look-up delays no other command', async () => {
      const cache = new StateCache();
      const { promise, resolve: answer } = Promise.withResolvers<CounterFacts>();
      const slow = handle(log, cache, factual, 'counter', open(9), { commandId: 'slow' }, () => promise);
      await handle(log, cache, factual, 'counter', open(5), { commandId: 'quick' }, { isActive: true });
      answer({ isActive: true });
      expect(await slow).toMatchObject({ events: [], state: { limit: 5 } });
    });

    it('fails with the error of a failed load, and writes nothing', async () => {
      const away = () => Promise.reject(new Error('the database is away'));
      await expect(
        handle(log, new StateCache(), factual, 'counter', open(5), { commandId: 'c' }, away),
      ).rejects.toThrow('the database is away');
      expect(await recorded()).toEqual([]);
    });
  });

  describe('with commands at the same time', () => {
    it('handles two hundred of one stream one after another, without a conflict', async () => {
      const { run, since } = processOn(log);
      await run(open(150));
      since();
      const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => run(add(1))));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(150);
      expect(
        outcomes.filter(
          (outcome) => outcome.status === 'rejected' && (outcome.reason as DomainError).code === 'counter.full',
        ),
      ).toHaveLength(50);
      expect(await amounts()).toHaveLength(150);
      expect(since().filter((call) => call === 'append')).toHaveLength(150);
    });

    it('continues with other streams while one waits', async () => {
      const cache = new StateCache();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const order: string[] = [];
      const stuck = cache.inTurn('a', () => held.then(() => order.push('a1')));
      const next = cache.inTurn('a', async () => order.push('a2'));
      await cache.inTurn('b', async () => order.push('b'));
      release();
      await Promise.all([stuck, next]);
      expect(order).toEqual(['b', 'a1', 'a2']);
    });

    it('is busy when ten thousand wait, and continues after one that failed', async () => {
      const cache = new StateCache();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const failing = cache
        .inTurn('a', () => held.then(() => Promise.reject(new Error('failed'))))
        .catch((error: unknown) => (error as Error).message);
      const waiting = Array.from({ length: 9_999 }, (_, n) => cache.inTurn('a', async () => n));
      await expect(cache.inTurn('b', async () => 1)).rejects.toBeInstanceOf(StoreBusy);
      release();
      expect(await failing).toBe('failed');
      expect(await Promise.all(waiting)).toHaveLength(9_999);
      expect(await cache.inTurn('b', async () => 1)).toBe(1);
    });
  });

  describe('with a command that comes again', () => {
    const again = { commandId: 'c', fingerprint: 'f', retryable: true };

    it('returns the first result when the same events would be decided again', async () => {
      const { run } = processOn(log);
      await run(open(50));
      const first = await run(add(1, 2, 3), again);
      await run(add(4));
      expect(await run(add(1, 2, 3), again)).toEqual({ ...first, duplicate: true, state: undefined });
      expect(await processOn(log).run(add(1, 2, 3), again)).toEqual({ ...first, duplicate: true, state: undefined });
      expect(await amounts()).toEqual([1, 2, 3, 4]);
    });

    it('returns the first result when the command would be refused now', async () => {
      const { run } = processOn(log);
      await run(open(3));
      const first = await run(add(2), again);
      expect(await run(add(2), again)).toEqual({ ...first, duplicate: true, state: undefined });
    });

    it('returns the first result when the facts have changed since', async () => {
      const { run } = processOn(log);
      await run(open(9));
      const first = await run(add(2), again);
      const repeat = (options: Partial<HandleOptions>) =>
        handle(log, new StateCache(), factual, 'counter', add(2), { ...again, ...options }, { isActive: false });
      expect(await repeat({})).toEqual({ ...first, duplicate: true, state: undefined });
      await expect(repeat({ fingerprint: 'another' })).rejects.toMatchObject({ code: 'request.key-reused' });
      await expect(repeat({ commandId: 'new' })).rejects.toMatchObject({ code: 'agency.not-active' });
    });

    it('returns the first result when there would be nothing to do now', async () => {
      const { run } = processOn(log);
      const first = await run(open(3), again);
      await run(add(1));
      expect(await run(open(3), again)).toEqual({ ...first, duplicate: true, state: undefined });
    });

    it('returns all events of the first result, whatever their number', async () => {
      const { run } = processOn(log);
      await run(open(100_000));
      await run(add(...Array.from({ length: 40 }, () => 1)));
      const first = await run(add(...Array.from({ length: 300 }, (_, n) => n)), again);
      await run(add(1));
      expect(first.events).toHaveLength(300);
      expect(await run(add(7), again)).toEqual({ ...first, duplicate: true, state: undefined });
    });

    it('refuses the same key with another request, whatever the decision would be', async () => {
      const { run } = processOn(log);
      await run(open(3));
      await run(add(2), again);
      for (const command of [add(1), add(2), reach(0)]) {
        await expect(run(command, { ...again, fingerprint: 'other' })).rejects.toMatchObject({
          code: 'request.key-reused',
        });
      }
      expect(await run(add(1), { commandId: 'c', retryable: true })).toMatchObject({ duplicate: true });
      expect(await amounts()).toEqual([2]);
    });

    it('looks up a key only when the caller chose it and no append would show the duplicate', async () => {
      const { run, since } = processOn(log);
      await run(open(1));
      since();
      await expect(run(add(2))).rejects.toMatchObject({ code: 'counter.full' });
      expect(since()).toEqual(['read']);
      await expect(run(add(2), again)).rejects.toMatchObject({ code: 'counter.full' });
      expect(since()).toEqual(['read', 'applied']);
      await run(add(1), again);
      expect(since()).toEqual(['append']);
    });

    it('applies it once when it comes twenty times at once, to two processes', async () => {
      const [here, there] = [processOn(log), processOn(log)];
      await here.run(open(1_000));
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => [here.run(add(5), again), there.run(add(5), again)]).flat(),
      );
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(new Set(answers.map(({ revision, position }) => `${revision}@${position}`))).toEqual(new Set(['1@2']));
      expect(await amounts()).toEqual([5]);
    });
  });

  describe('on a long stream', () => {
    /** A decider that counts the folded events. Its state contains a Map, so that its snapshots need a format of their own. */
    type Tally = Readonly<{ sums: ReadonlyMap<string, number> }>;
    const tally = (version = 1) => {
      let folds = 0;
      const decider: StreamDecider<CounterCommand, Added, Tally> = {
        initialState: { sums: new Map() },
        decide: (command) =>
          command.type === 'Add' ? command.data.amounts.map((amount) => ({ type: 'Added', data: { amount } })) : [],
        evolve: ({ sums }, { data: { amount } }) => {
          folds++;
          const key = String(amount % 7);
          return { sums: new Map(sums).set(key, (sums.get(key) ?? 0) + amount) };
        },
        snapshots: {
          version,
          toBytes: ({ sums }) => Buffer.from(JSON.stringify([...sums])),
          fromBytes: (bytes) => ({ sums: new Map(JSON.parse(bytes.toString()) as [string, number][]) }),
        },
      };
      return { decider, folds: () => folds };
    };
    /** Stores snapshots in memory. `problems` can make the load or the save fail. */
    const kept = (problems: { load?: () => void; save?: () => void } = {}) => {
      const all = new Map<string, Snapshot>();
      const snapshots: Snapshots = {
        load: async (stream, version) => {
          problems.load?.();
          return all.get(`${stream}@${version}`);
        },
        save: async (stream, version, snapshot) => {
          problems.save?.();
          all.set(`${stream}@${version}`, snapshot);
        },
      };
      return { all, snapshots };
    };
    const fill = async (store: EventStore, events: number): Promise<void> => {
      for (let n = 0; n < events; n += 500) {
        await store.append(
          'counter',
          'any',
          Array.from({ length: Math.min(500, events - n) }, (_, i) => ({ type: 'Added', data: { amount: n + i } })),
          { commandId: `fill ${n}` },
        );
      }
    };
    /** Handles the first command of a process with an empty cache. */
    const start = async (
      store: EventStore,
      snapshots: Snapshots | undefined,
      version = 1,
      unusable?: (stream: string, error: unknown) => void,
    ) => {
      const { decider, folds } = tally(version);
      const result = await handle(store, new StateCache(10, snapshots, unusable), decider, 'counter', reach(0), {
        commandId: 'nothing',
      });
      return { sums: Object.fromEntries((result.state as Tally).sums), revision: result.revision, folds: folds() };
    };

    it('folds only the events after the last snapshot, and reaches the same state', async () => {
      await fill(log, 20_000);
      const { snapshots, all } = kept();
      const first = await start(log, snapshots);
      expect(first).toMatchObject({ revision: 19_999, folds: 20_000 });
      expect(all.size).toBe(1);
      const second = await start(log, snapshots);
      expect(second).toEqual({ ...first, folds: 0 });
      await log.append('counter', 'any', [{ type: 'Added', data: { amount: 3 } }], { commandId: 'one more' });
      const third = await start(log, snapshots);
      expect(third).toMatchObject({ revision: 20_000, folds: 1 });
      expect(third.sums).toEqual((await start(log, undefined)).sums);
    });

    it('saves no snapshot of a short stream, and a new one after many events', async () => {
      const { snapshots, all } = kept();
      await fill(log, 499);
      await start(log, snapshots);
      expect(all.size).toBe(0);
      await log.append(
        'counter',
        'any',
        Array.from({ length: 600 }, () => ({ type: 'Added', data: { amount: 1 } })),
        { commandId: 'many' },
      );
      await start(log, snapshots);
      await log.append(
        'counter',
        'any',
        Array.from({ length: 600 }, () => ({ type: 'Added', data: { amount: 1 } })),
        { commandId: 'more' },
      );
      expect((await start(log, snapshots)).folds).toBe(600);
      expect((await start(log, snapshots)).folds).toBe(0);
    });

    it('ignores a snapshot of another version or of another log, and reports and replaces an unreadable one', async () => {
      await fill(log, 600);
      const { snapshots, all } = kept();
      const right = await start(log, snapshots);
      expect(await start(log, snapshots, 2)).toEqual(right);
      all.set('counter@1', { ...all.get('counter@1')!, state: Buffer.from('broken') });
      const unusable: string[] = [];
      expect(
        (await start(log, snapshots, 1, (stream, error) => unusable.push(`${stream}: ${(error as Error).name}`))).sums,
      ).toEqual(right.sums);
      expect(unusable).toEqual(['counter: SyntaxError']);
      expect((await start(log, snapshots)).folds).toBe(0);
      const restored = new MemoryEventStore();
      await restored.append(
        'counter',
        'any',
        Array.from({ length: 700 }, () => ({ type: 'Added', data: { amount: 1 } })),
        { commandId: 'another past' },
      );
      expect((await start(restored, snapshots)).sums).toEqual({ 1: 700 });
    });

    it('loads the stream without snapshots when they cannot be loaded or saved', async () => {
      await fill(log, 600);
      const away = (): never => {
        throw new Error('away');
      };
      expect(await start(log, kept({ load: away, save: away }).snapshots)).toMatchObject({ revision: 599, folds: 600 });
    });
  });

  it('removes the least recently used stream from its cache', () => {
    const cache = new StateCache(2);
    const known = (revision: number) => ({ state: {}, revision, position: String(revision) });
    cache.set('a', known(1));
    cache.set('b', known(2));
    cache.get('a');
    cache.set('c', known(3));
    expect(['a', 'b', 'c'].map((stream) => cache.get(stream)?.revision)).toEqual([1, undefined, 3]);
  });
});
