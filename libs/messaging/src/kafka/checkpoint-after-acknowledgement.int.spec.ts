import { mandateEnded, type PublicEvent, TOPICS, toPublicEvent } from '#contracts';
import { until } from '#testing/until';
import { kafkaPublisher, LOG, type ProcessorHandle, publishAgain, type Publishes } from '../index.js';
import { dataSource, type NoteFixture, openNoteFixture } from '../testing/note-projection.js';

const publishes: Publishes = (event) =>
  event.type === 'Noted'
    ? toPublicEvent(mandateEnded, event, '44021', {
        ...mandateEnded.sample,
        mandateId: (event.data as { text: string }).text,
      })
    : undefined;

/** A producer that records what it publishes and acknowledges, so that the publisher needs no broker. */
class Topic {
  readonly sent: string[] = [];
  readonly acknowledged = new Map<string, string>();
  /** the ends of the partitions after the next publication */
  ends: Readonly<Record<number, number>> = {};
  batches = 0;
  readonly partitions = (): undefined => undefined;
  readonly keepTo = (): void => undefined;
  onPublish: () => Promise<void> = () => Promise.resolve();

  async publish(batch: readonly PublicEvent[]): Promise<void> {
    await this.onPublish();
    this.batches++;
    this.sent.push(...batch.map(({ subject }) => subject));
    for (const [partition, end] of Object.entries(this.ends))
      this.acknowledged.set(`${TOPICS.mandates}/${partition}`, String(end));
  }

  forget(topic: string): void {
    for (const source of this.acknowledged.keys()) if (source.startsWith(topic)) this.acknowledged.delete(source);
  }
}

let fixture: NoteFixture;
let topic: Topic;
const running: ProcessorHandle[] = [];
const start = (): ProcessorHandle => {
  const processor = kafkaPublisher(fixture.store, 'mandates', publishes, topic, fixture.db, { error: () => undefined });
  running.push(processor);
  processor.start();
  return processor;
};

beforeEach(async () => {
  fixture = await openNoteFixture();
  topic = new Topic();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((processor) => processor.stop()));
  await fixture.close();
});

it('the publisher publishes the events of its context in order, and none of other contexts', async () => {
  await fixture.write('a', 'b');
  await fixture.writeElsewhere();
  const head = await fixture.write('c');
  expect(await start().reaches(LOG, head, 5_000)).toBe(true);
  expect(topic.sent).toEqual(['a', 'b', 'c']);
});

it('the publisher stores its checkpoint after the acknowledgement, and publishes again what the bus refused', async () => {
  const head = await fixture.write('a', 'b');
  let refusals = 3;
  topic.onPublish = async () => {
    expect(await fixture.checkpoint('mandates.publisher')).toBeUndefined();
    if (refusals-- > 0) throw new Error('no leader for this partition');
  };
  const processor = start();
  await until(() => processor.problem?.message === 'no leader for this partition');
  expect(await processor.reaches(LOG, head, 5_000)).toBe(true);
  expect(topic.sent).toEqual(['a', 'b']);
  expect(await fixture.checkpoint('mandates.publisher')).toBe(head);
});

it('the publisher publishes again after a lost connection between the acknowledgement and its checkpoint', async () => {
  const head = await fixture.write('a');
  topic.onPublish = async () => {
    if (topic.batches > 0) return;
    const others = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    const admin = await dataSource(fixture.url);
    await admin.query(others);
    await admin.destroy();
  };
  expect(await start().reaches(LOG, head, 10_000)).toBe(true);
  expect(topic.sent).toEqual(['a', 'a']);
});

it('the publisher continues after its checkpoint when it is restarted', async () => {
  await start().reaches(LOG, await fixture.write('a'), 5_000);
  await running.pop()!.stop();
  expect(await start().reaches(LOG, await fixture.write('b'), 5_000)).toBe(true);
  expect(topic.sent).toEqual(['a', 'b']);
});

describe('the recorded end of a topic', () => {
  const furthest = async (): Promise<Record<string, string>> => {
    const rows = await fixture.db.query<{ source: string; position: string }[]>(
      "SELECT source, position FROM checkpoints WHERE processor = 'mandates.publisher' AND source <> 'log'",
    );
    return Object.fromEntries(
      rows.map(({ source, position }) => [source.replace(`${TOPICS.mandates}/`, ''), position]),
    );
  };
  /** Starts a publisher, publishes one event and stops it. */
  const publish = async (ends: Topic['ends']): Promise<void> => {
    topic = new Topic();
    topic.ends = ends;
    expect(await start().reaches(LOG, await fixture.write('a'), 5_000)).toBe(true);
    await running.pop()!.stop();
  };

  it('is kept when the topic is recreated and a new process publishes the next event', async () => {
    await publish({ 0: 5_000, 1: 999 });
    await publish({ 0: 1, 1: 1_000 });
    expect(await furthest()).toEqual({ 0: '5000', 1: '1000' });
  });

  it('is removed when everything is published again, also by the running process', async () => {
    topic.ends = { 0: 5_000, 1: 7 };
    expect(await start().reaches(LOG, await fixture.write('a'), 5_000)).toBe(true);
    topic.ends = { 0: 1 };
    await publishAgain(fixture.db, 'mandates');
    await until(async () => (await furthest())[0] === '1');
    expect(await furthest()).toEqual({ 0: '1' });
  });
});

it('the publisher sends no empty batch for private events', async () => {
  await fixture.store.append('mandates-44021', 'any', [{ type: 'Private', data: {} }], { commandId: 'p' });
  const head = await fixture.store.head();
  expect(await start().reaches(LOG, head, 5_000)).toBe(true);
  expect(topic.batches).toBe(0);
  expect(await fixture.checkpoint('mandates.publisher')).toBe(head);
});
