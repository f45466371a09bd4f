import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  comparePositions,
  type EventStore,
  type ExpectedRevision,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';

/** One operation of a writer or reader, on a few streams and command ids, so that operations collide. */
type Step =
  | Readonly<{
      kind: 'append';
      stream: number;
      commandId: number;
      expected: 'none' | 'any' | 'right' | number;
      events: number;
    }>
  | Readonly<{ kind: 'applied'; stream: number; commandId: number }>
  | Readonly<{ kind: 'read'; stream: number; from: number; limit?: number }>
  | Readonly<{ kind: 'backwards'; stream: number; before?: number; limit: number }>
  | Readonly<{ kind: 'page'; size: number }>;

const stream = fc.nat(2);
const commandId = fc.nat(5);
const size = fc.integer({ min: 1, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream,
      commandId,
      expected: fc.oneof(fc.constantFrom('none' as const, 'any' as const, 'right' as const), fc.nat(6)),
      events: size,
    }),
  },
  fc.record({ kind: fc.constant('applied' as const), stream, commandId }),
  fc.record(
    { kind: fc.constant('read' as const), stream, from: fc.nat(8), limit: size },
    { requiredKeys: ['kind', 'stream', 'from'] },
  ),
  fc.record(
    { kind: fc.constant('backwards' as const), stream, before: fc.nat(8), limit: size },
    { requiredKeys: ['kind', 'stream', 'limit'] },
  ),
  fc.record({ kind: fc.constant('page' as const), size }),
);

/** The smallest model of an event store: the written events, and the end of each command. */
class Model {
  readonly log: { stream: number; revision: number; commandId: number; n: number }[] = [];

  of(stream: number) {
    return this.log.filter((event) => event.stream === stream);
  }

  ended(stream: number, commandId: number): number | undefined {
    return this.of(stream).findLast((event) => event.commandId === commandId)?.revision;
  }
}

/**
 * Checks that a store behaves like a model of a few lines, for any operations.
 * fast-check prints the seed and the smallest failing list of operations; the seed in `REGIE_TEST_SEED` repeats it.
 */
export const eventStoreProperties = (name: string, open: () => Promise<EventStore>): void => {
  it(`${name} returns the same as a model of an event store`, async () => {
    const store = await open();
    const seed = process.env.REGIE_TEST_SEED === undefined ? {} : { seed: Number(process.env.REGIE_TEST_SEED) };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const own = randomUUID();
        const start = await store.head();
        const model = new Model();
        for (const one of steps) await check(store, model, (n) => `${own}-${n}`, start, one);
      }),
      { numRuns: 60, ...seed },
    );
  }, 120_000);
};

const check = async (
  store: EventStore,
  model: Model,
  nameOf: (stream: number) => string,
  start: string,
  step: Step,
): Promise<void> => {
  const seen = (events: readonly StoredEvent[]) =>
    events.map(({ revision, metadata, data }) => ({
      revision,
      commandId: Number(metadata.commandId),
      n: (data as { n: number }).n,
    }));
  const modelled = (events: Model['log']) => events.map(({ revision, commandId, n }) => ({ revision, commandId, n }));
  if (step.kind === 'page') {
    // Reads the whole log from the beginning of this run, in pages. Positions only increase.
    const own: StoredEvent[] = [];
    for (let after = start; ;) {
      const page = await store.readAll(after, step.size);
      const last = page.at(-1);
      if (!last) break;
      expect(
        page.every(
          ({ position }, index) => comparePositions(index === 0 ? after : page[index - 1]!.position, position) < 0,
        ),
      ).toBe(true);
      own.push(...page.filter((event) => event.stream.startsWith(nameOf(0).slice(0, -1))));
      after = last.position;
    }
    expect(seen(own)).toEqual(modelled(model.log));
    return;
  }
  const stream = nameOf(step.stream);
  const events = model.of(step.stream);
  if (step.kind === 'read')
    expect(seen(await store.read(stream, step.from, step.limit))).toEqual(
      modelled(events.slice(step.from, step.limit && step.from + step.limit)),
    );
  if (step.kind === 'backwards') {
    const before = Math.min(step.before ?? events.length, events.length);
    expect(seen(await store.readBackwards(stream, step.limit, step.before))).toEqual(
      modelled(events.slice(0, before).slice(-step.limit).reverse()),
    );
  }
  if (step.kind === 'applied')
    expect((await store.applied(stream, String(step.commandId)))?.revision).toBe(
      model.ended(step.stream, step.commandId),
    );
  if (step.kind === 'append') {
    const tip = events.length - 1;
    const expected: ExpectedRevision = step.expected === 'right' ? (tip < 0 ? 'none' : tip) : step.expected;
    const messages = Array.from({ length: step.events }, (_, n) => ({ type: 'Happened', data: { n } }));
    const answer = await store
      .append(stream, expected, messages, { commandId: String(step.commandId) })
      .catch((error: unknown) => error);
    const earlier = model.ended(step.stream, step.commandId);
    if (earlier !== undefined) return expect(answer).toMatchObject({ revision: earlier, duplicate: true });
    if (expected !== 'any' && (expected === 'none' ? -1 : expected) !== tip) {
      expect(answer).toBeInstanceOf(WrongRevision);
      return expect(answer).toMatchObject({ actual: tip < 0 ? undefined : tip });
    }
    messages.forEach(({ data: { n } }, index) =>
      model.log.push({ stream: step.stream, revision: tip + 1 + index, commandId: step.commandId, n }),
    );
    expect(answer).toMatchObject({ revision: tip + step.events, duplicate: false });
  }
};
