import { ConfigResourceTypes } from 'kafkajs';
import { describeWithKafka } from '#testing/kafka';
import { examineTopics, KAFKA_CLIENTS, type KafkaClientName, TOPIC_SETTINGS, withAdmin } from '../index.js';
import { KafkaFixture } from '../testing/kafka-fixture.js';

const suite = (library: KafkaClientName): void => {
  let fixture: KafkaFixture;
  beforeAll(async () => {
    fixture = await KafkaFixture.open(library);
  }, 600_000);
  afterAll(() => fixture.close());

  const outcomes = async (...settings: Parameters<KafkaFixture['applyTopics']>): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await fixture.applyTopics(...settings)).map(({ topic, outcome }) => [
        topic.slice(fixture.prefix.length),
        outcome,
      ]),
    );
  const config = async (topic: string): Promise<Record<string, string>> => {
    const admin = fixture.bare().admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: fixture.prefix + topic }],
    });
    await admin.disconnect();
    return Object.fromEntries(
      resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
  };

  it('creates a topic of events and one of dead-lettered messages for each context, once', async () => {
    const contexts = ['mandates', 'cases', 'partners', 'teams'];
    const all = [
      ...contexts.map((context) => `regie.${context}.v1`),
      ...contexts.map((context) => `regie.${context}.dead-letters.v1`),
    ];
    expect(await outcomes()).toEqual(Object.fromEntries(all.map((topic) => [topic, 'created'])));
    expect(await outcomes()).toEqual(Object.fromEntries(all.map((topic) => [topic, 'unchanged'])));
    expect(await config('regie.mandates.v1')).toMatchObject({
      'retention.ms': '-1',
      'cleanup.policy': 'delete',
      'max.message.bytes': '2097152',
    });
    expect(await config('regie.mandates.dead-letters.v1')).toMatchObject({ 'retention.ms': '3600000' });
  });

  it('changes the retention of an existing topic, and keeps its other settings', async () => {
    const admin = fixture.bare().admin();
    await admin.connect();
    const name = `${fixture.prefix}regie.cases.v1`;
    const configEntries = Object.entries({ ...(await chosen('regie.cases.v1')), 'segment.ms': '86400000' }).map(
      ([key, value]) => ({ name: key, value }),
    );
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }],
    });
    await admin.disconnect();
    expect(await outcomes({ retentionMs: 86_400_000 })).toMatchObject({
      'regie.cases.v1': 'changed',
      'regie.cases.dead-letters.v1': 'unchanged',
    });
    expect(await config('regie.cases.v1')).toMatchObject({
      'retention.ms': '86400000',
      'segment.ms': '86400000',
      'retention.bytes': '-1',
    });
    expect(await outcomes({ retentionMs: 86_400_000 })).toMatchObject({ 'regie.cases.v1': 'unchanged' });
  });

  it('corrects every wrong setting of a topic that others made, each of which is found before and none after', async () => {
    await fixture.applyTopics();
    const wrong = {
      'cleanup.policy': 'compact',
      'retention.ms': '3600000',
      'retention.bytes': '1048576',
      'unclean.leader.election.enable': 'true',
      'min.insync.replicas': '2',
      'max.message.bytes': '1048588',
    };
    const name = `${fixture.prefix}regie.teams.v1`;
    const settings = { ...TOPIC_SETTINGS, replicas: 1 };
    const examine = async (): Promise<readonly string[]> =>
      (await withAdmin(fixture.client, (admin) => examineTopics(admin, [name], settings))).get(name)!;
    await withAdmin(fixture.client, (admin) => admin.changeSettings(name, wrong));
    const found = await examine();
    expect(found).toHaveLength(Object.keys(wrong).length);
    for (const [key, value] of Object.entries(wrong))
      expect(found).toContainEqual(expect.stringContaining(`${name}: ${key} is ${value}`));
    // The settings ask for three copies, as in production: the only copy of this topic must not wait for a second.
    expect(await outcomes({ replicas: 3 })).toMatchObject({ 'regie.teams.v1': 'changed' });
    expect(await config('regie.teams.v1')).toMatchObject({ 'min.insync.replicas': '1' });
    expect(await examine()).toEqual([]);
  });

  it('leaves a topic with another number of partitions unchanged, and reports the reason', async () => {
    const before = await config('regie.cases.v1');
    const [applied] = await fixture.applyTopics({ partitions: 8, retentionMs: 3_600_000 });
    expect(await config('regie.cases.v1')).toEqual(before);
    expect(applied).toMatchObject({
      outcome: 'refused',
      detail: expect.stringContaining('it has 4 partitions, not 8'),
    });
    const admin = fixture.bare().admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [applied!.topic] });
    await admin.disconnect();
    expect(topics[0]!.partitions).toHaveLength(4);
  });

  const chosen = async (topic: string): Promise<Record<string, string>> => {
    const all = await config(topic);
    return Object.fromEntries(
      ['cleanup.policy', 'retention.ms', 'retention.bytes', 'max.message.bytes', 'min.insync.replicas'].map((name) => [
        name,
        all[name]!,
      ]),
    );
  };
};

for (const library of KAFKA_CLIENTS)
  await describeWithKafka(`applying the topics, through ${library}`, () => suite(library));
