import { createHmac, randomBytes } from 'node:crypto';
import type { Actor } from '#kernel';

/** Returns the pseudonym of an actor for the log. It never contains the subject of the token. */
export type Pseudonyms = (actor: Pick<Actor, 'city' | 'subject'>) => string;

/** The length of a pseudonym, in hexadecimal digits: with 64 bits, no two people of a city share one. */
const LENGTH = 16;

/**
 * Returns pseudonyms made with a key: the beginning of HMAC-SHA-256 over city, a space and subject.
 * A plain hash could be undone by hashing every subject; with the key, only its keeper can do that.
 * Without a key, a random one is used: pseudonyms then end with the process, and two processes write different ones.
 */
export const pseudonymsBy = (key: string | undefined): Pseudonyms => {
  const secret = key === undefined ? randomBytes(32) : Buffer.from(key, 'base64');
  // A remembered token has one actor, so that its pseudonym is made once.
  const known = new WeakMap<object, string>();
  return (actor) => {
    let pseudonym = known.get(actor);
    if (pseudonym === undefined) {
      const { city, subject } = actor;
      pseudonym = createHmac('sha256', secret).update(`${city} ${subject}`).digest('hex').slice(0, LENGTH);
      known.set(actor, pseudonym);
    }
    return pseudonym;
  };
};
