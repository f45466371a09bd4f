import { type LocalDate, type Period, replaceWithin, startFrom } from '#kernel';

/** Who holds what over which days: the part of a mandate that others ask about. */

/** A besluit: who decided, under which reference, on which day; `link`: where it can be read. */
export type Decision = Readonly<{ body: string; reference: string; date: LocalDate; link?: string }>;
/** What a mandate is about: one theme in one neighbourhood. */
export type Slot = Readonly<{ neighbourhood: string; theme: string }>;
/**
 * One stretch of days of a mandate: the first by grant, the next ones by what changes it. `suspended`: nobody acts under it, and nobody else can
 * have its slots. `decision` is the one by which the holder came to it.
 */
export type Holding = Readonly<{
  holder: string;
  slots: readonly Slot[];
  period: Period;
  decision: Decision;
  suspended?: true;
}>;
/** What the register says of a mandate from the day `from` on, whatever it said of those days before; about the days before it nothing changes. */
export type Schedule = Readonly<{ from: LocalDate; holdings: readonly Holding[] }>;

export const sameSlot = (a: Slot, b: Slot): boolean => a.neighbourhood === b.neighbourhood && a.theme === b.theme;
/** Each body numbers its own decisions, and may begin again every year. */
export const sameDecision = (a: Decision, b: Decision): boolean =>
  a.body === b.body && a.reference === b.reference && a.date === b.date;
export const withoutSlots = (slots: readonly Slot[], gone: readonly Slot[]): readonly Slot[] =>
  slots.filter((slot) => !gone.some((each) => sameSlot(each, slot)));
/** Each slot once. */
export const withSlots = (slots: readonly Slot[], more: readonly Slot[]): readonly Slot[] => [
  ...slots,
  ...withoutSlots(more, slots),
];

/** The last holding goes on from `on` with something changed. */
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

/** The last holding lasts until `until`. */
export const lastingUntil = (holdings: readonly Holding[], until: LocalDate): readonly Holding[] =>
  holdings.map((holding, index) =>
    index === holdings.length - 1 ? { ...holding, period: { ...holding.period, until } } : holding,
  );

/** What was held by one decision is held by another; who came to it by a third one, as by a transfer, still has that. */
export const decidedAnew = (holdings: readonly Holding[], before: Decision, decision: Decision): readonly Holding[] =>
  holdings.map((holding) => (sameDecision(holding.decision, before) ? { ...holding, decision } : holding));

/** The holdings as far as they lie on or after `from`, as what the register says from then on. */
export const scheduleFrom = (holdings: readonly Holding[], from: LocalDate): Schedule => ({
  from,
  holdings: startFrom(holdings, from),
});
