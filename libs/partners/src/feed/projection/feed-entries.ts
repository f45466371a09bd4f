import { hash } from 'node:crypto';
import type { FeedEvent, Slot } from '../domain/audience.js';
import { BEGINNING, type FeedPosition } from '../queries/feed-cursor.js';

/**
 * Values of feed entries. A page of the log can become a few thousand entries, so values that are equal for all
 * agencies are computed once per event.
 */

/**
 * An event as all feeds share it. `number`: its number among the events of the city. `mark`: the 64-bit hash of its id,
 * XORed into the digest of each feed that gets the event.
 */
export type Numbered = Readonly<{ number: number; mark: bigint; at: string }>;
export type NumberedEvent = Numbered &
  Readonly<{ event: FeedEvent; forCity: boolean; caseId: string | null; slots: readonly Slot[] | null }>;
/**
 * The last position of a feed. `number` and `at`: the event number of the last entry, and the latest recording time in
 * the feed.
 */
export type Tip = FeedPosition & Readonly<{ at: string; number: number }>;
export type Entry = Tip & Readonly<{ agency: string; caseId: string | null }>;

/** The end of a feed without entries. */
export const NO_ENTRY: Tip = { ...BEGINNING, at: '', number: 0 };

export const numbered = (number: number, { id, time }: Pick<FeedEvent, 'id' | 'time'>): Numbered => ({
  number,
  mark: BigInt.asIntN(64, BigInt(`0x${hash('sha256', id).slice(0, 16)}`)),
  at: new Date(time).toISOString(),
});

/** Returns the end of a feed after one more event. */
export const extend = (tip: Tip, { number, mark, at }: Numbered): Tip => ({
  sequence: tip.sequence + 1,
  digest: tip.digest ^ mark,
  at: at > tip.at ? at : tip.at,
  number,
});
