import { brusselsDate, daysAfter, type LocalDate } from '#kernel';
/** The current day in Brussels. */
export const today: LocalDate = brusselsDate(new Date());

export const daysFromNow = (days: number): LocalDate => daysAfter(today, days);
