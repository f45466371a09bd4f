import { setTimeout as sleep } from 'node:timers/promises';
import { brusselsDate } from '#kernel';
import { reportAbsent } from '#testing/absent';
import { describeWithKafka, startOwnKafka } from '#testing/kafka';
import { pgBouncer, startPgBouncer } from '#testing/pgbouncer';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { loadDemonstration, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { migratedForHub, through } from './databases.js';
import { mainJob } from './main-job.js';
import { peopleAt } from './people.js';
import { Services } from './services.js';

const OUTAGE_MS = 20_000;

await describeWithKafka(
  'four services over Kafka',
  () => {
    let postgres: TestPostgres;
    let kafka: Awaited<ReturnType<typeof startOwnKafka>>;
    let services: Services;
    let started = 0;
    /** the position of the last write of the demonstration */
    let loaded: string;
    const today = brusselsDate(new Date());

    beforeAll(async () => {
      [postgres, kafka] = await Promise.all([startPostgres(), startOwnKafka()]);
    }, 600_000);
    afterAll(async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
    });
    const startOn = async (throughPooler?: (url: string) => string): Promise<void> => {
      services = await Services.start(postgres, { ...kafka, prefix: `journey${++started}.` }, { throughPooler });
      loaded = await loadDemonstration(services.url, today, (person) => tokenFor(services.url, person));
    };
    beforeEach(() => startOn(), 180_000);
    afterEach(() => services.stop(), 60_000);

    /** Does the whole job. The error of a failed job contains the output so far. */
    const work = async (said: string[] = []): Promise<void> => {
      await mainJob({ today, as: peopleAt(services.url, loaded), say: (line) => said.push(line) }).catch(
        (error: unknown) => {
          throw new Error([String(error), ...said, ...services.lines.slice(-20)].join('\n'));
        },
      );
    };

    it('do the main job as one process does', () => work(), 180_000);

    it('do the main job with PostgreSQL behind PgBouncer in session mode', async () => {
      if (!pgBouncer) return reportAbsent('services behind PgBouncer', 'pgbouncer is not installed');
      await services.stop();
      const { runtimeUrl } = await migratedForHub(await postgres.createDatabase());
      const bouncer = await startPgBouncer(runtimeUrl, 'session');
      await startOn((url) => through(url, bouncer.url));
      await work();
      await services.stop();
      await bouncer.stop();
    }, 300_000);

    it('do the main job while each of them is killed (-9) and started again', async () => {
      const said: string[] = [];
      const cutting = (async () => {
        for (const context of ['mandates', 'cases', 'partners', 'teams'] as const) {
          await sleep(300 + Math.random() * 700);
          said.push(`killed ${context}`);
          await services.kill(context);
          await services.startOne(context);
        }
      })();
      await Promise.all([work(said), cutting]);
      expect(said.filter((line) => line.startsWith('killed'))).toHaveLength(4);
    }, 300_000);

    it('do the main job while the broker is away for 20 seconds', async () => {
      const said: string[] = [];
      const working = work(said);
      // in the middle of the job
      while (said.length < 3) await sleep(50);
      await kafka.kill();
      said.push('the broker is away');
      await sleep(OUTAGE_MS);
      await kafka.start();
      said.push('the broker is back');
      await working;
      expect(said.indexOf('the broker is away')).toBeLessThan(said.findIndex((line) => line.startsWith('9.')));
    }, 300_000);
  },
  { own: true },
);
