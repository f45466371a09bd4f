import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import {
  AgencyCode,
  CalendarDate,
  Codes,
  ListOf,
  NeighbourhoodCode,
  Nested,
  OneOf,
  Pattern,
  registerNumbers,
  SomeOf,
  Text,
  Texts,
  Theme,
  Whole,
} from './fields.js';

/** Is this value of a field with this decorator accepted? Left out is `undefined`. */
const accepts = (decorator: PropertyDecorator, value: unknown): boolean => {
  class Dto {
    field: unknown;
  }
  decorator(Dto.prototype, 'field');
  return (
    validateSync(plainToInstance(Dto, { ...(value !== undefined && { field: value }) }), {
      whitelist: true,
      forbidNonWhitelisted: true,
    }).length === 0
  );
};

class Part {
  @Text({ max: 5 }) readonly name: string;
}

const deep = (depth: number): unknown => (depth === 0 ? 'a' : [deep(depth - 1)]);

describe.each<[name: string, decorator: PropertyDecorator, good: readonly unknown[], bad: readonly unknown[]]>([
  [
    'Text',
    Text({ max: 5 }),
    ['a', 'abcde', 'é\n\tb', '𝕏𝕏𝕏𝕏𝕏', ' a '],
    ['', '   ', 'abcdef', 'a\u0000', 'a\u0007', '\u0085a', '\ud800', 5, ['a'], {}, true, null, undefined],
  ],
  ['Text of at least', Text({ min: 3, max: 5 }), ['abc'], ['ab']],
  ['Text that may be left out', Text({ max: 5, optional: true }), ['a', undefined], ['', null]],
  [
    'Text for a letter',
    Text({ max: 100 }),
    ['KBO 0207.451.227', '1 maart 2026 - 31 december 2027'],
    ['rrn 85.07.30-033.28', '85073003328'],
  ],
  [
    'AgencyCode',
    AgencyCode(),
    ['ocmw-gent', 'a1', '1a'],
    ['a', 'OCMW', '-a', 'a b', 'a\n', `a${'b'.repeat(63)}`, 5, ['ocmw-gent'], null],
  ],
  ['NeighbourhoodCode', NeighbourhoodCode(), ['4', '44021A0-1'], ['', '-4', '4/5', 'x'.repeat(21), 4, null]],
  ['Theme', Theme(), ['leefbaarheid', 'openbaar-domein'], ['Leefbaarheid', 'sport', '', ['leefbaarheid'], null]],
  ['OneOf', OneOf(['a', 'b']), ['a'], ['c', '', ['a'], { a: 1 }, 'toString', null]],
  ['SomeOf', SomeOf(['a', 'b']), [[], ['a'], ['b', 'a']], ['a', ['a', 'a'], ['c'], [['a']], [null], { 0: 'a' }, null]],
  [
    'CalendarDate',
    CalendarDate(),
    ['2026-09-01', '2028-02-29'],
    [
      '2026-02-29',
      '2026-13-01',
      '2026-9-1',
      '2026-09-01T00:00:00Z',
      '01-09-2026',
      '1899-01-01',
      '9999-01-01',
      20260901,
      null,
    ],
  ],
  [
    'Whole',
    Whole({ min: 1, max: 200 }),
    [1, 200, '7'],
    [0, 201, 1.5, '1.5', '1e2', '0x10', '', ' 7', 'seven', true, ['7'], NaN, null],
  ],
  ['Pattern', Pattern(/^[0-9]{5}$/, 'five digits'), ['44021'], ['4402', '44021\n', 44021, null]],
  [
    'Texts',
    Texts({ max: 3, items: 2 }),
    [[], ['a', 'abc']],
    [['a', 'b', 'c'], ['abcd'], [''], [1], [['a']], ['a\u0000'], 'a', null],
  ],
  ['Texts for letters', Texts({ max: 100, items: 2 }), [['een']], [['85.07.30-033.28']]],
  [
    'Codes',
    Codes({ min: 1, max: 2 }),
    [['4'], ['4', 'ocmw-gent']],
    [[], ['4', '4'], ['4', '5', '6'], ['4/5'], [4], '4', null],
  ],
  [
    'Nested',
    Nested(() => Part),
    [{ name: 'a' }],
    [{}, { name: 'a', more: 1 }, [], [{ name: 'a' }], 'a', 1, null, undefined, deep(3)],
  ],
  ['Nested that may be left out', Nested(() => Part, { optional: true }), [{ name: 'a' }, undefined], [null, {}]],
  [
    'ListOf',
    ListOf(() => Part, { min: 1, max: 2 }),
    [[{ name: 'a' }]],
    [[], [{}], [null], ['a'], [[]], [{ name: 'a' }, { name: 'b' }, { name: 'c' }], { name: 'a' }, null, deep(3)],
  ],
])('%s', (_, decorator, good, bad) => {
  it.each(good.map((value) => [value]))('accepts %j', (value) => expect(accepts(decorator, value)).toBe(true));
  it.each(bad.map((value) => [value]))('refuses %j', (value) => expect(accepts(decorator, value)).toBe(false));
});

describe('a national register number in a text', () => {
  const two = (number: number): string => String(number).padStart(2, '0');
  const checkOf = (first: string, from2000: boolean): string => two(97 - (Number(from2000 ? `2${first}` : first) % 97));
  /** Made up: birth dates with the month of a bis number too, before and from 2000. */
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

  it('is found however it is written', () => {
    fc.assert(
      fc.property(
        numbers,
        separators,
        separators,
        separators,
        fc.constantFrom('', 'rrn: ', '('),
        ({ date, serial, check }, inDate, before, after, lead) => {
          expect(registerNumbers(`${lead}${date.join(inDate)}${before}${serial}${after}${check}.`)).toBe(true);
        },
      ),
    );
  });

  it.each(['٠١٢٣٤٥٦٧٨٩', '０１２３４５６７８９', '०१२३४५६७८९', '⁰¹²³⁴⁵⁶⁷⁸⁹'])('is found in the digits %s', (digits) => {
    fc.assert(
      fc.property(numbers, ({ date, serial, check }) => {
        const number = `${date.join('.')}-${serial}.${check}`.replace(/\d/g, (digit) => digits[Number(digit)]!);
        expect(registerNumbers(`rrn ${number}`)).toBe(true);
      }),
    );
  });

  it('is not found where the check does not fit', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 95 }), ({ date, serial, check }, other) => {
        const wrong = two(((Number(check) + other - 1) % 97) + 1);
        const first = `${date.join('')}${serial}`;
        fc.pre(wrong !== checkOf(first, true) && wrong !== checkOf(first, false));
        expect(registerNumbers(`${first}${wrong}`)).toBe(false);
      }),
    );
  });

  it('is not seen in a longer number, nor in a phone number', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 9 }), ({ date, serial, check }, digit) => {
        const number = `${date.join('')}${serial}${check}`;
        expect([`${digit}${number}`, `${number}${digit}`, `+${number}`].map(registerNumbers)).toEqual([
          false,
          false,
          false,
        ]);
      }),
    );
  });

  it('is not seen in the identifiers of agencies, dates and phone numbers of ten digits', () => {
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
        expect(texts.filter(registerNumbers)).toEqual([]);
      }),
    );
    // of the ids that the hub makes some have the digits of one
    expect(
      ['01a7b889-9f53-70e4-ac32-e80433671521', 'see 01a7b889-9f53-70e4-ac32-e80433671521'].filter(registerNumbers),
    ).toEqual([]);
    expect(
      [
        '01a7b889-9f53-70e4-ac32-e80433671521 80433671521',
        '00000000-0000-0000-0000-080433671521',
        '80433671521-0000',
        '804\u034f336\ufe0071521',
      ].map(registerNumbers),
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
      ].filter(registerNumbers),
    ).toEqual([]);
  });
});
