import { DomainError } from '#kernel';

/** Whose feed. */
export type FeedOf = Readonly<{ city: string; agency: string }>;

/**
 * A place in a feed: the entry with this sequence, and all before it. `digest` says of which events these are, in whatever order: 64 bits of the
 * SHA-256 of each id, added without carry. Who has read up to a place has read the same up to any other place that equals it.
 */
export type Place = Readonly<{ sequence: number; digest: bigint }>;

/** Before the first entry. */
export const BEGINNING: Place = { sequence: 0, digest: 0n };

/**
 * The cursor behind this place, as partners keep it: opaque, and naming its feed, so that nobody reads on from somebody else's place. It is no
 * secret and needs no signature: rights are those of the token, at each reading.
 */
export const cursorOf = ({ city, agency }: FeedOf, { sequence, digest }: Place): string =>
  Buffer.from(`feed:${city}/${agency}:${sequence}:${digest}`).toString('base64url');

/**
 * The place that a cursor of this feed stands for; before the first entry when there is none.
 * @throws {DomainError} `feed.cursor-malformed`, `feed.cursor-foreign`
 */
export const placeOf = (feed: FeedOf, cursor: string | undefined): Place => {
  const position = parseCursor(feed, cursor);
  if (position === 'feed.cursor-malformed') throw new DomainError('feed.cursor-malformed');
  if (position === 'feed.cursor-foreign') throw new DomainError('feed.cursor-foreign');
  return position;
};

/** Returns the position that a cursor of this feed stands for, or the fault of a cursor that stands for none. */
export const parseCursor = (
  { city, agency }: FeedOf,
  cursor: string | undefined,
): Place | 'feed.cursor-malformed' | 'feed.cursor-foreign' => {
  if (cursor === undefined) return BEGINNING;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, ofCity, ofAgency, sequence, digest] =
    /^feed:(\d{5})\/([a-z0-9-]{2,63}):(0|[1-9]\d{0,14}):(-?\d{1,19})$/.exec(text) ?? [];
  if (sequence === undefined || digest === undefined) return 'feed.cursor-malformed';
  if (ofCity !== city || ofAgency !== agency) return 'feed.cursor-foreign';
  return { sequence: Number(sequence), digest: BigInt(digest) };
};
