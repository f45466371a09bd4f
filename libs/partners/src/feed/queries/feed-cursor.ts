import { DomainError } from '#kernel';

/** The city and the agency of a feed. */
export type FeedOf = Readonly<{ city: string; agency: string }>;

/**
 * A position in a feed: the entry with this sequence, and all before it. `digest` identifies the set of these events in any order: 64 bits of the
 * SHA-256 of each id, added without carry. Equal positions have the same events before them.
 */
export type FeedPosition = Readonly<{ sequence: number; digest: bigint }>;

/** The position before the first entry. */
export const BEGINNING: FeedPosition = { sequence: 0, digest: 0n };

/**
 * Returns the cursor after this position, for partners to keep. It is opaque and names its feed, so that nobody reads on from a position in another
 * feed. It needs neither secrecy nor a signature: each read checks the rights of the token.
 */
export const cursorOf = ({ city, agency }: FeedOf, { sequence, digest }: FeedPosition): string =>
  Buffer.from(`feed:${city}/${agency}:${sequence}:${digest}`).toString('base64url');

/**
 * Returns the position of a cursor of this feed; before the first entry without a cursor.
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
