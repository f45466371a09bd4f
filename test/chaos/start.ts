import { parseArgs } from 'node:util';
import { powerCuts } from './power-cuts.js';
import { webhookChaos } from './webhooks.js';

const USAGE = `npm run chaos -- [--cuts 1..200] [--seed number]
npm run chaos -- webhooks [--subscriptions 1..200] [--events 1..100000] [--kills 0..50] [--seed number]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '10' },
    subscriptions: { type: 'string', default: '200' },
    events: { type: 'string', default: '200' },
    kills: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
  },
});
const say = (line: string): void => console.log(line);
const whole = (text: string, from: number, to: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  console.error(USAGE);
  process.exit(2);
};
const seed = whole(values.seed, 0, 2 ** 32);

/**
 * `npm run chaos`: kills a throwaway hub under load, on this machine only, and counts the losses. Exits 1 after any
 * loss.
 */
const cutPower = async (): Promise<readonly string[]> => {
  const cuts = whole(values.cuts, 1, 200);
  say(`${cuts} cuts under 16 writers, seed ${seed} (repeat with: npm run chaos -- --cuts ${cuts} --seed ${seed})\n`);
  const { acknowledged, answersLost, lost, doubled, restarts } = await powerCuts({
    cuts,
    everyMs: 3_000,
    writers: 16,
    seed,
    say,
  });
  say(`\nacknowledged ${acknowledged}, requests without an answer ${answersLost}, restarts of the hub ${restarts}`);
  say(`lost ${lost.length}, doubled ${doubled.length}`);
  return [...lost.map((name) => `lost: ${name}`), ...doubled.map((name) => `doubled: ${name}`)];
};

/**
 * `npm run chaos -- webhooks`: endpoints misbehave, and the delivering process is killed under load. Exits 1 when an
 * event is lost, out of order or missing from the delivery counts.
 */
const deliver = async (): Promise<readonly string[]> => {
  const [subscriptions, events, kills] = [
    whole(values.subscriptions, 1, 200),
    whole(values.events, 1, 100_000),
    whole(values.kills, 0, 50),
  ];
  say(
    `${events} events to ${subscriptions} subscriptions, ${kills} kills (repeat with: npm run chaos -- webhooks --subscriptions ${subscriptions} --events ${events} --kills ${kills} --seed ${seed})\n`,
  );
  const { deliveries, repeats, checks, ended, seconds, ...faults } = await webhookChaos({
    subscriptions,
    events,
    kills,
    everyMs: 4_000,
    seed,
    say,
  });
  say(
    `\n${deliveries} deliveries in ${seconds} s, ${repeats} of them repeats; ${ended} subscriptions ended by their endpoints; the delivery counts checked ${checks} times`,
  );
  return Object.entries(faults).flatMap(([kind, found]) => found.map((what) => `${kind}: ${what}`));
};

const wrong = positionals[0] === 'webhooks' ? await deliver() : await cutPower();
if (wrong.length > 0) {
  console.error(wrong.slice(0, 20).join('\n'));
  process.exitCode = 1;
} else say('Nothing is lost, nothing is where it should not be.');
