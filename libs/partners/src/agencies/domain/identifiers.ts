import { DomainError } from '#kernel';

/**
 * The numbers that identify Flemish organisations. Each function returns the number in the form that is stored, or
 * throws.
 */

/**
 * Returns the ten digits of a KBO number, from `0207.451.227`, `BE 0207.451.227` or plain digits. The number starts
 * with 0 or 1 and ends with two check digits: 97 - (first eight digits mod 97). The check detects any single wrong
 * digit, because 97 is prime and divides no digit times a power of ten.
 * @throws {DomainError} `agency.kbo-invalid`
 */
export const kboNumber = (text: string): string => {
  const digits = /^(?:BE ?)?[01]\d{3}(\.?)\d{3}\1\d{3}$/i.test(text) ? text.replace(/\D/g, '') : undefined;
  if (!digits || 97 - (Number(digits.slice(0, 8)) % 97) !== Number(digits.slice(8)))
    throw new DomainError('agency.kbo-invalid', { kbo: text });
  return digits;
};

/**
 * Returns an OVO number: `OVO002949`.
 * @throws {DomainError} `agency.ovo-invalid`
 */
export const ovoNumber = (text: string): string => {
  if (!/^OVO\d{6}$/.test(text)) throw new DomainError('agency.ovo-invalid', { ovo: text });
  return text;
};

/**
 * Returns the number of a local police zone: `5415`.
 * @throws {DomainError} `agency.police-zone-invalid`
 */
export const policeZoneNumber = (text: string): string => {
  if (!/^\d{4}$/.test(text)) throw new DomainError('agency.police-zone-invalid', { policeZone: text });
  return text;
};
