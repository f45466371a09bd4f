import { DomainError } from '#decider';

/**
 * A place in the feed of one agency, as partners keep it: opaque, and naming its feed, so that nobody reads on from somebody else's place.
 * It is no secret and needs no signature: rights are those of the token, at each reading.
 */
type Feed = Readonly<{ city: string; agency: string }>;

/** The cursor behind the entry with this sequence; 0 is before the first. */
export const cursorOf = ({ city, agency }: Feed, sequence: number): string => Buffer.from(`feed:${city}/${agency}:${sequence}`).toString('base64url');

/**
 * The sequence that a cursor of this feed stands for.
 * @throws {DomainError} `feed.cursor-malformed`, `feed.cursor-foreign`
 */
export const sequenceOf = ({ city, agency }: Feed, cursor: string): number => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, ofCity, ofAgency, sequence] = /^feed:(\d{5})\/([a-z0-9-]{2,63}):(0|[1-9]\d{0,14})$/.exec(text) ?? [];
  if (sequence === undefined) throw new DomainError('feed.cursor-malformed');
  if (ofCity !== city || ofAgency !== agency) throw new DomainError('feed.cursor-foreign');
  return Number(sequence);
};
