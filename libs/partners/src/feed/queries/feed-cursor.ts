import { DomainError } from '#kernel';

/** The city and the agency of a feed. */
export type FeedOf = Readonly<{ city: string; agency: string }>;

/**
 * A position in a feed: after the entry with this sequence. `digest` is a hash of the set of events up to here: the XOR
 * of 64 bits of the SHA-256 of each event id. Equal positions have the same events before them, in any order.
 */
export type FeedPosition = Readonly<{ sequence: number; digest: bigint }>;

/** The position before the first entry. */
export const BEGINNING: FeedPosition = { sequence: 0, digest: 0n };

/**
 * Returns the opaque cursor of a position, for partners to keep. The cursor names its feed, so a cursor of another feed
 * is refused. It is neither secret nor signed, because each read checks the rights of the token.
 */
export const cursorOf = ({ city, agency }: FeedOf, { sequence, digest }: FeedPosition): string =>
  Buffer.from(`feed:${city}/${agency}:${sequence}:${digest}`).toString('base64url');

/**
 * Returns the position of a cursor of this feed. Without a cursor, returns the position before the first entry.
 * @throws {DomainError} `feed.cursor-malformed`, `feed.cursor-foreign`
 */
export const positionOf = (feed: FeedOf, cursor: string | undefined): FeedPosition => {
  const position = parseCursor(feed, cursor);
  if (position === 'feed.cursor-malformed') throw new DomainError('feed.cursor-malformed');
  if (position === 'feed.cursor-foreign') throw new DomainError('feed.cursor-foreign');
  return position;
};

/** Returns the position of a cursor of this feed, or the fault of an invalid cursor. */
export const parseCursor = (
  { city, agency }: FeedOf,
  cursor: string | undefined,
): FeedPosition | 'feed.cursor-malformed' | 'feed.cursor-foreign' => {
  if (cursor === undefined) return BEGINNING;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, ofCity, ofAgency, sequence, digest] =
    /^feed:(\d{5})\/([a-z0-9-]{2,63}):(0|[1-9]\d{0,14}):(-?\d{1,19})$/.exec(text) ?? [];
  if (sequence === undefined || digest === undefined) return 'feed.cursor-malformed';
  if (ofCity !== city || ofAgency !== agency) return 'feed.cursor-foreign';
  return { sequence: Number(sequence), digest: BigInt(digest) };
};
