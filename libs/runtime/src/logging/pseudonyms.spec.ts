import { pseudonymsBy } from './pseudonyms.js';

const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const an = { city: '44021', subject: '7b1f' };

describe('A pseudonym', () => {
  it('equals the result of the command in docs/operations.md for the same key and subject', () =>
    // printf '44021 7b1f' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f -r | cut -c1-16
    expect(pseudonymsBy(KEY)(an)).toBe('2d514cfbaaf5eea4'));

  it('is another one in another city, of another person, and under another key', () => {
    const of = pseudonymsBy(KEY);
    const all = [of(an), of({ ...an, city: '44022' }), of({ ...an, subject: '7b20' }), pseudonymsBy(undefined)(an)];
    expect(new Set(all).size).toBe(4);
  });

  it('stays the same in one process without a key, and differs in the next', () => {
    const [one, other] = [pseudonymsBy(undefined), pseudonymsBy(undefined)];
    expect(one({ ...an })).toBe(one({ ...an }));
    expect(one(an)).not.toBe(other(an));
  });
});
