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
    const { facts, slots } = someHistory(chance, 90);
    const state = fold(
      register,
      facts.map(({ event }) => event),
    );
    const restored = fromBytes(toBytes(state));
    expect([...restored.mandates]).toEqual([...state.mandates]);
    for (let n = 0; n < 20; n++) {
      const command = someCommand(chance, state, slots, facts.at(-1)!.day, () => `new-${n}`);
      const outcome = outcomeOf(() => register.decide(command, restored, usual));
      expect(outcome).toEqual(outcomeOf(() => register.decide(command, state, usual)));
      if (Array.isArray(outcome)) decided++;
    }
  }
  expect(decided).toBeGreaterThan(20);
});
