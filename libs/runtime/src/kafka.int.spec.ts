import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { TokenVerifier } from '#access';
import { mandateEnded, type PublicEvent, TOPICS, toPublicEvent } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { positionToken } from '#http';
import { applyTopics, KafkaProducer, projection, publicEvents } from '#messaging';
import { migrated } from '#testing/database-roles';
import { administer, describeWithKafka, startKafka, type TestKafka } from '#testing/kafka';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { kafkaClientOf, topicSettingsOf } from './bus.js';
import { type ContextDefinition, ContextModule, createService, loadSettings, type Settings } from './index.js';

class Notes1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE note (text text NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE note');
  }
}

@Entity('note')
class NoteRow {
  @PrimaryColumn('text') text: string;
}

/** A projection that cannot apply the subject `poison`. */
const notes = projection({
  name: 'cases.notes',
  from: publicEvents(TOPICS.mandates),
  entities: [NoteRow],
  fold: ({ subject }, tables) => {
    if (subject === 'poison') throw new Error('this cannot be applied');
    tables(NoteRow).insert({ text: subject });
  },
});

const context: ContextDefinition = {
  name: 'cases',
  migrations: [Notes1767222000100],
  projections: [notes],
  publishes: () => undefined,
};

@Module({ imports: [ContextModule.of(context)] })
class NotesModule {}

const quiet = { error: () => undefined, warn: () => undefined };
let revision = 0;
/** Creates a public event of another service, with the position token of its write. */
const published = (subject: string, stream = 'mandates-44021'): { event: PublicEvent; token: string } => {
  const origin = { id: randomUUID(), stream, revision: revision++, recordedAt: new Date().toISOString(), metadata: {} };
  const event = toPublicEvent(mandateEnded, origin, '44021', { ...mandateEnded.sample, mandateId: subject });
  return { event, token: positionToken({ context: 'mandates', position: '1', stream, revision: origin.revision }) };
};

await describeWithKafka('a service over Kafka', () => {
  let postgres: TestPostgres;
  let kafka: TestKafka;
  let settings: Settings;
  let app: INestApplication;
  let producer: KafkaProducer;
  let url: string;

  beforeAll(async () => {
    [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
    settings = loadSettings({
      REGIE_POSTGRES_URL: (await migrated(await postgres.createDatabase(), [context])).runtimeUrl,
      REGIE_LOG_LEVEL: process.env.REGIE_TEST_LOG_LEVEL ?? 'silent',
      REGIE_BUS: 'kafka',
      REGIE_KAFKA_BROKERS: kafka.brokers.join(','),
      REGIE_KAFKA_PREFIX: kafka.prefix,
      REGIE_KAFKA_PARTITIONS: '2',
      REGIE_KAFKA_REPLICAS: '1',
    });
    const client = await kafkaClientOf(settings, 'spec', quiet);
    await applyTopics(client, topicSettingsOf(settings));
    producer = new KafkaProducer(client);
    const verifier = new TokenVerifier({ issuer: 'https://issuer.test', audience: 'x', jwks: { keys: [] } });
    app = await createService({
      title: 'Notes',
      settings,
      store: new MemoryEventStore(),
      verifier,
      contexts: [{ module: NotesModule, definition: context, problems: {} }],
    });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  }, 600_000);
  afterAll(async () => {
    await app.close();
    await producer.close();
    await Promise.all([postgres.stop(), kafka.stop()]);
  });

  const ready = async () => {
    const response = await fetch(`${url}/health/ready`);
    return { ...((await response.json()) as { details: { bus: Record<string, unknown> } }), status: response.status };
  };
  const metric = async (series: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const values = text
      .split('\n')
      .filter((line) => line.startsWith(series))
      .map((line) => Number(line.split(' ').at(-1)));
    return values.reduce((sum, value) => sum + value, 0);
  };
  /** Requests a route after a position. Any route will do, because the wait precedes it. */
  const after = async (token: string) => {
    const response = await fetch(`${url}/health/live`, { headers: { 'regie-after': token } });
    return { status: response.status, body: await response.json() };
  };

  it('delays a request until the write of another service is visible', async () => {
    const { event, token } = published('m-1');
    const waiting = after(token);
    await producer.publish([event]);
    expect((await waiting).status).toBe(200);
  });

  it('is ready, and shows its position in each partition', async () => {
    expect(await ready()).toMatchObject({ status: 200, details: { bus: { status: 'up' } } });
    await until(
      async () => (await metric('regie_follower_position{follower="cases.notes",source="regie.mandates.v1/')) === 1,
    );
    expect(await metric('regie_follower_lag{follower="cases.notes"')).toBe(0);
    expect(await metric('regie_processor_lag{processor="cases.notes"')).toBe(0);
    expect(await metric('regie_publisher_unpublished{context="cases"}')).toBe(0);
    expect([await metric('regie_bus_up'), await metric('regie_bus_problems')]).toEqual([1, 0]);
  });

  it('refuses to wait for an event that it could not apply, with the name of the reader, but has the ones before it', async () => {
    const [before, poison] = [published('m-2'), published('poison')];
    await producer.publish([before.event, poison.event]);
    expect((await after(before.token)).status).toBe(200);
    expect(await after(poison.token)).toMatchObject({
      status: 503,
      body: { code: 'read-model.behind', behind: ['cases.notes'] },
    });
    await until(async () => (await metric('regie_failed_messages{processor="cases.notes",state="retrying"}')) === 1);
  });

  it('stays ready with a dead-lettered message, and reports it', async () => {
    await producer.publish([{ ...published('x', 'mandates-11002').event, sequence: '-1' }]);
    await until(async () => 'problems' in (await ready()).details.bus);
    expect(await ready()).toMatchObject({
      status: 200,
      details: { bus: { status: 'up', problems: [expect.stringContaining('cases.notes has 1 dead letters')] } },
    });
    expect(await metric('regie_failed_messages{processor="cases.notes",state="dead-lettered"}')).toBe(1);
    expect(await metric('regie_dead_letters{follower="cases.notes",state="dead"}')).toBe(1);
    expect(await metric('regie_bus_problems{context="cases"}')).toBe(1);
  });

  it('stays ready while a topic is missing, and names it among the problems', async () => {
    const client = await kafkaClientOf(settings, 'spec', quiet);
    await administer(kafka.brokers, (admin) => admin.deleteTopics({ topics: [client.topicName(TOPICS.mandates)] }));
    const missing = /regie\.mandates\.v1 does not exist; make it with: npx regie topics apply/;
    await until(async () => missing.test(String((await ready()).details.bus['problems'])));
    expect(await ready()).toMatchObject({ status: 200, details: { bus: { status: 'up' } } });
    await until(async () => missing.test(String((await ready()).details.bus['alarms'])));
  });
});
