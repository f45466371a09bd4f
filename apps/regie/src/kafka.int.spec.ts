import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { INestApplication } from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { TokenVerifier } from '#access';
import { cases } from '#cases';
import { type OpenedEventStore, openEventStore } from '#event-store';
import { type KafkaClient, topicExtents, withAdmin } from '#messaging';
import { partners } from '#partners';
import { typeParsers } from '#postgres';
import { createService, kafkaClientOf, loadSettings } from '#runtime';
import { migrated } from '#testing/database-roles';
import { FaultProxy } from '#testing/fault-proxy';
import { administer, describeWithKafka, startKafka, type TestKafka } from '#testing/kafka';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { run } from './cli.js';
import { CONTEXTS } from './contexts.js';

const TOPIC = 'regie.partners.v1';
const quiet = { error: () => undefined, warn: () => undefined };

/** Runs partners and cases as services over Kafka, and the command line in their environment. */
await describeWithKafka('regie in the environment of a service', () => {
  let postgres: TestPostgres;
  let kafka: TestKafka;
  let env: Record<string, string>;
  let client: KafkaClient;
  let opened: OpenedEventStore;
  let app: INestApplication;
  let db: Client;
  let enrolled = 0;
  let enrol: (agency: string) => Promise<number>;

  const regie = async (...args: readonly string[]) => {
    let [out, err] = ['', ''];
    const terminal = {
      env,
      folder: tmpdir(),
      interactive: false,
      out: (text: string) => void (out += text),
      err: (text: string) => void (err += text),
    };
    const code = await run(args, terminal);
    return { code, out, err };
  };
  const agencies = async (): Promise<string[]> =>
    (await db.query<{ code: string }>('SELECT code FROM cases.known_agency ORDER BY code')).rows.map(
      ({ code }) => code,
    );
  const published = async (): Promise<number> =>
    [...(await topicExtents(client, [TOPIC])).values()].reduce((sum, { high }) => sum + Number(high), 0);
  const produce = async (key: string, value: string): Promise<void> => {
    const producer = await client.library.producer(() => 0);
    await producer.send([{ topic: client.topicName(TOPIC), messages: [{ key, value, headers: {} }] }]);
    await producer.close();
  };

  beforeAll(async () => {
    [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
    const url = await postgres.createDatabase();
    const definitions = CONTEXTS.filter(({ name }) => name === 'partners' || name === 'cases');
    const { ownerUrl, runtimeUrl, readerUrl } = await migrated(url, definitions);
    env = {
      REGIE_POSTGRES_URL: runtimeUrl,
      REGIE_POSTGRES_OWNER_URL: ownerUrl,
      REGIE_POSTGRES_READER_URL: readerUrl,
      REGIE_LOG_LEVEL: process.env.REGIE_TEST_LOG_LEVEL ?? 'silent',
      REGIE_BUS: 'kafka',
      REGIE_KAFKA_BROKERS: kafka.brokers.join(','),
      REGIE_KAFKA_PREFIX: kafka.prefix,
      REGIE_KAFKA_PARTITIONS: '2',
      REGIE_KAFKA_REPLICAS: '1',
      REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
    };
    const settings = loadSettings(env);
    client = await kafkaClientOf(settings, 'spec', quiet);
    db = new Client({ connectionString: url, types: typeParsers });
    await db.connect();
  }, 600_000);
  afterAll(async () => {
    await app?.close();
    await opened?.close();
    await db.end();
    await Promise.all([postgres.stop(), kafka.stop()]);
  });

  const startService = async (): Promise<void> => {
    const settings = loadSettings(env);
    opened = await openEventStore({ eventStore: 'postgres', postgresUrl: env.REGIE_POSTGRES_URL! });
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const of = { issuer: 'https://issuer.test', audience: 'urn:regie:api' };
    const verifier = new TokenVerifier({
      ...of,
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] },
    });
    app = await createService({
      title: 'Two contexts',
      settings,
      store: opened.store,
      cache: opened.cache,
      verifier,
      contexts: [partners, cases],
    });
    await app.listen(0, '127.0.0.1');
    env.REGIE_URL = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    const token = await new SignJWT({ city: '44021', agency: 'stad-gent', role: 'manager' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(of.issuer)
      .setAudience(of.audience)
      .setSubject('spec')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    enrol = async (agency) => {
      const body = JSON.stringify({
        agency,
        name: agency,
        kind: 'city-service',
        ovo: `OVO00${String(1000 + ++enrolled)}`,
      });
      return (
        await fetch(`${env.REGIE_URL}/v1/agencies`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body,
        })
      ).status;
    };
  };

  it('creates the topics, and leaves them alone the second time', async () => {
    const first = await regie('topics', 'apply');
    expect(first).toMatchObject({ code: 0 });
    expect(
      first.out
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(kafka.prefix, '').split(/ +/)),
    ).toEqual(
      ['mandates', 'cases', 'partners', 'teams']
        .flatMap((context) => [[`regie.${context}.v1`, 'created']])
        .concat(
          ['mandates', 'cases', 'partners', 'teams'].map((context) => [`regie.${context}.dead-letters.v1`, 'created']),
        ),
    );
    expect((await regie('topics', 'apply')).out.match(/unchanged/g)).toHaveLength(8);
    env.REGIE_KAFKA_PARTITIONS = '3';
    expect(await regie('topics', 'apply')).toMatchObject({
      code: 1,
      out: expect.stringContaining('refused: it has 2 partitions, not 3'),
      err: expect.stringContaining('REGIE_KAFKA_PARTITIONS'),
    });
    env.REGIE_KAFKA_PARTITIONS = '2';
  });

  it('reports a working service as ok, and names the contexts in other databases', async () => {
    await startService();
    expect(await enrol('stad-gent')).toBe(201);
    await until(async () => (await agencies()).length === 1);
    await until(async () => (await regie('doctor')).code === 0);
    const { out } = await regie('doctor');
    for (const part of [
      'ready',
      'partners.agencies',
      'partners.publisher',
      'partners.feed',
      'cases.publisher',
      'cases.register',
      'cases.directory',
    ]) {
      expect(out).toMatch(new RegExp(`^ok +${part.replace('.', '[.]')} `, 'm'));
    }
    expect(out).toMatch(/^skipped +mandates +its tables are not in this database: they belong to another service$/m);
    expect(out).not.toContain('teams.directory');
  });

  it('rebuilds a read model of public events from Kafka, beside the live one', async () => {
    await db.query('DELETE FROM cases.known_agency');
    expect(await regie('rebuild', 'cases.directory')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^cases\.directory is rebuilt from 1 event, in /),
    });
    expect(await agencies()).toEqual(['stad-gent']);
    expect(await regie('rebuild', 'partners.agencies')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^partners\.agencies is rebuilt from 1 event, in /),
    });
    expect(await enrol('politiezone-gent')).toBe(201);
    await until(async () => (await agencies()).length === 2);
  });

  it('publishes everything once more, and no reader applies it twice', async () => {
    expect(await published()).toBe(2);
    expect(await regie('topics', 'republish', 'partners')).toMatchObject({ code: 0 });
    await until(async () => (await published()) === 4);
    await until(async () => (await regie('doctor')).code === 0);
    expect(await agencies()).toEqual(['politiezone-gent', 'stad-gent']);
    expect(await regie('topics', 'republish', 'police')).toMatchObject({
      code: 1,
      err: expect.stringContaining('mandates, cases, partners, teams'),
    });
    expect(await regie('topics', 'republish', 'mandates')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no tables of this hub'),
    });
  });

  it('refuses to rebuild from a topic that was recreated since it was read', async () => {
    const reached = (position: string) =>
      db.query<{ source: string; position: string }>(
        `UPDATE cases.checkpoints SET position = $2 WHERE processor = 'cases.directory' AND source LIKE $1 AND position <> '0' RETURNING source`,
        [`${TOPIC}/%`, position],
      );
    const {
      rows: [before],
    } = await db.query<{ position: string }>(
      `SELECT position FROM cases.checkpoints WHERE processor = 'cases.directory' AND source LIKE $1 AND position <> '0'`,
      [`${TOPIC}/%`],
    );
    await reached('99');
    expect(await regie('rebuild', 'cases.directory')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(new RegExp(`${TOPIC}/\\d+ ends at \\d+, and was read up to 99`)),
    });
    await reached(before!.position);
  });

  it('refuses to rebuild from a topic that lost events, unless --incomplete allows it', async () => {
    const name = client.topicName(TOPIC);
    const partition = await administer(kafka.brokers, async (admin) => {
      const [full] = (await admin.fetchTopicOffsets(name)).filter(({ high }) => high !== '0');
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: full!.partition, offset: '2' }] });
      return full!.partition;
    });
    expect(await regie('rebuild', 'cases.directory')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(`${TOPIC}/${partition} begins at 2`),
    });
    expect(await regie('rebuild', 'cases.directory', '--incomplete')).toMatchObject({ code: 0 });
    expect(await agencies()).toEqual(['politiezone-gent', 'stad-gent']);
  });

  it('lists, shows, replays and drops failed messages', async () => {
    await produce('agencies-44021', 'this is not JSON');
    await until(async () => (await regie('dead-letters', 'list', '--context', 'cases')).out.includes('failed message'));
    const listed = await regie('dead-letters', 'list', '--context', 'cases', '--reader', 'cases.directory');
    expect(listed.out).toMatch(
      /^failed message \d+: dead-lettered\n {2}reader +cases\.directory\n {2}stream +agencies-44021\n {2}reason +message\.not-an-event: /,
    );
    const [, id] = /^failed message (\d+)/.exec(listed.out)!;
    expect(await enrol('ocmw-gent')).toBe(201);
    await until(async () => (await regie('dead-letters', 'list', '--context', 'cases')).out.includes(': blocked'));
    const doctor = await regie('doctor');
    expect(doctor).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^attention +cases on Kafka +cases\.directory has 1 dead letters, with 1 events behind them/m,
      ),
    });
    expect(doctor.out).toMatch(/^ok +cases\.directory +up to date; failed messages: 1 dead-lettered, 1 blocked$/m);

    expect(JSON.parse((await regie('dead-letters', 'show', id!, '--context', 'cases')).out)).toMatchObject({
      id,
      state: 'dead-lettered',
      message: { value: btoa('this is not JSON') },
    });
    expect(await regie('rebuild', 'cases.directory', '--incomplete')).toMatchObject({
      code: 1,
      err: expect.stringContaining('regie dead-letters list --context cases --reader cases.directory'),
    });
    const blocked = /failed message (\d+): blocked/.exec(
      (await regie('dead-letters', 'list', '--context', 'cases')).out,
    )![1]!;
    expect(await regie('dead-letters', 'replay', blocked, '--context', 'cases')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`waits for ${id} of the same stream`),
    });
    expect(await regie('dead-letters', 'replay', id!, '--context', 'cases')).toMatchObject({ code: 0 });
    await until(async () => /"attempts": 1/.test((await regie('dead-letters', 'show', id!, '--context', 'cases')).out));
    expect(await agencies()).not.toContain('ocmw-gent');
    expect(await regie('dead-letters', 'drop', id!, '--context', 'cases')).toMatchObject({
      code: 0,
      out: expect.stringContaining(btoa('this is not JSON')),
    });
    await until(async () => (await agencies()).includes('ocmw-gent'));
    expect((await regie('dead-letters', 'list', '--context', 'cases')).out).toContain('No failed messages');
  });

  it('lists a hundred failed messages of one state at a time, with the command for the next page', async () => {
    await db.query(`INSERT INTO cases.failed_messages (processor, event_id, key, state, reason, detail, message)
      SELECT 'cases.spec', n, 'k' || n / 2, CASE n % 2 WHEN 0 THEN 'dead-lettered' ELSE 'blocked' END, 'apply.failed', 'x', '{}' FROM generate_series(0, 249) AS n`);
    const listing = [
      'dead-letters',
      'list',
      '--context',
      'cases',
      '--reader',
      'cases.spec',
      '--state',
      'dead-lettered',
    ];
    const idsIn = (out: string): string[] =>
      [...out.matchAll(/^failed message (\d+): dead-lettered$/gm)].map(([, id]) => id!);
    const first = await regie(...listing);
    const ids = idsIn(first.out);
    expect(ids).toHaveLength(100);
    expect(first.err).toBe(`There are more. What to do next: npx regie ${listing.join(' ')} --after ${ids.at(-1)}\n`);
    const last = await regie(...listing, '--after', ids.at(-1)!);
    expect(new Set([...ids, ...idsIn(last.out)]).size).toBe(125);
    expect(last.err).toBe('');
    expect(await regie(...listing, '--after', '99999999')).toMatchObject({
      code: 0,
      out: 'No failed messages like these.\n',
    });
    expect(await regie('dead-letters', 'list', '--context', 'cases', '--state', 'lost')).toMatchObject({
      code: 2,
      err: expect.stringContaining('waiting, dead, parked'),
    });
    expect(await regie('dead-letters', 'list', '--context', 'cases', '--after', 'a')).toMatchObject({
      code: 1,
      err: expect.stringContaining('a is not the number of a failed message'),
    });
    await db.query("DELETE FROM cases.failed_messages WHERE processor = 'cases.spec'");
  });

  it('refuses unknown messages, numbers and contexts', async () => {
    expect(await regie('dead-letters', 'show', '4711', '--context', 'cases')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no failed message 4711'),
    });
    expect(await regie('dead-letters', 'drop', 'all', '--context', 'cases')).toMatchObject({
      code: 1,
      err: expect.stringContaining('all is not the number of a failed message'),
    });
    expect(await regie('dead-letters', 'list', '--context', 'police')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no context police'),
    });
    expect(await regie('dead-letters', 'list')).toMatchObject({ code: 2 });
  });

  it('names the settings of topics that lose events, and corrects them', async () => {
    const name = client.topicName(TOPIC);
    await withAdmin(client, (admin) => admin.changeSettings(name, { 'unclean.leader.election.enable': 'true' }));
    const wrong = new RegExp(`^attention +cases on Kafka +${name}: unclean.leader.election.enable is true.*$`, 'm');
    expect((await regie('doctor')).out).toMatch(wrong);
    env.REGIE_KAFKA_REPLICAS = '3';
    expect(await regie('topics', 'apply')).toMatchObject({
      code: 1,
      out: expect.stringMatching(new RegExp(`${name} +changed: .*\n(.*\n)*attention: ${name}: there is only 1 copy`)),
      err: expect.stringContaining('4 settings of topics lose events'),
    });
    env.REGIE_KAFKA_REPLICAS = '1';
    expect(await regie('topics', 'apply')).toMatchObject({ code: 0 });
    expect((await regie('doctor')).out).not.toMatch(wrong);
  }, 60_000);

  it('ends with a remedy when the broker accepts and says nothing', async () => {
    const [host, port] = kafka.brokers[0]!.split(':') as [string, string];
    const proxy = await FaultProxy.open({ host, port: Number(port) });
    proxy.inject({ kind: 'blackhole' });
    const before = env.REGIE_KAFKA_BROKERS!;
    env.REGIE_KAFKA_BROKERS = `127.0.0.1:${proxy.port}`;
    const startedAt = performance.now();
    const remedy = expect.stringContaining('Are REGIE_KAFKA_BROKERS');
    expect(
      await Promise.all([regie('topics', 'apply'), regie('rebuild', 'cases.directory'), regie('doctor')]),
    ).toMatchObject([
      { code: 1, err: remedy },
      { code: 1, err: remedy },
      { code: 1, out: remedy },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    env.REGIE_KAFKA_BROKERS = before;
    await proxy.close();
  }, 60_000);

  it('fails with a remedy when no broker answers, and when a setting is wrong', async () => {
    const before = env.REGIE_KAFKA_BROKERS!;
    env.REGIE_KAFKA_BROKERS = '127.0.0.1:9';
    expect(await regie('topics', 'apply')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Kafka refuses, or does not answer'),
    });
    env.REGIE_KAFKA_BROKERS = '';
    expect(await regie('topics', 'apply')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REGIE_KAFKA_BROKERS is needed'),
    });
    env.REGIE_KAFKA_BROKERS = before;
    env.REGIE_BUS = 'embedded';
    expect(await regie('topics', 'apply')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REGIE_BUS is not kafka'),
    });
    expect(await regie('topics', 'republish', 'partners')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REGIE_BUS is not kafka'),
    });
    env.REGIE_BUS = 'kafka';
  });
});
