import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  AgencyCode,
  CalendarDate,
  Codes,
  ListOf,
  NeighbourhoodCode,
  Nested,
  OneOf,
  Pattern,
  SomeOf,
  Text,
  Texts,
  Theme,
  Whole,
} from './fields.js';

/** Returns whether a field with this decorator accepts the value. A value of `undefined` leaves the field out. */
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
])('the field %s', (_, decorator, good, bad) => {
  it.each(good.map((value) => [value]))('accepts %j', (value) => expect(accepts(decorator, value)).toBe(true));
  it.each(bad.map((value) => [value]))('refuses %j', (value) => expect(accepts(decorator, value)).toBe(false));
});
