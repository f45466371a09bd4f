import { DomainError } from '#kernel';
import { kboNumber, ovoNumber, policeZoneNumber } from './identifiers.js';

const refusalOf = (read: () => string): string => {
  try {
    return `accepted ${read()}`;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe.each([
  ['Stad Gent', '0207451227'],
  ['OCMW Gent', '0212214125'],
  ['WoninGent', '0400032156'],
])('the KBO number of %s', (_, digits) => {
  const dotted = `${digits.slice(0, 4)}.${digits.slice(4, 7)}.${digits.slice(7)}`;

  it.each([digits, dotted, `BE ${dotted}`, `BE${digits}`, `be ${digits}`])('is read from %s', (text) =>
    expect(kboNumber(text)).toBe(digits),
  );

  it('is refused with any one digit wrong', () => {
    const wrong = [...digits].flatMap((right, index) =>
      [...'0123456789']
        .filter((digit) => digit !== right)
        .map((digit) => digits.slice(0, index) + digit + digits.slice(index + 1)),
    );
    expect(wrong).toHaveLength(90);
    expect(wrong.filter((text) => refusalOf(() => kboNumber(text)) !== 'agency.kbo-invalid')).toEqual([]);
  });
});

describe('a KBO number', () => {
  // 97 - (0 mod 97) is 97, so the check digits are never 00.
  it('has the check digits 97 when its first eight digits are a multiple of 97', () =>
    expect(kboNumber('0000009797')).toBe('0000009797'));
  it('is accepted when it starts with 1, as newer ones do', () => expect(kboNumber('1000000021')).toBe('1000000021'));
  it.each([
    '',
    '2000000042',
    '207451227',
    '02074512270',
    '0207.451227',
    '0207 451 227',
    'NL 0207.451.227',
    'BE  0207451227',
    ' 0207451227',
    '0207451227\n',
  ])('is refused when it is written as %j', (text) =>
    expect(refusalOf(() => kboNumber(text))).toBe('agency.kbo-invalid'),
  );
});

describe('an OVO number', () => {
  it('is accepted as OVO and six digits', () => expect(ovoNumber('OVO002949')).toBe('OVO002949'));
  it.each(['', 'OVO00294', 'OVO0029499', 'ovo002949', '002949', 'OVO002949\n'])(
    'is refused when it is written as %j',
    (text) => expect(refusalOf(() => ovoNumber(text))).toBe('agency.ovo-invalid'),
  );
});

describe('the number of a police zone', () => {
  it('is accepted as four digits', () => expect(policeZoneNumber('5415')).toBe('5415'));
  it.each(['', '541', '54155', '54a5', '5415\n'])('is refused when it is written as %j', (text) =>
    expect(refusalOf(() => policeZoneNumber(text))).toBe('agency.police-zone-invalid'),
  );
});
