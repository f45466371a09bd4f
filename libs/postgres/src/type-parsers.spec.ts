import { types } from 'pg';
import { typeParsers } from './type-parsers.js';

/** A value of each type that the hub reads: its oid, and its text as PostgreSQL writes it. */
const VALUES: Readonly<Record<string, readonly [oid: number, text: string]>> = {
  boolean: [16, 't'],
  bytea: [17, '\\x0102'],
  bigint: [20, '9223372036854775807'],
  int: [23, '-7'],
  text: [25, 'tekst'],
  json: [114, '{"a":[1,null]}'],
  double: [701, '0.25'],
  'text[]': [1009, '{a,"b c",NULL}'],
  'int[]': [1007, '{1,2}'],
  'bigint[]': [1016, '{1,9223372036854775807}'],
  date: [1082, '2026-03-29'],
  timestamptz: [1184, '2026-03-29 03:00:00.123456+02'],
  infinity: [1184, 'infinity'],
  numeric: [1700, '12.50'],
  uuid: [2950, '00000000-0000-4000-8000-000000000000'],
  jsonb: [3802, '{"b":{}}'],
  daterange: [3912, '[2026-01-01,)'],
};

describe('the parsers of our connections', () => {
  it.each(Object.entries(VALUES))('read a %s as pg does by default', (_, [oid, text]) => {
    expect(typeParsers.getTypeParser(oid)(text)).toEqual(types.getTypeParser(oid)(text));
  });

  it('stay as they are when another library replaces those of the process', () => {
    const before = types.getTypeParser(types.builtins.INT8);
    types.setTypeParser(types.builtins.INT8, BigInt);
    try {
      expect(types.getTypeParser(types.builtins.INT8)('7')).toBe(7n);
      expect(typeParsers.getTypeParser(types.builtins.INT8)('7')).toBe('7');
    } finally {
      types.setTypeParser(types.builtins.INT8, before);
    }
  });
});
