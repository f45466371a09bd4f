/** Formats moments in Brussels time, to the minute. Every output with such a moment must mention the time zone. */
const brussels = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Formats a moment as `2026-03-02 10:00`. */
export const formatMoment = (instant: string | number): string => brussels.format(new Date(instant));
/** Formats the day of a moment as `2026-03-02`. */
export const formatDay = (instant: string): string => formatMoment(instant).slice(0, 10);
