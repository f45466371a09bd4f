import { setTimeout } from 'node:timers/promises';
import { AppendQueue, type WriteBatch } from './append-queue.js';
import { type Appended, MAX_EVENT_BYTES, StoreBusy } from './event-store.js';
import { type ValidAppend, validateAppend } from './validate-append.js';

const append = (stream: string, commandId: string, bytes = 1): ValidAppend => ({
  ...validateAppend(stream, 'any', [{ type: 'Happened', data: {} }], { commandId }),
  bytes,
});
const done: Appended = { revision: 0, position: '1', duplicate: false };

/** A queue on a database whose answers `hold` and `release` control, with the batches that reached it, by command id. */
const queueOn = (
  lanes = 1,
  outcomeOf: (append: ValidAppend) => PromiseSettledResult<Appended> = () => ({ status: 'fulfilled', value: done }),
  longestWaitMs?: number,
) => {
  const batches: string[][] = [];
  let answer: () => void = () => undefined;
  let held: Promise<void> | undefined;
  const write: WriteBatch = async (batch) => {
    batches.push(batch.map(({ commandId }) => commandId));
    await held;
    return batch.map(outcomeOf);
  };
  const queue = new AppendQueue(write, { lanes, worthALane: 3, maxBatch: 256, longestWaitMs });
  const hold = (): void => {
    held = new Promise((resolve) => {
      answer = () => {
        held = undefined;
        resolve();
      };
    });
  };
  return { queue, batches, hold, release: () => answer(), write };
};

describe('the append queue', () => {
  it('writes an append at once when it is idle, and simultaneous appends in one batch', async () => {
    const { queue, batches } = queueOn();
    await queue.add(append('a', '1'));
    await Promise.all([queue.add(append('a', '2')), queue.add(append('b', '3')), queue.add(append('c', '4'))]);
    expect(batches).toEqual([['1'], ['2', '3', '4']]);
  });

  it('collects the appends that arrive during a write in the next batch', async () => {
    const { queue, batches, hold, release } = queueOn();
    hold();
    const first = queue.add(append('a', '1'));
    await setTimeout(5);
    const others = ['b', 'c', 'd'].map((stream) => queue.add(append(stream, stream)));
    release();
    await Promise.all([first, ...others]);
    expect(batches).toEqual([['1'], ['b', 'c', 'd']]);
  });

  it('refuses an append that has waited too long for a batch that hangs, and never writes it', async () => {
    const { queue, batches, hold, release } = queueOn(1, undefined, 80);
    hold();
    const first = queue.add(append('a', '1'));
    await setTimeout(5);
    const late = [queue.add(append('a', '2')), queue.add(append('b', '3'))];
    for (const outcome of await Promise.allSettled(late))
      expect(outcome).toMatchObject({ reason: { name: 'StoreBusy', message: 'the append has waited for 80 ms' } });
    const young = queue.add(append('b', '4'));
    release();
    expect(await Promise.all([first, young])).toEqual([done, done]);
    expect(batches).toEqual([['1'], ['4']]);
    await queue.drained();
  });

  it('puts one append of a stream into a batch, and keeps the order of each stream', async () => {
    const { queue, batches } = queueOn();
    await Promise.all(
      [append('a', '1'), append('a', '2'), append('b', '3'), append('a', '4'), append('b', '5')].map((item) =>
        queue.add(item),
      ),
    );
    expect(batches).toEqual([['1', '3'], ['2', '5'], ['4']]);
  });

  it('fills a batch up to 256 appends or 4 MiB, and lets no append overtake an earlier one', async () => {
    const many = queueOn();
    await Promise.all(Array.from({ length: 300 }, (_, n) => many.queue.add(append(`s${n}`, String(n)))));
    expect(many.batches.map(({ length }) => length)).toEqual([256, 44]);
    const large = queueOn();
    await Promise.all(
      [
        append('a', '1', 3 * MAX_EVENT_BYTES),
        append('b', '2', 2 * MAX_EVENT_BYTES),
        append('c', '3'),
        append('b', '4'),
      ].map((item) => large.queue.add(item)),
    );
    expect(large.batches).toEqual([['1'], ['2', '3'], ['4']]);
  });

  it('writes a second batch beside the first when enough appends of other streams wait', async () => {
    const { queue, batches, hold, release } = queueOn(2);
    hold();
    const all = [queue.add(append('a', '1'))];
    await setTimeout(5);
    all.push(...[append('b', '2'), append('a', '3')].map((item) => queue.add(item)));
    await setTimeout(5);
    expect(batches).toEqual([['1']]);
    all.push(...[append('c', '4'), append('d', '5')].map((item) => queue.add(item)));
    await setTimeout(5);
    expect(batches).toEqual([['1'], ['2', '4', '5']]);
    all.push(...['e', 'f', 'g'].map((stream) => queue.add(append(stream, stream))));
    await setTimeout(5);
    expect(batches).toHaveLength(2);
    release();
    await Promise.all(all);
    expect(batches.slice(2).flat().sort()).toEqual(['3', 'e', 'f', 'g']);
  });

  it('fills every lane with appends that arrive together', async () => {
    const { batches, hold, release, write } = queueOn();
    const queue = new AppendQueue(write, { lanes: 3, worthALane: 1, maxBatch: 1 });
    hold();
    const all = ['a', 'b', 'c', 'd', 'e'].map((stream) => queue.add(append(stream, stream)));
    await setTimeout(5);
    expect(batches).toEqual([['a'], ['b'], ['c']]);
    release();
    await Promise.all(all);
    expect(batches).toHaveLength(5);
  });

  it('never writes a stream in two batches at once', async () => {
    const underWay = new Set<string>();
    const queue = new AppendQueue(
      async (batch) => {
        for (const { stream } of batch) {
          expect(underWay.has(stream)).toBe(false);
          underWay.add(stream);
        }
        await setTimeout(Math.random() * 3);
        for (const { stream } of batch) underWay.delete(stream);
        return batch.map(() => ({ status: 'fulfilled', value: done }));
      },
      { lanes: 3, worthALane: 2, maxBatch: 256 },
    );
    await Promise.all(
      Array.from({ length: 30 }, async (_, writer) => {
        for (let n = 0; n < 20; n++) await queue.add(append(`s${(writer + n) % 7}`, `${writer}/${n}`));
      }),
    );
    await queue.drained();
    expect(underWay.size).toBe(0);
  });

  it('settles each append with its own outcome', async () => {
    const { queue } = queueOn(1, ({ commandId }) =>
      commandId === 'bad' ? { status: 'rejected', reason: new Error('refused') } : { status: 'fulfilled', value: done },
    );
    const [first, bad, last] = await Promise.allSettled([
      queue.add(append('a', '1')),
      queue.add(append('b', 'bad')),
      queue.add(append('c', '2')),
    ]);
    expect([first.status, bad.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await queue.add(append('b', '3'))).toEqual(done);
  });

  it('is busy when 10 000 appends or 128 MiB wait, and accepts more when they are done', async () => {
    const { queue, hold, release } = queueOn();
    hold();
    const waiting = Array.from({ length: 10_000 }, (_, n) => queue.add(append(`s${n}`, String(n))));
    const busy = await queue.add(append('one', 'more')).catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(StoreBusy);
    expect(busy).toMatchObject({ retryAfter: 1 });
    release();
    expect(await Promise.all(waiting)).toHaveLength(10_000);
    expect(await queue.add(append('one', 'more'))).toEqual(done);

    hold();
    const large = Array.from({ length: 128 }, (_, n) => queue.add(append(`s${n}`, String(n), MAX_EVENT_BYTES)));
    await expect(queue.add(append('one', 'too-many'))).rejects.toBeInstanceOf(StoreBusy);
    release();
    await Promise.all(large);
  });

  it('is drained when every append has its outcome', async () => {
    const { queue, hold, release } = queueOn();
    await queue.drained();
    hold();
    let answered = 0;
    for (const commandId of ['1', '2', '3']) void queue.add(append('a', commandId)).then(() => answered++);
    void setTimeout(5).then(release);
    await queue.drained();
    expect(answered).toBe(3);
  });
});
