import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from '#kernel';

/** A person who can sign in to the demonstration. */
export type Person = Readonly<{
  username: string;
  name: string;
  city: string;
  agency: string;
  role: Role;
  password: string;
}>;

/** The result of a sign-in: the person, a wrong name or password, or a lock after too many guesses. */
export type SignIn =
  Readonly<{ person: Person }> | Readonly<{ refused: 'wrong' }> | Readonly<{ refused: 'too-many'; seconds: number }>;

const GUESSES = 5;
const PAUSE_MS = 60_000;

/** The people of the demonstration, with a count of wrong passwords. */
export class People {
  private readonly byUsername: ReadonlyMap<string, Person>;
  private readonly bySubject: ReadonlyMap<string, Person>;
  /** The wrong passwords by username. All unknown names share one entry, so that the map stays small. */
  private readonly wrong = new Map<string, { guesses: number; last: number }>();

  constructor(
    private readonly people: readonly Person[],
    private readonly now: () => number = Date.now,
  ) {
    this.byUsername = new Map(people.map((person) => [person.username, person]));
    this.bySubject = new Map(people.map((person) => [subjectOf(person), person]));
  }

  all(): readonly Person[] {
    return this.people;
  }

  withSubject(subject: string): Person | undefined {
    return this.bySubject.get(subject);
  }

  signIn(username: string, password: string): SignIn {
    const person = this.byUsername.get(username);
    const key = person ? username : '';
    const { guesses, last } = this.wrong.get(key) ?? { guesses: 0, last: 0 };
    const over = last + PAUSE_MS - this.now();
    const before = over > 0 ? guesses : 0;
    if (before >= GUESSES) return { refused: 'too-many', seconds: Math.ceil(over / 1000) };
    if (person && isSame(password, person.password)) {
      this.wrong.delete(key);
      return { person };
    }
    this.wrong.set(key, { guesses: before + 1, last: this.now() });
    return { refused: 'wrong' };
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time. */
const isSame = (actual: string, expected: string): boolean => timingSafeEqual(digest(actual), digest(expected));

/** Derives the pseudonym of a person for tokens and events. It does not reveal the name, and stays the same after a restart. */
export const subjectOf = ({ city, username }: Pick<Person, 'city' | 'username'>): string =>
  digest(`demonstration/${city}/${username}`).toString('hex').slice(0, 32);
