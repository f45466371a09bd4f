import fc from 'fast-check';
import { type Decider, DomainError, fold, unreachable } from './index.js';

describe('fold', () => {
  const list: Decider<never, { type: 'Added'; data: number }, readonly number[]> = {
    initialState: [],
    decide: () => [],
    evolve: (state, { data }) => [...state, data],
  };
  const events = fc.array(fc.integer().map((data) => ({ type: 'Added' as const, data })));

  it('applies the events in order to the initial state', () => {
    fc.assert(fc.property(events, (all) => expect(fold(list, all)).toEqual(all.map(({ data }) => data))));
  });

  it('returns the same state when the events are folded in two steps', () => {
    fc.assert(
      fc.property(events, events, (first, then) =>
        expect(fold(list, then, fold(list, first))).toEqual(fold(list, [...first, ...then])),
      ),
    );
  });
});

it('a refusal has its code as the message, and the facts as details', () => {
  const refusal = new DomainError('mandate.slot-taken', { holder: 'stad-gent' });
  expect([refusal.name, refusal.message, refusal.code, refusal.details]).toEqual([
    'DomainError',
    'mandate.slot-taken',
    'mandate.slot-taken',
    { holder: 'stad-gent' },
  ]);
  expect(new DomainError('mandate.unknown').details).toEqual({});
});

it('a message that no case handles throws an error that shows the message', () =>
  expect(() => unreachable({ type: 'New' } as never)).toThrow('not handled: {"type":"New"}'));
