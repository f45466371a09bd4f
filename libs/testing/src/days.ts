import { brusselsDate, daysAfter, type LocalDate } from '#kernel';
/** The day on which the specs run. */
export const today: LocalDate = brusselsDate(new Date());

export const daysFromNow = (days: number): LocalDate => daysAfter(today, days);
