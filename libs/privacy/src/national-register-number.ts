/**
 * Matches eleven digits with any separators between birth date, serial and check number. Longer numbers and phone
 * numbers, with a + before them, do not match.
 */
const ELEVEN_DIGITS = /(?<![\d+])\d{2}SEP\d{2}SEP\d{2}SEP\d{3}SEP\d{2}(?!\d)/.source.replaceAll(
  'SEP',
  '[^\\p{L}\\p{N}+]{0,3}',
);

/**
 * Finds a Belgian national register number or bis number in a text, because it may never be stored.
 * The last two of its 11 digits are a check: 97 - (first nine digits mod 97). For births from 2000 on, a 2 comes before
 * the nine digits.
 * The month of a bis number is 20 or 40 higher.
 */
export const hasRegisterNumber = (text: string): boolean =>
  [...plainDigits(text).matchAll(new RegExp(ELEVEN_DIGITS, 'gu'))].some(([match]) => {
    const digits = match.replace(/\D/g, '');
    const month = Number(digits.slice(2, 4));
    const first = digits.slice(0, 9);
    const check = Number(digits.slice(9));
    return (
      month <= 52 && month % 20 <= 12 && [first, `2${first}`].some((number) => 97 - (Number(number) % 97) === check)
    );
  });

/**
 * Matches the UUIDs of the hub, which the search skips: one in twenty thousand contains a register number by chance.
 */
const IDS = /\b[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g;

/** Turns digits of every script into 0 to 9, and drops ids and invisible characters. */
const plainDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, '')
    .replace(IDS, 'id')
    .replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)));

const values = new Map<string, number>();

/** Returns the value of a digit. In Unicode, the digits of a script have consecutive code points, from zero to nine. */
const valueOf = (digit: string): number => {
  const cached = values.get(digit);
  if (cached !== undefined) return cached;
  const value = workedOut(digit.codePointAt(0)!);
  values.set(digit, value);
  return value;
};
const workedOut = (point: number): number => {
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (point - zero) % 10;
};
