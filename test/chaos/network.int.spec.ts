import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportAbsent } from '#testing/absent';
import { startOwnKafka } from '#testing/kafka';
import { javaMissing } from '#testing/kafka-jars';
import { startPostgres } from '#testing/postgres';
import { networkChaos } from './network.js';

it('the hub loses nothing, recovers and is ready when it works, while the network between its parts fails for a minute', async () => {
  const absent = await javaMissing();
  if (absent) await reportAbsent('faults of the network between services and Kafka', absent);
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'regie-chaos-'));
  const said: string[] = [];
  const { faults, acknowledged, ...wrong } = await networkChaos({
    seed: 5,
    minutes: 1,
    databases: postgres,
    startBroker: absent ? undefined : startOwnKafka,
    folder,
    signal: AbortSignal.timeout(480_000),
    say: (line) => said.push(line),
  }).finally(() => postgres.stop());
  expect({ ...wrong, said }).toEqual({
    lost: [],
    stuckAfter60s: [],
    falseReady: [],
    falseUnready: [],
    unstoppable: [],
    said,
  });
  expect(faults).toBe(5);
  expect(acknowledged).toBeGreaterThan(50);
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}, 600_000);
