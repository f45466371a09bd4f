import { powerCuts } from './power-cuts.js';

it('the hub keeps every acknowledged write exactly once while it and its database are killed under load (P1, P4)', async () => {
  const said: string[] = [];
  const { acknowledged, answersLost, lost, doubled } = await powerCuts({
    cuts: 4,
    everyMs: 1_000,
    writers: 8,
    seed: 7,
    say: (line) => said.push(line),
  });
  expect({ lost, doubled, said }).toEqual({ lost: [], doubled: [], said });
  expect(acknowledged).toBeGreaterThan(50);
  expect(answersLost).toBeGreaterThan(0);
}, 180_000);
