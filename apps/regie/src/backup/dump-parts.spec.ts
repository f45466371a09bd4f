import fc from 'fast-check';
import { CopiedRow } from './copied-row.js';
import { inBytes } from './dump-findings.js';
import { linesOf } from './dump-lines.js';
import { DumpSections } from './dump-sections.js';
import { PositionRanges } from './position-ranges.js';

describe('the positions of a log', () => {
  it('have the gaps that a plain count finds, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (positions) => {
        const ranges = new PositionRanges();
        for (const position of positions) ranges.add(position);
        const missing: number[] = [];
        for (let at = 1; at < Math.max(...positions); at++) if (!positions.includes(at)) missing.push(at);
        const found = ranges.gaps.flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, nth) => from + nth),
        );
        expect(found).toEqual(missing);
        expect(ranges.extent).toEqual({ from: Math.min(...positions), to: Math.max(...positions) });
      }),
    );
  });
});

describe('the lines of a dump', () => {
  it('are the same wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'é', '\n', '\t'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (characters, size) => {
          const bytes = Buffer.from(characters.join(''));
          const chunks = async function* () {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
          };
          const lines: string[] = [];
          for await (const some of linesOf(chunks())) lines.push(...some.map(String));
          const expected = characters.join('').split('\n');
          expect(lines).toEqual(expected.at(-1) === '' ? expected.slice(0, -1) : expected);
        },
      ),
    );
  });
});

describe('a row of COPY', () => {
  const columns = new Map([
    ['position', 0],
    ['data', 1],
    ['until', 2],
    ['secret', 3],
  ]);
  const row = new CopiedRow(Buffer.from('12\t{"text":"a\\\\nb\\tc\\\\\\\\"}\t\\N\t\\\\x01ff'), columns);

  it('is decoded by column, with its escapes', () => {
    expect(row.text('position')).toBe('12');
    expect(row.text('data')).toBe('{"text":"a\\nb\tc\\\\"}');
    expect(row.bytes('secret')).toEqual(Buffer.from([1, 255]));
  });

  it('has null for a null, and nothing for a column that the table lacks', () => {
    expect(row.text('until')).toBeNull();
    expect(row.text('other')).toBeUndefined();
  });
});

describe('the sections of a dump', () => {
  const read = (text: string): string[] => {
    const seen: string[] = [];
    const sections = new DumpSections({
      comment: (comment) => seen.push(`comment ${comment}`),
      database: (name) => seen.push(`database ${name}`),
      table: (name) => seen.push(`table ${name}`),
      copy: ({ table, columns: { size } }) => {
        seen.push(`copy ${table} of ${size}`);
        return (line) => seen.push(`row ${line.toString()}`);
      },
      insert: (table) => seen.push(`insert ${table}`),
    });
    for (const line of text.split('\n')) sections.take(Buffer.from(line));
    if (sections.openTable) seen.push(`open ${sections.openTable}`);
    return seen;
  };

  it('are recognised with quoted names, in each form of \\connect', () => {
    expect(
      read(
        String.raw`-- PostgreSQL database dump
\connect regie
\connect "de stad"
\connect -reuse-previous=on "dbname='de stad'"
CREATE TABLE cases."case" (
COPY cases."case" (id, "position") FROM stdin;
1	2
\.
INSERT INTO cases.other VALUES (1);`,
      ),
    ).toEqual([
      'comment PostgreSQL database dump',
      'database regie',
      'database de stad',
      'database de stad',
      'table cases.case',
      'copy cases.case of 2',
      'row 1\t2',
      'insert cases.other',
    ]);
  });

  it('take rows for rows, whatever they look like, until the end of the table', () => {
    expect(read('COPY a.b (c) FROM stdin;\n-- PostgreSQL database dump complete\nCOPY c.d (e) FROM stdin;')).toEqual([
      'copy a.b of 1',
      'row -- PostgreSQL database dump complete',
      'row COPY c.d (e) FROM stdin;',
      'open a.b',
    ]);
  });
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [31_240, '31.2 kB'],
  [1_200_000_000, '1.2 GB'],
])('a size of %d is printed as %s', (bytes, text) => expect(inBytes(bytes)).toBe(text));
