import { setImmediate, setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '../port/event-store.js';
import { Tail, type TailOptions } from './log-subscription.js';

/** A log of which every read is seen, and waits for `gate`. */
class Log {
  readonly events: StoredEvent[] = [];
  reads: string[] = [];
  gate: Promise<void> = Promise.resolve();

  readonly read: TailOptions['read'] = async (after) => {
    this.reads.push(after);
    // as a database, which answers with what there was when it was asked
    const page = this.events.slice(Number(after));
    await this.gate;
    return page;
  };

  add(): void {
    this.events.push({ position: String(this.events.length + 1) } as StoredEvent);
  }
}

describe('the subscriptions of one process', () => {
  const ending = new AbortController();
  afterAll(() => ending.abort());
  const follow = (tail: Tail): { seen: string[] } => {
    const seen: string[] = [];
    void (async () => {
      for await (const page of tail.follow('0', ending.signal)) seen.push(...page.map(({ position }) => position));
    })();
    return { seen };
  };

  it('that stand at the same place read once for all, when the bell rings and when it is time to look', async () => {
    const log = new Log();
    const tail = new Tail({ read: log.read, pollMs: 20, passes: () => false });
    const followers = Array.from({ length: 5 }, () => follow(tail));
    await setImmediate();
    expect(log.reads).toEqual(['0']);
    log.add();
    tail.ring();
    await setImmediate();
    for (const { seen } of followers) expect(seen).toEqual(['1']);
    expect(log.reads).toEqual(['0', '0', '1']);
    log.add();
    await setTimeout(60);
    for (const { seen } of followers) expect(seen).toEqual(['1', '2']);
    // once after the bell, and once when it was time to look, however late that was
    expect(log.reads.filter((after) => after === '1')).toHaveLength(2);
  });

  it('do not take for the newest what was asked for before the bell rang', async () => {
    const log = new Log();
    const tail = new Tail({ read: log.read, pollMs: 60_000, passes: () => false });
    const gate = Promise.withResolvers<void>();
    log.gate = gate.promise;
    const first = follow(tail);
    await setImmediate();
    log.add();
    tail.ring();
    log.gate = Promise.resolve();
    const second = follow(tail);
    await setImmediate();
    expect(second.seen).toEqual(['1']);
    gate.resolve();
    await setImmediate();
    expect(first.seen).toEqual(['1']);
  });
});
