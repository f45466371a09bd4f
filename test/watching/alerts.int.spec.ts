import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { mandateProposed } from '#contracts';
import { mandatesContext } from '#mandates';
import { typeParsers } from '#postgres';
import type { ContextDefinition } from '#runtime';
import { teamsContext } from '#teams';
import { reportAbsent } from '#testing/absent';
import { migrated } from '#testing/database-roles';
import { describeWith } from '#testing/debian-package';
import { freePort } from '#testing/free-port';
import { startKafka, type TestKafka } from '#testing/kafka';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { promtool, runPromtool, TestPrometheus } from '#testing/prometheus';
import { until } from '#testing/until';
import { dashboard, documentedMetrics, metricsIn, ownRules, rules, rulesText, statementsOfRunbooks } from './rules.js';
import { ServiceProcess } from './service-process.js';
import { SickHub } from './sick-hub.js';

/** The rules as they are, but an alert fires after two scrapes instead of minutes. */
const HASTY_RULES = rulesText.replaceAll(/^( +for: ).*$/gm, '$15s');

/** Alerts that a machine which runs other tests beside may cause for some seconds, which are shorter than their time. */
const OF_LOAD = ['RegieEventLoopBlocked', 'RegieSlow', 'RegieProcessorBehind', 'RegiePoolExhausted'];

/** Scrapes of Prometheus that a healthy hub has to pass without an alert. */
const HEALTHY_SCRAPES = 3;

const namesIn = (text: string): readonly string[] => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

/** Runs a process with a clock that is ten seconds fast. */
const FAST_CLOCK = `data:text/javascript,${encodeURIComponent(
  'const real=Date;globalThis.Date=class extends real{constructor(...given){given.length?super(...given):super(real.now()+10_000)}static now(){return real.now()+10_000}}',
)}`;

const tool = await promtool();

describeWith(tool, 'the rules of Prometheus', 'promtool', () => {
  it('are valid, and so is the example configuration', async () => {
    const { ok, output } = await runPromtool(['check', 'config', 'deploy/prometheus/prometheus.yml']);
    expect([ok, output]).toEqual([true, expect.stringContaining(`${rules.length} rules found`)]);
  });

  it('fire after their time and not before, and not for a healthy hub', async () => {
    const { ok, output } = await runPromtool(['test', 'rules', 'deploy/prometheus/rules.test.yml']);
    expect([ok, output]).toEqual([true, expect.stringContaining('SUCCESS')]);
  });
});

describeWith(tool, 'an alert', 'a Prometheus', () => {
  let prometheus: TestPrometheus;
  let postgres: TestPostgres;
  let kafka: TestKafka;
  let hub: SickHub;
  /** a service whose topics are missing, that refuses requests soon, with a fast clock and a silent identity provider */
  let mandates: ServiceProcess;
  let mandatesDb: Client;
  /** a service whose brokers do not answer, with a low limit on requests without a token, that ends again and again */
  let teams: ServiceProcess;

  let restarts: Promise<void>;
  /** Restarts the service three times, each time after Prometheus has seen it. */
  const restartThrice = async (): Promise<void> => {
    const startedAt = (): Promise<number | undefined> =>
      prometheus.value(`process_start_time_seconds{instance="${teams.target}"}`);
    for (let times = 0; times < 3; times++) {
      const before = await until(startedAt);
      await teams.restart();
      await until(async () => ![undefined, before].includes(await startedAt()));
    }
  };

  beforeAll(async () => {
    [prometheus, postgres, kafka, hub] = await Promise.all([
      TestPrometheus.start(HASTY_RULES),
      startPostgres(),
      startKafka(),
      SickHub.start(),
    ]);
    const service = async (context: ContextDefinition, database: string): Promise<Record<string, string>> => ({
      REGIE_PORT: String(await freePort()),
      REGIE_POSTGRES_URL: (await migrated(database, [context])).runtimeUrl,
      REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
      REGIE_DEMONSTRATION: 'no',
      REGIE_BUS: 'kafka',
      REGIE_KAFKA_PREFIX: kafka.prefix,
      REGIE_ISSUER: 'http://127.0.0.1:1',
    });
    const databaseOfMandates = await postgres.createDatabase();
    [mandates, teams] = await Promise.all([
      ServiceProcess.start('mandates', {
        ...(await service(mandatesContext, databaseOfMandates)),
        REGIE_KAFKA_BROKERS: kafka.brokers.join(','),
        REGIE_SHED_LAG_MS: '5',
        NODE_OPTIONS: `--import=${FAST_CLOCK}`,
      }),
      ServiceProcess.start('teams', {
        ...(await service(teamsContext, await postgres.createDatabase())),
        REGIE_KAFKA_BROKERS: '127.0.0.1:1',
        REGIE_ISSUER: `${hub.url}/oidc`,
        REGIE_RATE_ADDRESS: '1',
      }),
    ]);
    mandatesDb = new Client({ connectionString: databaseOfMandates, types: typeParsers });
    await mandatesDb.connect();
    await prometheus.scrape([hub.target], [teams.target]);
    restarts = restartThrice();
  }, 600_000);

  afterAll(async () => {
    await restarts;
    await hub.remove();
    await Promise.all([mandates.kill(), teams.kill(), mandatesDb.end()]);
    await Promise.all([prometheus.stop(), postgres.stop(), kafka.stop()]);
  });

  const fires = (name: string, target?: string): Promise<unknown> =>
    until(async () =>
      (await prometheus.alerts()).some(
        ({ state, labels }) =>
          state === 'firing' &&
          labels['alertname'] === name &&
          (target === undefined || labels['instance'] === undefined || labels['instance'] === target),
      ),
    );

  /** Returns the alerts that fire for a process, or for all processes together. */
  const firingOf = async (target: string): Promise<readonly string[]> =>
    (await prometheus.alerts())
      .filter(({ state, labels }) => state === 'firing' && (labels['instance'] ?? target) === target)
      .map(({ labels }) => labels['alertname']!);

  it('does not fire for a healthy hub at work', async () => {
    const scrapes = `count_over_time(up{instance="${hub.target}"}[5m])`;
    const fired = new Set<string>();
    await until(async () => {
      await hub.proposeMandate();
      for (const path of ['/v1/mandates', '/v1/cases', '/v1/agencies']) expect((await hub.get(path)).status).toBe(200);
      for (const name of await firingOf(hub.target)) fired.add(name);
      await pause(200);
      return ((await prometheus.value(scrapes)) ?? 0) >= HEALTHY_SCRAPES;
    });
    expect([...fired].filter((name) => !OF_LOAD.includes(name))).toEqual([]);
    await until(async () => (await firingOf(hub.target)).length === 0);
  });

  it('and a dashboard ask only for metrics that are served, and every metric that is served is documented', async () => {
    const served = new Set([...namesIn(await hub.metrics()), ...namesIn(await mandates.metrics())]);
    const isServed = (name: string): boolean =>
      served.has(name) || served.has(name.replace(/_(bucket|count|sum)$/, ''));
    const asked = [
      ...ownRules.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ].flatMap(metricsIn);
    expect(asked.filter((name) => !isServed(name))).toEqual([]);

    const current = [...served].filter((name) => name.startsWith('regie_') && !FORMER.test(name));
    const documented = documentedMetrics().filter((name) => name.startsWith('regie_'));
    expect(documented.toSorted()).toEqual(current.toSorted());
  });

  it('leads to a runbook whose statements the database of a hub takes', async () => {
    expect(statementsOfRunbooks.length).toBeGreaterThan(12);
    for (const sql of statementsOfRunbooks)
      expect([sql, await hub.db.query(sql).then(() => 'taken', String)]).toEqual([sql, 'taken']);
  });

  describe('fires', () => {
    let suspended: string;
    const locks: Client[] = [];

    beforeAll(async () => {
      const { db } = hub;
      await prometheus.scrape([hub.target], [mandates.target, teams.target]);
      // 600 million transactions since the last freeze, for which no test has the time. Autovacuum would set it right.
      hub.repeat(
        () =>
          db.query(
            `UPDATE pg_database SET datfrozenxid = (4294967296 + txid_current() - 600000000)::text::xid WHERE datname = current_database()`,
          ),
        1_000,
      );
      // A rate needs a scrape without failures and one with some.
      [suspended] = (await hub.subscribeRefusingEndpoints()) as [string];
      // An endpoint that has refused for two hours, and one that has refused for three days.
      await db.query(`UPDATE partners.delivery SET enqueued_at = now() - interval '2 hours'`);
      await db.query(
        'UPDATE partners.delivery_cursor SET failures = 1000, next_attempt_at = now() WHERE subscription_id = $1',
        [suspended],
      );
      // A commitment that cannot be recorded as late, as its case is unknown.
      await db.query(
        `INSERT INTO cases.due_commitment VALUES ('44021', gen_random_uuid(), gen_random_uuid(), '2026-01-01', true)`,
      );
      if (hub.disk.own) await hub.fillDisk();
      // Three proposals that the publisher cannot publish, one of them recorded ahead of the clock.
      await mandatesDb.query(
        `INSERT INTO event_store.events (position, stream, revision, type, data, metadata, event_id, recorded_at)
         SELECT n, 'mandates-44021', n - 1, 'MandateProposed', $1, '{"commandId":"c"}', gen_random_uuid(), now() + n * interval '1 minute' FROM generate_series(1, 3) n`,
        [JSON.stringify(mandateProposed.sample)],
      );
      await mandatesDb.query(
        `INSERT INTO mandates.failed_messages (processor, event_id, key, state, reason, detail, message)
         VALUES ('mandates.directory', 'e', 'k', 'dead-lettered', 'apply.failed', 'of this spec', '{}')`,
      );
      hub.holdUp();
      hub.holdUp(mandates.pid);
      hub.repeat(() => mandates.get('/v1/mandates'), 100);
      for (let caller = 0; caller < 10; caller++) hub.repeat(() => teams.get('/v1/teams'), 100);
      // The locks below use up the connections with which the age is read.
      await fires('RegieDatabaseUnfrozen');
      await lock(locks, hub, 'mandates.mandate');
      await lock(locks, hub, 'mandates.known_agency');
      for (let caller = 0; caller < 20; caller++) hub.repeat(async () => (await hub.get('/v1/mandates')).text(), 50);
      hub.repeat(() => hub.proposeMandate(), 1_000);
    }, 120_000);

    afterAll(async () => {
      for (const client of locks) await client.end().catch(() => undefined);
      await hub.endBackground();
    });

    const LATER = ['RegieStoreRefusesWrites', 'RegieDown'];
    it.each(ownRules.map(({ alert }) => alert).filter((name) => !LATER.includes(name)))(
      '%s, when its condition is made',
      async (name) => {
        if (name === 'RegieDiskAlmostFull' && !hub.disk.own)
          return reportAbsent('the alert RegieDiskAlmostFull', 'this user may not mount a small disk');
        if (name === 'RegieRestarts') await restarts;
        await fires(name);
      },
      300_000,
    );
  });

  describe('fires', () => {
    beforeAll(() => Promise.all([hub.killDatabase(), mandates.kill()]));

    it(
      'when the database is killed, as nothing can be recorded',
      () => fires('RegieStoreRefusesWrites', hub.target),
      90_000,
    );

    it('when a process is killed, as it does not answer', () => fires('RegieDown', mandates.target), 90_000);
  });
});

/** The former names of metrics, which the next release removes. */
const FORMER = /^regie_(follower_|dead_letters$)/;

/** Locks a table against reading until the connection ends. */
const lock = async (locks: Client[], hub: SickHub, table: string): Promise<void> => {
  const client = await hub.connect();
  locks.push(client);
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
};
