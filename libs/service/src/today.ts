import type { LocalDate } from '#decider';

const brussels = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' });

/** The calendar date in Brussels at an instant: the day on which decisions, periods and due dates are counted. */
export const brusselsDate = (instant: Date): LocalDate => brussels.format(instant);

const HOUR_MS = 3_600_000;

/** The instant at which a calendar day begins in Brussels, which is one or two hours ahead of UTC. */
export const startOfDay = (day: LocalDate): Date => {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const inSummer = new Date(midnight - 2 * HOUR_MS);
  return brusselsDate(inSummer) === day ? inSummer : new Date(midnight - HOUR_MS);
};
