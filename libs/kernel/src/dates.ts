/** A calendar date in Europe/Brussels, `YYYY-MM-DD`. Dates compare as text. */
export type LocalDate = string;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const midnight = (day: LocalDate): number => Date.parse(`${day}T00:00:00Z`);

/** Returns the date a number of days later, or earlier when `days` is negative. */
export const daysAfter = (day: LocalDate, days: number): LocalDate =>
  new Date(midnight(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Returns the number of days from `from` to `until`, without `until` itself; negative when `until` comes first. */
export const daysBetween = (from: LocalDate, until: LocalDate): number => (midnight(until) - midnight(from)) / DAY_MS;

const brussels = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' });

/** Returns the calendar date in Brussels at an instant. Decisions, periods and deadlines use these dates. */
export const brusselsDate = (instant: Date): LocalDate => brussels.format(instant);

/** Returns the instant at which a calendar day begins in Brussels, which is one or two hours ahead of UTC. */
export const startOfDay = (day: LocalDate): Date => {
  const inSummer = new Date(midnight(day) - 2 * HOUR_MS);
  return brusselsDate(inSummer) === day ? inSummer : new Date(midnight(day) - HOUR_MS);
};
