import { TOPICS } from '#contracts';
import type { KafkaClient } from './client.js';
import { examineTopics, TopicExaminer } from './examine-topics.js';
import type { LibraryAdmin } from './library.js';
import { TOPIC_SETTINGS, type TopicSettings } from './topics.js';

const SUITABLE: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'unclean.leader.election.enable': 'false',
  'min.insync.replicas': '2',
  'max.message.bytes': '2097152',
};

/** An admin client of topics with the settings `others`; it counts the requests for their settings. */
const administrator = (others: Readonly<Record<string, string>> = {}, copies = 3) => {
  const asked = { times: 0 };
  const replicas = Array.from({ length: copies }, (_, n) => n);
  const entries = Object.entries({ ...SUITABLE, ...others }).map(([name, value]) => ({ name, value, chosen: true }));
  const admin = {
    settings: (topics: readonly string[]) => {
      asked.times++;
      return Promise.resolve(new Map(topics.map((name) => [name, entries])));
    },
    describeTopics: (topics: readonly string[]) =>
      Promise.resolve(topics.map((name) => ({ name, partitions: [{ replicas }] }))),
  } as unknown as LibraryAdmin;
  return { admin, asked };
};

const problems = async (
  others: Readonly<Record<string, string>>,
  copies?: number,
  settings: Partial<TopicSettings> = {},
): Promise<readonly string[]> =>
  (await examineTopics(administrator(others, copies).admin, ['t'], { ...TOPIC_SETTINGS, ...settings })).get('t')!;

describe('a topic that others made', () => {
  it('is suitable with the settings of the hub', async () => {
    expect(await problems({})).toEqual([]);
  });

  it.each([
    ['cleanup.policy', 'compact'],
    ['cleanup.policy', 'compact,delete'],
    ['retention.ms', '604800000'],
    ['retention.bytes', '1073741824'],
    ['unclean.leader.election.enable', 'true'],
    ['min.insync.replicas', '1'],
    ['min.insync.replicas', '3'],
    ['min.insync.replicas', '4'],
    ['max.message.bytes', '1048588'],
  ])('is a problem with its remedy when %s is %s', async (name, value) => {
    expect(await problems({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^t: .*${name} is ${value}.*; correct it with: npx regie topics apply`)),
    ]);
  });

  it('has all of its problems named at once', async () => {
    const wrong = {
      'cleanup.policy': 'compact',
      'retention.ms': '1',
      'retention.bytes': '1',
      'unclean.leader.election.enable': 'true',
      'min.insync.replicas': '2',
      'max.message.bytes': '1',
    };
    expect(await problems(wrong, 1)).toHaveLength(7);
  });

  it('may keep events longer than the settings say, and not shorter', async () => {
    expect(await problems({ 'retention.ms': '2000' }, 3, { retentionMs: 1_000 })).toEqual([]);
    expect(await problems({ 'retention.ms': '-1' }, 3, { retentionMs: 1_000 })).toEqual([]);
    expect(await problems({ 'retention.ms': '999' }, 3, { retentionMs: 1_000 })).toHaveLength(1);
  });

  it('needs as many copies as the settings say', async () => {
    expect(await problems({ 'min.insync.replicas': '1' }, 1)).toEqual([
      expect.stringMatching(/^t: there is only 1 copy of each event, not 3: .*REGIE_KAFKA_REPLICAS/),
    ]);
    expect(await problems({ 'min.insync.replicas': '1' }, 1, { replicas: 1 })).toEqual([]);
  });

  it('whose settings may not be read is a problem, and brokers that fail are an error', async () => {
    const { admin } = administrator();
    const failing = (error: Error): LibraryAdmin => ({ ...admin, settings: () => Promise.reject(error) });
    const refused = failing(Object.assign(new Error('no'), { type: 'TOPIC_AUTHORIZATION_FAILED' }));
    expect((await examineTopics(refused, ['t'], TOPIC_SETTINGS)).get('t')).toEqual([
      expect.stringContaining('allow the user of REGIE_KAFKA_USERNAME'),
    ]);
    await expect(examineTopics(failing(new Error('away')), ['t'], TOPIC_SETTINGS)).rejects.toThrow('away');
  });
});

describe('the examiner of a process', () => {
  it('reads the settings once a minute, and logs a problem once', async () => {
    const logged: string[] = [];
    const client = {
      topicName: (topic: string) => topic,
      log: { error: (_: object, message: string) => void logged.push(message), warn: () => undefined },
    } as unknown as KafkaClient;
    const { jest } = import.meta;
    jest.useFakeTimers();
    const { admin, asked } = administrator({ 'cleanup.policy': 'compact' });
    const examiner = new TopicExaminer(client, TOPIC_SETTINGS);
    for (let look = 0; look < 12; look++) {
      expect(await examiner.examine(admin, [TOPICS.cases])).toHaveLength(1);
      jest.advanceTimersByTime(5_000);
    }
    expect(asked.times).toBe(1);
    await examiner.examine(admin, [TOPICS.cases]);
    expect(asked.times).toBe(2);
    expect(logged).toHaveLength(1);
    jest.useRealTimers();
  });
});
