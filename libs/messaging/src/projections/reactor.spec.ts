import type { EntityManager } from 'typeorm';
import type { SourceEvent } from './projection.js';
import { type Reaction, reactor, RunningReactor } from './reactor.js';

const events = ['a', 'b', 'c'].map((id) => ({ id }) as SourceEvent);
const page = { source: 'log', events, upTo: '3' };
const { signal } = new AbortController();

/** A reactor with `reactionsOf` each event, and the ids of the events whose reactions ran. */
const running = (
  reactionsOf: (event: SourceEvent) => readonly (() => Promise<void>)[],
  applied: () => Promise<void> = async () => undefined,
) => {
  const ran: string[] = [];
  const definition = reactor<SourceEvent>({
    name: 'cases.follow',
    readModel: {},
    reactions: async (of) =>
      of.flatMap((event) =>
        reactionsOf(event).map((work): Reaction => ({
          event,
          run: async () => {
            ran.push(event.id);
            await work();
          },
        })),
      ),
  });
  return { ran, reactions: new RunningReactor(definition, {} as EntityManager, async () => undefined, applied) };
};

describe('a reactor', () => {
  it('reacts to a page once, before its transaction', async () => {
    const { ran, reactions } = running(() => [async () => undefined]);
    await reactions.before(page, signal);
    expect(ran).toEqual(['a', 'b', 'c']);
    await reactions.apply(events);
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('waits until the read model has applied the page', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { ran, reactions } = running(
      () => [async () => undefined],
      () => promise,
    );
    const before = reactions.before(page, signal);
    await new Promise(setImmediate);
    expect(ran).toEqual([]);
    resolve();
    await before;
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('fails the transaction of an event whose reaction failed, and of no other', async () => {
    const { ran, reactions } = running(({ id }) => [
      async () => {
        if (id === 'b') throw new Error('no');
      },
    ]);
    await reactions.before(page, signal);
    expect(ran).toEqual(['a', 'b', 'c']);
    await expect(reactions.apply(events)).rejects.toThrow('no');
    await reactions.apply([events[0]!]);
    await reactions.apply([events[2]!]);
  });

  it('reacts again to an event that comes back as a failed message', async () => {
    let broken = true;
    const { ran, reactions } = running(() => [
      async () => {
        if (broken) throw new Error('no');
      },
    ]);
    await reactions.before({ ...page, events: [events[0]!] }, signal);
    await expect(reactions.apply([events[0]!])).rejects.toThrow('no');
    broken = false;
    await reactions.apply([{ ...events[0]! }]);
    expect(ran).toEqual(['a', 'a']);
  });

  it('has at most 64 commands under way', async () => {
    let [underWay, most] = [0, 0];
    const { ran, reactions } = running(() =>
      Array.from({ length: 100 }, () => async () => {
        most = Math.max(most, ++underWay);
        await new Promise(setImmediate);
        underWay--;
      }),
    );
    await reactions.before(page, signal);
    expect([ran.length, most]).toEqual([300, 64]);
  });

  it('stops between two commands', async () => {
    const stopping = new AbortController();
    const { ran, reactions } = running(() =>
      Array.from({ length: 100 }, () => async () => stopping.abort(new Error('stopping'))),
    );
    await expect(reactions.before(page, stopping.signal)).rejects.toThrow('stopping');
    expect(ran.length).toBeLessThan(100);
  });
});
