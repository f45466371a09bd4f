import { parseArgs } from 'node:util';
import { powerCuts } from './power-cuts.js';

/** `npm run chaos`: pulls plugs on a throwaway hub under load, on this machine only, and counts what is lost. Exits 1 when anything is. */
const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '10' }, seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) } },
});
const [cuts, seed] = [Number(values.cuts), Number(values.seed)];
if (!Number.isInteger(cuts) || cuts < 1 || cuts > 200 || !Number.isInteger(seed)) {
  console.error('npm run chaos -- [--cuts 1..200] [--seed number]');
  process.exit(2);
}
console.log(`${cuts} cuts under 16 writers, seed ${seed} (repeat with: npm run chaos -- --cuts ${cuts} --seed ${seed})\n`);
const { acknowledged, answersLost, lost, doubled, restarts } = await powerCuts({ cuts, everyMs: 3_000, writers: 16, seed, say: (line) => console.log(line) });
console.log(`\nacknowledged ${acknowledged}, requests without an answer ${answersLost}, restarts of the hub ${restarts}`);
console.log(`lost ${lost.length}, doubled ${doubled.length}`);
if (lost.length + doubled.length > 0) {
  console.error([...lost.map((name) => `lost: ${name}`), ...doubled.map((name) => `doubled: ${name}`)].slice(0, 20).join('\n'));
  process.exitCode = 1;
} else console.log('Nothing acknowledged was lost, and nothing was written twice.');
