import { People, subjectOf } from './people.js';

const PERSON = {
  username: 'an.peeters',
  name: 'An Peeters',
  city: '44021',
  agency: 'stad-gent',
  role: 'coordinator',
  password: 'geheim',
} as const;
const OTHER = { ...PERSON, username: 'tom.maes', name: 'Tom Maes', password: 'ander geheim' };

describe('the people of the demonstration', () => {
  let now: number;
  let people: People;
  beforeEach(() => {
    now = 1_000_000;
    people = new People([PERSON, OTHER], () => now);
  });

  const guess = (times: number, username = 'an.peeters'): unknown[] =>
    Array.from({ length: times }, () => people.signIn(username, 'fout'));

  it('sign in with their own password', () => {
    expect(people.signIn('an.peeters', 'geheim')).toEqual({ person: PERSON });
    expect(people.signIn('tom.maes', 'geheim')).toEqual({ refused: 'wrong' });
  });

  it.each(['', 'Geheim', 'geheim ', 'geheimen', 'g'])('do not sign in with "%s"', (password) =>
    expect(people.signIn('an.peeters', password)).toEqual({ refused: 'wrong' }),
  );
  it.each(['', 'An.Peeters', 'an.peeters ', '__proto__', 'constructor'])('do not sign in as "%s"', (username) =>
    expect(people.signIn(username, 'geheim')).toEqual({ refused: 'wrong' }),
  );

  it('are locked out for a minute after five wrong passwords, even with the right one', () => {
    expect(guess(5)).toEqual(Array(5).fill({ refused: 'wrong' }));
    now += 20_000;
    expect(people.signIn('an.peeters', 'geheim')).toEqual({ refused: 'too-many', seconds: 40 });
    now += 40_000;
    expect(people.signIn('an.peeters', 'geheim')).toEqual({ person: PERSON });
  });

  it('are not locked out when they guess slowly, or sign in between guesses', () => {
    guess(4);
    people.signIn('an.peeters', 'geheim');
    expect(guess(4).at(-1)).toEqual({ refused: 'wrong' });
    now += 60_000;
    expect(guess(5).at(-1)).toEqual({ refused: 'wrong' });
  });

  it('are not locked out by guesses at other names, existing or not', () => {
    guess(6, 'tom.maes');
    for (let made = 0; made < 10; made += 1) guess(1, `made-up-${made}`);
    expect(people.signIn('made-up-11', 'geheim')).toMatchObject({ refused: 'too-many' });
    expect(people.signIn('an.peeters', 'geheim')).toEqual({ person: PERSON });
  });

  it('keep one pseudonym for ever, different in another city', () => {
    expect(subjectOf(PERSON)).toBe('9fc034d1081c1bc18939b0dd599db7fa');
    expect(people.withSubject(subjectOf(OTHER))).toBe(OTHER);
    expect(people.withSubject('an.peeters')).toBeUndefined();
    expect(subjectOf({ ...PERSON, city: '11002' })).not.toBe(subjectOf(PERSON));
  });
});
