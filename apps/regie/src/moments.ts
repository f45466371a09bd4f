/** Moments as the people of a city read them: in Brussels, to the minute. Whoever prints one says so. */
const brussels = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `2026-03-02 10:00` */
export const momentOf = (instant: string | number): string => brussels.format(new Date(instant));
/** `2026-03-02` */
export const dayOf = (instant: string): string => momentOf(instant).slice(0, 10);
