import type { LocalDate } from '#decider';

const brussels = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' });

/** The calendar date in Brussels at an instant: the day on which decisions, periods and due dates are counted. */
export const brusselsDate = (instant: Date): LocalDate => brussels.format(instant);
