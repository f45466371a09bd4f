import type { DataSource, EntityManager } from 'typeorm';
import type { StoredEvent } from '#event-store';
import type { LocalDate } from '#kernel';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Slot } from '../domain/schedule.js';
import { type HolderFound, HolderOfSlot, HolderOfSlotHandler, holders } from '../queries/holders.js';
import { Chance, dayAfter, DAYS, FIRST_DAY, NEIGHBOURHOODS, someHistory, THEMES } from './histories.js';
import { type Answer, type KnownAt, type RecordedFact, referenceModel } from './reference-model.js';

/** Runs histories through the real projection into a real database, and compares its responses with the reference model. */

export type Comparison = Readonly<{
  db: DataSource;
  seed: number;
  /** the number of the first history; 0 by default */
  first?: number;
  histories: number;
  /** the number of queries for each history */
  questions: number;
  commands: number;
  onProgress?: (histories: number, counted: Counted) => void;
}>;
/** Counts of the content of the histories, because a check of empty histories would prove nothing. */
export type Counted = {
  facts: number;
  questions: number;
  held: number;
  suspended: number;
  past: number;
  kinds: Map<string, number>;
  refused: Map<string, number>;
};

export const compareWithModel = async ({
  db,
  seed,
  first = 0,
  histories,
  questions,
  commands,
  onProgress,
}: Comparison): Promise<Readonly<{ counted: Counted; problems: readonly string[] }>> => {
  const counted: Counted = {
    facts: 0,
    questions: 0,
    held: 0,
    suspended: 0,
    past: 0,
    kinds: new Map(),
    refused: new Map(),
  };
  const problems: string[] = [];
  const handler = new HolderOfSlotHandler(db);
  for (let nth = first; nth < first + histories && problems.length < 10; nth++) {
    // The seed and the number of a history are enough to run that history alone.
    const chance = new Chance(seed * 1_000_003 + nth);
    const { facts, slots, refused } = someHistory(chance, commands);
    const city = `h${nth}`;
    const wrong = (problem: string): void => void problems.push(`seed ${seed}, history ${nth}: ${problem}`);
    await db
      .transaction((tx) => applyFacts(tx, city, facts))
      .catch((error: unknown) => wrong(`the projection fails: ${String(error)}`));
    counted.facts += facts.length;
    for (const { event } of facts) counted.kinds.set(event.type, (counted.kinds.get(event.type) ?? 0) + 1);
    for (const type of refused) counted.refused.set(type, (counted.refused.get(type) ?? 0) + 1);
    for (let n = 0; n < questions; n++) {
      const { slot, on, knownAt } = someQuestion(chance, facts, slots);
      const asked = typeof knownAt === 'number' ? new Date(knownAt).toISOString() : knownAt;
      const found = await handler.execute(new HolderOfSlot(city, slot, on, asked));
      const expected = referenceModel(facts, slot, on, knownAt);
      counted.questions++;
      if (expected) counted[expected.suspended ? 'suspended' : 'held']++;
      if (expected && !same(expected, referenceModel(facts, slot, on, Infinity))) counted.past++;
      const question = `${slot.neighbourhood}/${slot.theme} on ${on} as known at ${asked}`;
      if (!same(answerOf(found), expected))
        wrong(`${question}: ${JSON.stringify(answerOf(found))}, but the facts say ${JSON.stringify(expected)}`);
      else if (found && n % 4 === 0 && !bounded(facts, slot, found, knownAt))
        wrong(`${question}: from ${found.from} until ${found.until} is not the whole stretch`);
    }
    await db.query('DELETE FROM holding WHERE city = $1', [city]);
    onProgress?.(nth + 1 - first, counted);
  }
  return { counted, problems };
};

/**
 * Applies the facts as a processor applies a page, in the order of recording. `first`: the revision of the first fact.
 */
export const applyFacts = (
  tx: EntityManager,
  city: string,
  facts: readonly RecordedFact[],
  first = 0,
): Promise<void> => {
  const stored = facts.map(({ event, at }, index) => {
    const revision = first + index;
    const envelope = {
      id: `${city}/e${revision}`,
      stream: `mandates-${city}`,
      revision,
      position: String(revision + 1),
      recordedAt: new Date(at).toISOString(),
      metadata: {},
    };
    return { ...event, ...envelope } as unknown as StoredEvent<RegisterEvent>;
  });
  return holders.apply(stored, tx);
};

/**
 * Makes a random query. Most queries are about slots, days and moments of the facts: equal to them, just before or just
 * after.
 */
export const someQuestion = (
  chance: Chance,
  facts: readonly RecordedFact[],
  slots: readonly Slot[],
): Readonly<{ slot: Slot; on: LocalDate; knownAt: KnownAt }> => {
  const fact = chance.of(facts);
  const days = [...JSON.stringify(fact.event).matchAll(/"(?:from|until|on)":"(\d{4}-\d\d-\d\d)"/g)].map(
    ([, day]) => day!,
  );
  const near = days.length > 0 && chance.next() < 0.6;
  const on = near
    ? dayAfter(chance.of(days), chance.whole(-1, 1))
    : dayAfter(new Date(FIRST_DAY).toISOString().slice(0, 10), chance.whole(-100, DAYS + 400));
  const slot =
    chance.next() < 0.95 ? chance.of(slots) : { neighbourhood: chance.of(NEIGHBOURHOODS), theme: chance.of(THEMES) };
  const moment = chance.of(facts);
  const knownAt = chance.of<KnownAt>([
    moment.at,
    moment.at - 1,
    moment.at + 1,
    moment.day,
    FIRST_DAY + chance.whole(0, DAYS) * 86_400_000,
    Date.UTC(2040, 0, 1),
  ]);
  return { slot, on, knownAt };
};

const answerOf = (found: HolderFound | undefined): Answer =>
  found && {
    mandateId: found.mandateId,
    holder: found.holder,
    suspended: found.suspended,
    reference: found.decision.reference,
  };

const same = (a: Answer, b: Answer): boolean =>
  a?.mandateId === b?.mandateId &&
  a?.holder === b?.holder &&
  a?.suspended === b?.suspended &&
  a?.reference === b?.reference;

/**
 * Returns whether the stretch is complete. The model must give the same result on its first and last day, and another
 * result on the days just outside.
 */
const bounded = (facts: readonly RecordedFact[], slot: Slot, found: HolderFound, knownAt: KnownAt): boolean => {
  const answer = answerOf(found);
  const at = (day: LocalDate): boolean => same(referenceModel(facts, slot, day, knownAt), answer);
  return (
    at(found.from) &&
    !at(dayAfter(found.from, -1)) &&
    (found.until === null || (at(dayAfter(found.until, -1)) && !at(found.until)))
  );
};
