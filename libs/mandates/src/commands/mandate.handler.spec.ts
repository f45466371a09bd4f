import { fold } from '#kernel';
import { Chance, someCommand, someHistory } from '../testing/histories.js';
import { usual } from '../testing/mandate-fixtures.js';
import { register } from './mandate.handler.js';

const { toBytes, fromBytes } = register.snapshots;
const outcomeOf = (decide: () => unknown): unknown => {
  try {
    return decide();
  } catch (refusal) {
    return refusal;
  }
};

it('a register restored from a snapshot is equal, and decides the same', () => {
  let decided = 0;
  for (let seed = 0; seed < 25; seed++) {
    const chance = new Chance(seed);
    const { told, slots } = someHistory(chance, 90);
    const state = fold(
      register,
      told.map(({ event }) => event),
    );
    const kept = fromBytes(toBytes(state));
    expect([...kept.mandates]).toEqual([...state.mandates]);
    for (let n = 0; n < 20; n++) {
      const wish = someCommand(chance, state, slots, told.at(-1)!.day, () => `new-${n}`);
      const outcome = outcomeOf(() => register.decide(wish, kept, usual));
      expect(outcome).toEqual(outcomeOf(() => register.decide(wish, state, usual)));
      if (Array.isArray(outcome)) decided++;
    }
  }
  expect(decided).toBeGreaterThan(20);
});
