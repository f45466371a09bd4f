import fc from 'fast-check';
import { type Decider, DomainError, fold, unreachable } from './index.js';

describe('fold', () => {
  const list: Decider<never, { type: 'Added'; data: number }, readonly number[]> = {
    initialState: [],
    decide: () => [],
    evolve: (state, { data }) => [...state, data],
  };
  const events = fc.array(fc.integer().map((data) => ({ type: 'Added' as const, data })));

  it('evolves from the beginning, in order', () => {
    fc.assert(fc.property(events, (all) => expect(fold(list, all)).toEqual(all.map(({ data }) => data))));
  });

  it('comes to the same in two steps', () => {
    fc.assert(
      fc.property(events, events, (first, then) =>
        expect(fold(list, then, fold(list, first))).toEqual(fold(list, [...first, ...then])),
      ),
    );
  });
});

it('a refusal has a code and the facts', () => {
  const refusal = new DomainError('mandate.slot-taken', { holder: 'stad-gent' });
  expect([refusal.name, refusal.message, refusal.code, refusal.details]).toEqual([
    'DomainError',
    'mandate.slot-taken',
    'mandate.slot-taken',
    { holder: 'stad-gent' },
  ]);
  expect(new DomainError('mandate.unknown').details).toEqual({});
});

it('what is not handled is named', () =>
  expect(() => unreachable({ type: 'New' } as never)).toThrow('not handled: {"type":"New"}'));
