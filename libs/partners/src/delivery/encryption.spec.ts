import { CannotDecrypt, Encryption } from './encryption.js';

describe('an encrypted secret', () => {
  const key = (character: string): string => Buffer.from(character.repeat(32)).toString('base64');
  const secret = Buffer.from('a secret of thirty-two bytes !!!');

  it('is decrypted for its own purpose and no other', () => {
    const encryption = new Encryption(key('a'));
    const ciphertext = encryption.encrypt(secret, 'subscription/1');
    expect(ciphertext.includes(secret)).toBe(false);
    expect(encryption.decrypt(ciphertext, 'subscription/1')).toEqual(secret);
    expect(() => encryption.decrypt(ciphertext, 'subscription/2')).toThrow(CannotDecrypt);
    expect(encryption.encrypt(secret, 'subscription/1')).not.toEqual(ciphertext);
  });

  it('is rejected when any of its bytes was changed', () => {
    const encryption = new Encryption(key('a'));
    const ciphertext = encryption.encrypt(secret, 'purpose');
    const decrypted = [...ciphertext.keys()].filter((at) => {
      const changed = Buffer.from(ciphertext);
      changed[at]! ^= 1;
      try {
        return encryption.decrypt(changed, 'purpose') !== undefined;
      } catch (error) {
        if (error instanceof CannotDecrypt) return false;
        throw error;
      }
    });
    expect(decrypted).toEqual([]);
  });

  it('is decrypted with an old key for as long as that key is configured', () => {
    const ciphertext = new Encryption(key('a')).encrypt(secret, 'purpose');
    const both = new Encryption(`${key('b')},${key('a')}`);
    expect(both.decrypt(ciphertext, 'purpose')).toEqual(secret);
    expect(new Encryption(key('b')).decrypt(both.encrypt(secret, 'purpose'), 'purpose')).toEqual(secret);
    expect(() => new Encryption(key('b')).decrypt(ciphertext, 'purpose')).toThrow(/REGIE_SECRETS_KEY/);
  });
});
