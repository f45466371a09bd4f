import { type LocalDate, type Period, replaceWithin, startFrom } from '#kernel';

/** Decisions, slots and holdings: the part of a mandate that other contexts read. */

/** A decision (besluit): the body, the reference and the date. `link`: the address of the text of the decision. */
export type Decision = Readonly<{ body: string; reference: string; date: LocalDate; link?: string }>;
/** The subject of a mandate: one theme in one neighbourhood. */
export type Slot = Readonly<{ neighbourhood: string; theme: string }>;
/**
 * One stretch of days of a mandate: a grant starts the first, each change the next. `suspended`: nobody acts under it, and nobody else can have its
 * slots. `decision` is the decision that made the holder its holder.
 */
export type Holding = Readonly<{
  holder: string;
  slots: readonly Slot[];
  period: Period;
  decision: Decision;
  suspended?: true;
}>;
/** The holdings of a mandate from the day `from` on. They replace earlier statements about those days; the days before stay unchanged. */
export type Schedule = Readonly<{ from: LocalDate; holdings: readonly Holding[] }>;

export const sameSlot = (a: Slot, b: Slot): boolean => a.neighbourhood === b.neighbourhood && a.theme === b.theme;
/** Compares decisions by body, reference and date: each body has its own numbers, and may begin again every year. */
export const sameDecision = (a: Decision, b: Decision): boolean =>
  a.body === b.body && a.reference === b.reference && a.date === b.date;
export const withoutSlots = (slots: readonly Slot[], gone: readonly Slot[]): readonly Slot[] =>
  slots.filter((slot) => !gone.some((each) => sameSlot(each, slot)));
/** Returns each slot once. */
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

/** Replaces one decision of the holdings by another. A holding by a third decision, as after a transfer, keeps that decision. */
export const decidedAnew = (holdings: readonly Holding[], before: Decision, decision: Decision): readonly Holding[] =>
  holdings.map((holding) => (sameDecision(holding.decision, before) ? { ...holding, decision } : holding));

/** Returns the schedule from `from` on: the holdings, cut to the days on or after `from`. */
export const scheduleFrom = (holdings: readonly Holding[], from: LocalDate): Schedule => ({
  from,
  holdings: startFrom(holdings, from),
});
