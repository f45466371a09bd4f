import fc from 'fast-check';
import { hasRegisterNumber } from './national-register-number.js';

describe('a national register number in a text', () => {
  const two = (number: number): string => String(number).padStart(2, '0');
  const checkOf = (first: string, from2000: boolean): string => two(97 - (Number(from2000 ? `2${first}` : first) % 97));
  /** Generates invented numbers: births before and from 2000, also with the month of a bis number. */
  const numbers = fc
    .record({
      year: fc.integer({ min: 0, max: 99 }),
      month: fc.integer({ min: 0, max: 12 }),
      bis: fc.constantFrom(0, 20, 40),
      day: fc.integer({ min: 0, max: 31 }),
      serial: fc.integer({ min: 1, max: 998 }),
      from2000: fc.boolean(),
    })
    .map(({ year, month, bis, day, serial, from2000 }) => {
      const date = [two(year), two(month + bis), two(day)] as const;
      const number = String(serial).padStart(3, '0');
      return { date, serial: number, check: checkOf(`${date.join('')}${number}`, from2000) };
    });
  const separators = fc.constantFrom(
    '',
    ' ',
    '.',
    '-',
    '/',
    ' - ',
    '\u00a0',
    '–',
    ',',
    '_',
    '—',
    '|',
    '\u200b',
    '\u2060-',
    '\t\n',
  );

  it('is found with any separators', () => {
    fc.assert(
      fc.property(
        numbers,
        separators,
        separators,
        separators,
        fc.constantFrom('', 'rrn: ', '('),
        ({ date, serial, check }, inDate, before, after, lead) => {
          expect(hasRegisterNumber(`${lead}${date.join(inDate)}${before}${serial}${after}${check}.`)).toBe(true);
        },
      ),
    );
  });

  it.each(['٠١٢٣٤٥٦٧٨٩', '０１２３４５６７８９', '०१२३४५६७८९', '⁰¹²³⁴⁵⁶⁷⁸⁹'])('is found in the digits %s', (digits) => {
    fc.assert(
      fc.property(numbers, ({ date, serial, check }) => {
        const number = `${date.join('.')}-${serial}.${check}`.replace(/\d/g, (digit) => digits[Number(digit)]!);
        expect(hasRegisterNumber(`rrn ${number}`)).toBe(true);
      }),
    );
  });

  it('is not found when the check digits are wrong', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 95 }), ({ date, serial, check }, other) => {
        const wrong = two(((Number(check) + other - 1) % 97) + 1);
        const first = `${date.join('')}${serial}`;
        fc.pre(wrong !== checkOf(first, true) && wrong !== checkOf(first, false));
        expect(hasRegisterNumber(`${first}${wrong}`)).toBe(false);
      }),
    );
  });

  it('is not found in a longer number, nor in a phone number', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 9 }), ({ date, serial, check }, digit) => {
        const number = `${date.join('')}${serial}${check}`;
        expect([`${digit}${number}`, `${number}${digit}`, `+${number}`].map(hasRegisterNumber)).toEqual([
          false,
          false,
          false,
        ]);
      }),
    );
  });

  it('is not found in identifiers of agencies, dates and phone numbers of ten digits', () => {
    const kbo = fc
      .integer({ min: 2_000_000, max: 19_999_999 })
      .map((first) => `${first.toString().padStart(8, '0')}${two(97 - (first % 97))}`);
    const phones = fc.integer({ min: 450_000_000, max: 499_999_999 }).map((number) => `0${number}`);
    const dates = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(kbo, phones, dates, dates, (number, phone, from, until) => {
        const dotted = `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`;
        const texts = [
          number,
          dotted,
          `BE ${dotted}`,
          phone,
          `${phone.slice(0, 4)} ${phone.slice(4, 6)} ${phone.slice(6, 8)} ${phone.slice(8)}`,
          from,
          `${from}, ${until}`,
          `van ${from} tot ${until}`,
        ];
        expect(texts.filter(hasRegisterNumber)).toEqual([]);
      }),
    );
    // Some ids of the hub contain the digits of a register number.
    expect(
      ['01a7b889-9f53-70e4-ac32-e80433671521', 'see 01a7b889-9f53-70e4-ac32-e80433671521'].filter(hasRegisterNumber),
    ).toEqual([]);
    expect(
      [
        '01a7b889-9f53-70e4-ac32-e80433671521 80433671521',
        '00000000-0000-0000-0000-080433671521',
        '80433671521-0000',
        '804\u034f336\ufe0071521',
      ].map(hasRegisterNumber),
    ).toEqual([true, false, true, true]);
    expect(
      [
        '0207.451.227',
        '0212.214.125',
        'OVO002949',
        '2026_CBS_00123',
        'tel. +32 9 266 77 00',
        '0198c0de-0000-7000-8000-000000000001',
        '44021',
      ].filter(hasRegisterNumber),
    ).toEqual([]);
  });
});
