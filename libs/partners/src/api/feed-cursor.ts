import { DomainError } from '#decider';
import { BEGINNING, type Place } from '../read-models/feed.js';

/**
 * A place in the feed of one agency, as partners keep it: opaque, and naming its feed, so that nobody reads on from somebody else's place.
 * It is no secret and needs no signature: rights are those of the token, at each reading.
 */
type Feed = Readonly<{ city: string; agency: string }>;

/** The cursor behind this place. */
export const cursorOf = ({ city, agency }: Feed, { sequence, digest }: Place): string =>
  Buffer.from(`feed:${city}/${agency}:${sequence}:${digest}`).toString('base64url');

/**
 * The place that a cursor of this feed stands for; before the first entry when there is none.
 * @throws {DomainError} `feed.cursor-malformed`, `feed.cursor-foreign`
 */
export const placeOf = ({ city, agency }: Feed, cursor: string | undefined): Place => {
  if (cursor === undefined) return BEGINNING;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, ofCity, ofAgency, sequence, digest] = /^feed:(\d{5})\/([a-z0-9-]{2,63}):(0|[1-9]\d{0,14}):(-?\d{1,19})$/.exec(text) ?? [];
  if (sequence === undefined || digest === undefined) throw new DomainError('feed.cursor-malformed');
  if (ofCity !== city || ofAgency !== agency) throw new DomainError('feed.cursor-foreign');
  return { sequence: Number(sequence), digest: BigInt(digest) };
};
