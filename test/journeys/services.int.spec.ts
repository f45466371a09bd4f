import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextName } from '#contracts';
import { brusselsDate } from '#service';
import { describeWithKafka, startKafka, type TestKafka } from '#testing/kafka';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { loadDemonstration, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { mainJob } from './main-job.js';
import { peopleAt } from './people.js';
import { Services } from './services.js';

await describeWithKafka('four services over Kafka', () => {
  let postgres: TestPostgres;
  let kafka: TestKafka;
  let services: Services;
  const today = brusselsDate(new Date());

  beforeEach(async () => {
    [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
    services = await Services.start(postgres, kafka);
    await loadDemonstration(services.url, today, (person) => tokenFor(services.url, person));
  }, 180_000);
  afterEach(async () => {
    await services.stop();
    await Promise.all([postgres.stop(), kafka.stop()]);
  }, 60_000);

  it('do the main job as one process does', async () => {
    await mainJob({ today, as: peopleAt(services.url), say: () => undefined });
  }, 180_000);

  it('do the main job while each of them is killed (-9) and started again', async () => {
    const said: string[] = [];
    const cuts: ContextName[] = ['mandates', 'cases', 'partners', 'teams'];
    let working = true;
    const cutter = (async () => {
      for (const context of cuts) {
        await sleep(300 + Math.random() * 700);
        if (!working) return;
        said.push(`killed ${context}`);
        await services.kill(context);
        await services.startOne(context);
      }
    })();
    await mainJob({ today, as: peopleAt(services.url), say: (line) => said.push(line) }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${said.join('\n')}\n${services.lines.slice(-20).join('\n')}`);
    });
    working = false;
    await cutter;
    expect(said.filter((line) => line.startsWith('killed'))).not.toHaveLength(0);
  }, 300_000);
});
