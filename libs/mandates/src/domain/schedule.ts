import { type LocalDate, type Period, replaceWithin, startFrom } from '#kernel';

/** Decisions, slots and holdings: the part of a mandate that other contexts read. */

/** A decision (besluit): the body, the reference and the date. `link`: the address of the text of the decision. */
export type Decision = Readonly<{ body: string; reference: string; date: LocalDate; link?: string }>;
/** The subject of a mandate: one theme in one neighbourhood. */
export type Slot = Readonly<{ neighbourhood: string; theme: string }>;
/**
 * A stretch of days on which one agency holds a mandate. The grant starts the first holding, and each change starts the
 * next. `suspended`: nobody acts under the mandate, and its slots stay taken. `decision`: the decision that made the
 * agency the holder.
 */
export type Holding = Readonly<{
  holder: string;
  slots: readonly Slot[];
  period: Period;
  decision: Decision;
  suspended?: true;
}>;
/**
 * The holdings of a mandate from the day `from` on. They replace the earlier holdings of those days; the days before
 * `from` stay unchanged.
 */
export type Schedule = Readonly<{ from: LocalDate; holdings: readonly Holding[] }>;

export const sameSlot = (a: Slot, b: Slot): boolean => a.neighbourhood === b.neighbourhood && a.theme === b.theme;
/** Compares decisions by body, reference and date: each body numbers its own decisions, and may restart every year. */
export const sameDecision = (a: Decision, b: Decision): boolean =>
  a.body === b.body && a.reference === b.reference && a.date === b.date;
export const withoutSlots = (slots: readonly Slot[], gone: readonly Slot[]): readonly Slot[] =>
  slots.filter((slot) => !gone.some((each) => sameSlot(each, slot)));
/** Joins two lists of slots, without duplicates. */
export const withSlots = (slots: readonly Slot[], more: readonly Slot[]): readonly Slot[] => [
  ...slots,
  ...withoutSlots(more, slots),
];

/** Splits the last holding at `on` and changes the part from that day on. */
export const goingOn = (
  holdings: readonly Holding[],
  on: LocalDate,
  change: Partial<Pick<Holding, 'holder' | 'slots' | 'decision'>> & { suspended?: boolean },
): readonly Holding[] => {
  const last = holdings.at(-1);
  if (!last) return holdings;
  const { suspended = last.suspended ?? false, ...other } = change;
  const { suspended: _, ...before } = last;
  const next = { ...before, ...other, ...(suspended && { suspended: true as const }) };
  return replaceWithin(holdings, { from: on }, [{ ...next, period: { ...last.period, from: on } }]);
};

/** Extends the last holding until `until`. */
export const lastingUntil = (holdings: readonly Holding[], until: LocalDate): readonly Holding[] =>
  holdings.map((holding, index) =>
    index === holdings.length - 1 ? { ...holding, period: { ...holding.period, until } } : holding,
  );

/**
 * Replaces the decision `before` in the holdings. A holding under another decision, as after a transfer, keeps that
 * decision.
 */
export const decidedAnew = (holdings: readonly Holding[], before: Decision, decision: Decision): readonly Holding[] =>
  holdings.map((holding) => (sameDecision(holding.decision, before) ? { ...holding, decision } : holding));

/** Returns the schedule from `from` on: the holdings, cut to the days on or after `from`. */
export const scheduleFrom = (holdings: readonly Holding[], from: LocalDate): Schedule => ({
  from,
  holdings: startFrom(holdings, from),
});
