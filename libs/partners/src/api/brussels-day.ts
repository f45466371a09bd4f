import { brusselsDate } from '#service';

const HOUR_MS = 3_600_000;

/** The instant at which a calendar day begins in Brussels, which is one or two hours ahead of UTC. */
export const startOfDay = (date: string): Date => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const [start] = [2, 1].map((hours) => new Date(midnight - hours * HOUR_MS)).filter((instant) => brusselsDate(instant) === date);
  return start ?? new Date(midnight - HOUR_MS);
};
