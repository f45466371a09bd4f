import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '#embedded-postgres';
import { javaMissing } from '#testing/kafka-jars';
import { startBroker } from '../bench/broker.js';
import { createDatabaseOn } from '../bench/server.js';
import { networkChaos } from './network.js';
import { powerCuts } from './power-cuts.js';
import { webhookChaos } from './webhooks.js';

const USAGE = `npm run chaos -- [--cuts 1..200] [--seed number]
npm run chaos -- webhooks [--subscriptions 1..200] [--events 1..100000] [--kills 0..50] [--seed number]
npm run chaos -- network [--minutes 1..60] [--seed number] [--hub-only] [--json]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '10' },
    subscriptions: { type: 'string', default: '200' },
    events: { type: 'string', default: '200' },
    kills: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '20' },
    'hub-only': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
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

/** The remedy for each kind of fault that `network` counts. */
const REMEDIES = {
  lost: 'an acknowledged write is not there: compare the log with the answer of the request',
  stuckAfter60s: 'a wait has no deadline: the log of the process shows what it did last',
  falseReady: 'readiness does not see what fails: see libs/runtime/src/health.controller.ts',
  falseUnready: 'readiness is down for something that requests do not need',
  unstoppable: 'a shutdown waits for something without an end: the log of the process names what was cut',
} as const;

/**
 * `npm run chaos -- network`: injects network faults between the parts of a hub, and of four services when a broker can be started. Exits 1 when a
 * write is lost, a part stays stuck, readiness was wrong or a process did not end.
 */
const disturbNetwork = async (): Promise<readonly string[]> => {
  const minutes = whole(values.minutes, 1, 60);
  const progress = values.json ? (line: string): void => console.error(line) : say;
  const absent = values['hub-only'] ? 'only the hub in a box was asked for' : await javaMissing();
  progress(
    `${minutes} minutes of faults, seed ${seed} (repeat with: npm run chaos -- network --minutes ${minutes} --seed ${seed})`,
  );
  if (absent) progress(`without the services over Kafka, because ${absent}`);
  const folder = await mkdtemp(join(tmpdir(), 'regie-chaos-'));
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), port: 0, onProgress: progress });
  let found: readonly string[] = [];
  try {
    const { faults, acknowledged, ...wrong } = await networkChaos({
      seed,
      minutes,
      databases: { createDatabase: () => createDatabaseOn(postgres.url) },
      startBroker: absent ? undefined : (proxied) => startBroker(progress, proxied),
      folder,
      signal: stopping.signal,
      say: progress,
    });
    const counts = Object.fromEntries(Object.entries(wrong).map(([kind, list]) => [kind, list.length]));
    if (values.json) console.log(JSON.stringify({ faults, acknowledged, ...counts }));
    else say(`\n${faults} faults, ${acknowledged} acknowledged writes`);
    found = Object.entries(wrong).flatMap(([kind, list]) => list.map((what) => `${kind}: ${what}`));
    const remedies = Object.entries(REMEDIES).filter(([kind]) => counts[kind]! > 0);
    if (found.length > 0) progress(remedies.map(([kind, remedy]) => `${kind}: ${remedy}`).join('\n'));
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    progress('interrupted');
    process.exitCode = 130;
  } finally {
    await postgres.stop();
    if (found.length === 0) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    else progress(`the logs of the processes are in ${folder}`);
  }
  return found;
};

const COMMANDS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  webhooks: deliver,
  network: disturbNetwork,
};
const wrong = await (COMMANDS[positionals[0] ?? ''] ?? cutPower)();
if (wrong.length > 0) {
  console.error(wrong.slice(0, 20).join('\n'));
  process.exitCode = 1;
} else if (!process.exitCode && !values.json) say('Nothing is lost, nothing is where it should not be.');
