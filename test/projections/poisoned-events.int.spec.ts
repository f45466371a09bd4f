import { once } from 'node:events';
import type { PublicEvent } from '#contracts';
import { comparePositions, START } from '#event-store';
import {
  type Consume,
  FailedMessageHandler,
  type IncomingMessage,
  listFailedMessages,
  LOG,
  Processor,
  readsPublicEvents,
  replayFailedMessage,
} from '#messaging';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { Chance } from '../../libs/mandates/src/testing/histories.js';
import { randomHistory } from './city.js';
import {
  type Digests,
  eventsFor,
  logInPages,
  pagesOf,
  type PositionedEvent,
  READ_MODELS,
  ReadModelTables,
  type Target,
} from './read-models.js';

/** An event that fails, at many positions of the log: a processor stops before it, or sets it aside (docs/operations.md, "Read models"). */

const SEED = 9;
const { log } = randomHistory(SEED, 1_500);
const TOPIC = 'topic/0';
const quiet = { error: () => undefined, warn: () => undefined };

let postgres: TestPostgres;
let tables: ReadModelTables;
beforeAll(async () => {
  postgres = await startPostgres();
  tables = await ReadModelTables.open(await postgres.createDatabase());
}, 60_000);
afterAll(async () => {
  await tables.close();
  await postgres.stop();
});

const TYPES = 6;

/** The first event, the last one, and one of each of some types. */
const samplesOf = (positioned: readonly PositionedEvent[]): readonly PositionedEvent[] => {
  const chance = new Chance(SEED);
  const ofTypes = [...Map.groupBy(positioned, ({ event }) => event.type).values()].map((some) => chance.of(some));
  while (ofTypes.length > TYPES) ofTypes.splice(chance.whole(0, ofTypes.length - 1), 1);
  return [...new Set([positioned[0]!, ...ofTypes, positioned.at(-1)!])].toSorted((one, other) =>
    comparePositions(one.position, other.position),
  );
};

/** The `apply` of a read model with an event that fails, after its writes. */
class Poisoned {
  poison: string | undefined;
  /** the number of attempts to apply the poisoned event alone */
  alone = 0;

  constructor(private readonly target: Target) {}

  readonly apply: Target['model']['apply'] = async (events, tx) => {
    await this.target.model.apply(events, tx);
    if (!events.some(({ id }) => id === this.poison)) return;
    if (events.length === 1) this.alone++;
    throw new Error('poisoned');
  };
}

describe.each(READ_MODELS)('the read model $name, from the log,', (target) => {
  it('stops exactly before an event that fails, and loses nothing when the cause is gone', async () => {
    const positioned = await eventsFor(log, target);
    const samples = samplesOf(positioned);
    const before: Digests[] = [];
    await tables.forget(target);
    for (const { position } of samples) {
      await tables.apply(target, logInPages(log, pagesOf(1_000), Number(position) - 1));
      before.push(await tables.digests(target));
    }
    const whole = await tables.digestsAfter(target, logInPages(log, pagesOf(1_000)));

    await tables.forget(target);
    const poisoned = new Poisoned(target);
    poisoned.poison = samples[0]!.event.id;
    const store = logInPages(log, pagesOf(1_000));
    const processor = tables.processor(target, store, poisoned.apply);
    processor.start();
    for (const [nth, { position }] of samples.entries()) {
      await until(() => poisoned.alone > 0);
      expect(await tables.digests(target)).toEqual(before[nth]);
      const last =
        positioned.findLast((earlier) => comparePositions(earlier.position, position) < 0)?.position ?? START;
      expect(processor.position(LOG)).toBe(last);
      poisoned.alone = 0;
      poisoned.poison = samples[nth + 1]?.event.id;
    }
    expect(await processor.reaches(LOG, await store.head(), 30_000)).toBe(true);
    await processor.stop();
    expect(await tables.digests(target)).toEqual(whole);
  }, 120_000);
});

/** Delivers events as a partition of a topic does, which may repeat them. Pages have 50 events, and begin 5 events early. */
const topicOf =
  (events: readonly PublicEvent[]): Consume<IncomingMessage> =>
  async ({ after, handle }, signal) => {
    for (let from = Number(await after(TOPIC)); from < events.length; from += 50) {
      const upTo = Math.min(from + 50, events.length);
      await handle({
        source: TOPIC,
        events: events.slice(Math.max(0, from - 5), upTo),
        upTo: String(upTo),
        mayRepeat: true,
      });
    }
    if (!signal.aborted) await once(signal, 'abort');
  };

/** Applies events of a topic up to the end, and sets aside those that fail. Returns the handler. */
const applyTopic = async (
  target: Target,
  events: readonly PublicEvent[],
  apply: Target['model']['apply'] = target.model.apply,
): Promise<FailedMessageHandler> => {
  const db = tables.dbOf(target);
  const handler = new FailedMessageHandler({ processor: target.name, db, apply, log: quiet });
  const processor = new Processor<IncomingMessage>({
    ...{ name: target.name, db, log: quiet },
    consume: topicOf(events),
    apply: handler.apply,
  });
  processor.start();
  const there = await processor.reaches(TOPIC, String(events.length), 30_000);
  await processor.stop();
  expect([processor.problem, there]).toEqual([undefined, true]);
  return handler;
};

const POISONS = 2;

describe.each(READ_MODELS.filter(({ model }) => readsPublicEvents(model)))(
  'the read model $name, from a topic,',
  (target) => {
    const digestsAfter = async (events: readonly PublicEvent[]): Promise<Digests> => {
      await tables.forget(target);
      await applyTopic(target, events);
      return tables.digests(target);
    };

    it('sets aside an event that fails with the later events of its stream, and loses nothing when the cause is gone', async () => {
      const events = (await eventsFor(log, target)).map(({ event }) => event as PublicEvent);
      expect(await digestsAfter(events)).toEqual(await tables.digestsAfter(target, logInPages(log, pagesOf(1_000))));
      const chance = new Chance(SEED);
      const poisons = [events[0]!, ...Array.from({ length: POISONS }, () => chance.of(events)), events.at(-1)!];
      for (const { id, partitionkey } of poisons) {
        const first = events.findIndex((event) => event.id === id);
        const failing = events.filter((event, nth) => nth >= first && event.partitionkey === partitionkey);
        const others = events.filter((event) => !failing.includes(event));
        const [without, afterwards] = [await digestsAfter(others), await digestsAfter([...others, ...failing])];

        await tables.forget(target);
        const poisoned = new Poisoned(target);
        poisoned.poison = id;
        const handler = await applyTopic(target, events, poisoned.apply);
        expect(await tables.digests(target)).toEqual(without);
        const db = tables.dbOf(target);
        const failed = await listFailedMessages(db, { processor: target.name, limit: 10_000 });
        expect(failed.map(({ eventId }) => eventId)).toEqual(failing.map((event) => event.id));

        poisoned.poison = undefined;
        expect(await replayFailedMessage(db, failed[0]!.id)).toBe('replayed');
        await handler.retries.retryDue();
        expect(await listFailedMessages(db, { processor: target.name })).toEqual([]);
        expect(await tables.digests(target)).toEqual(afterwards);
      }
    }, 120_000);
  },
);
