import { Kafka, logLevel } from 'kafkajs';
import { describeWithKafka, startKafka } from '#testing/kafka';

await describeWithKafka('the Kafka of a test run', () => {
  it('answers, creates no topic by itself, and deletes the topics of a spec when it stops', async () => {
    const { brokers, prefix, stop } = await startKafka();
    const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: `${prefix}made` }] });
    expect((await admin.listTopics()).filter((topic) => topic.startsWith(prefix))).toEqual([`${prefix}made`]);
    await stop();
    expect((await admin.listTopics()).filter((topic) => topic.startsWith(prefix))).toEqual([]);
    await admin.disconnect();
  }, 120_000);
});
