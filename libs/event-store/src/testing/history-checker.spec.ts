import fc from 'fast-check';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import type { StoredEvent } from '../port/event-store.js';
import { writeConcurrently } from './concurrent-writers.js';
import { HistoryChecker, type Operation, type Outcome } from './history-checker.js';

const operation = (commandId: string, more: Partial<Operation> = {}): Operation => ({
  stream: 's',
  commandId,
  expected: 'any',
  events: 1,
  ...more,
});
const appended = (revision: number, position: number, duplicate = false): Outcome => ({
  kind: 'appended',
  revision,
  position: String(position),
  duplicate,
});
const event = (
  commandId: string,
  revision: number,
  position: number,
  more: Partial<StoredEvent> = {},
): StoredEvent => ({
  type: 'Happened',
  data: {},
  id: '',
  stream: 's',
  revision,
  position: String(position),
  recordedAt: '2026-07-01T10:00:00.000Z',
  metadata: { commandId },
  ...more,
});

type Step = (checker: HistoryChecker) => void;
const answer =
  (op: Operation, outcome: Outcome): Step =>
  (checker) =>
    checker.end(checker.begin(op), outcome);
const logged =
  (...events: StoredEvent[]): Step =>
  (checker) =>
    events.forEach((e) => checker.event(e));
const problemsOf = (...steps: Step[]): readonly string[] => {
  const checker = new HistoryChecker(true);
  for (const step of steps) step(checker);
  return checker.finish();
};

describe('the history checker', () => {
  it('reports no problem of a right history, in any order of acknowledgements and reads', () => {
    const [a, b] = [operation('a', { events: 2 }), operation('b', { expected: 1 })];
    expect(
      problemsOf(
        answer(a, appended(1, 2)),
        answer(b, appended(2, 3)),
        logged(event('a', 0, 1), event('a', 1, 2), event('b', 2, 3)),
      ),
    ).toEqual([]);
    expect(
      problemsOf((checker) => {
        const [first, second] = [checker.begin(a), checker.begin(b)];
        logged(event('a', 0, 1), event('a', 1, 2), event('b', 2, 3))(checker);
        checker.end(second, appended(2, 3));
        checker.end(first, appended(1, 2));
      }),
    ).toEqual([]);
    expect(
      problemsOf(
        answer(a, { kind: 'unknown' }),
        logged(event('a', 0, 1), event('a', 1, 2)),
        answer(a, appended(1, 2, true)),
      ),
    ).toEqual([]);
    expect(
      problemsOf(
        answer(a, { kind: 'unknown' }),
        answer(a, { kind: 'refused', actual: 4 }),
        answer({ ...a, expected: 'none' }, { kind: 'refused', actual: 4 }),
      ),
    ).toEqual([expect.stringContaining('expected nothing in particular')]);
  });

  const wrong: readonly (readonly [what: string, problem: string, ...steps: Step[]])[] = [
    [
      'a gap in the positions',
      'something is missing',
      answer(operation('a'), appended(0, 1)),
      answer(operation('b'), appended(1, 3)),
      logged(event('a', 0, 1), event('b', 1, 3)),
    ],
    [
      'positions that run backwards',
      'comes after',
      answer(operation('a'), appended(0, 1)),
      logged(event('a', 0, 1), event('a', 0, 1)),
    ],
    [
      'a gap in a stream',
      'should be revision 1',
      answer(operation('a'), appended(0, 1)),
      answer(operation('b'), appended(2, 2)),
      logged(event('a', 0, 1), event('b', 2, 2)),
    ],
    [
      'an inversion in a stream',
      'should be revision 0',
      answer(operation('a'), appended(0, 2)),
      answer(operation('b'), appended(1, 1)),
      logged(event('b', 1, 1), event('a', 0, 2)),
    ],
    [
      'a time that runs backwards',
      'was recorded before',
      answer(operation('a'), appended(0, 1)),
      answer(operation('b'), appended(1, 2)),
      logged(event('a', 0, 1), event('b', 1, 2, { recordedAt: '2026-07-01T09:59:59.999Z' })),
    ],
    [
      'a command that counts twice',
      'applied twice',
      answer(operation('a'), appended(0, 1)),
      logged(event('a', 0, 1), event('a', 1, 2)),
    ],
    ['an acknowledged event that is missing', 'is lost', answer(operation('a'), appended(0, 1))],
    [
      'an acknowledged event that is elsewhere',
      'recorded at',
      answer(operation('a'), appended(3, 1)),
      logged(event('a', 0, 1)),
    ],
    [
      'two answers to one command',
      'and then',
      answer(operation('a'), appended(0, 1)),
      answer(operation('a'), appended(1, 2, true)),
      logged(event('a', 0, 1)),
    ],
    [
      'half of a command',
      'applied in part',
      answer(operation('a', { events: 2 }), { kind: 'unknown' }),
      logged(event('a', 0, 1)),
    ],
    ['an event that was not requested', 'never asked for', logged(event('a', 0, 1))],
    [
      'a refused command that is in the log',
      'refused, and yet applied',
      answer(operation('a', { expected: 4 }), { kind: 'refused', actual: 0 }),
      logged(event('a', 0, 1)),
    ],
    [
      'a refusal without a reason',
      'where it expected',
      answer(operation('a', { expected: 4 }), { kind: 'refused', actual: 4 }),
    ],
    [
      'a refusal on an old state',
      'had been acknowledged',
      answer(operation('a'), appended(0, 1)),
      answer(operation('b', { expected: 7 }), { kind: 'refused', actual: undefined }),
      logged(event('a', 0, 1)),
    ],
    [
      'an append in spite of a wrong expectation',
      'was written at 5',
      answer(operation('a', { expected: 3 }), appended(5, 9)),
    ],
    [
      'a write before one that had ended earlier',
      'before it began',
      answer(operation('a'), appended(0, 2)),
      answer(operation('b', { stream: 't' }), appended(0, 1)),
      logged(event('b', 0, 1, { stream: 't' }), event('a', 0, 2)),
    ],
    ['an outcome that stays unknown', 'never resolved', answer(operation('a'), { kind: 'unknown' })],
  ];
  it.each(wrong.map(([what, problem, ...steps]) => ({ what, problem, steps })))('finds $what', ({ problem, steps }) => {
    expect(problemsOf(...steps).join('\n')).toContain(problem);
  });

  it('finds any single event that is dropped from, doubled in or moved in a real history', async () => {
    const store = new MemoryEventStore();
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        store.append(`s${n % 5}`, 'any', [{ type: 'Happened', data: { n } }], { commandId: String(n) }),
      ),
    );
    const log = await store.readAll('0', 1_000);
    const check = (events: readonly StoredEvent[]): readonly string[] =>
      problemsOf(
        ...log.map(({ stream, metadata, revision, position }) =>
          answer(operation(metadata.commandId, { stream }), { kind: 'appended', revision, position, duplicate: false }),
        ),
        logged(...events),
      );
    expect(check(log)).toEqual([]);
    fc.assert(
      fc.property(
        fc.nat(log.length - 1),
        fc.nat(log.length - 2),
        fc.constantFrom('drop', 'double', 'move'),
        (at, to, how) => {
          const [without, taken] = [log.toSpliced(at, 1), log[at]!];
          const damaged =
            how === 'drop' ? without : how === 'double' ? log.toSpliced(at, 0, taken) : without.toSpliced(to, 0, taken);
          fc.pre(damaged.some((e, index) => e !== log[index]) || damaged.length !== log.length);
          expect(check(damaged)).not.toEqual([]);
        },
      ),
    );
  });

  it('finds no problem with sixteen concurrent writers on the store in memory', async () => {
    const store = new MemoryEventStore();
    expect(
      await writeConcurrently({
        stores: [store],
        writers: 16,
        operations: 20_000,
        streams: 40,
        seed: 1,
        gapless: true,
      }),
    ).toEqual([]);
  });
});
