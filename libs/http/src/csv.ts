import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** A record of a CSV file, and the line of the file on which it begins, counted from 1. */
export type CsvRecord = Readonly<{ line: number; values: readonly string[] }>;

/** What makes that a file cannot be read as CSV, and the line. */
export class NotCsv extends Error {
  override readonly name = 'NotCsv';
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`the file is not CSV: ${reason}`);
  }
}

/**
 * The records of a CSV file, the header among them, without empty lines and without blanks around values. Text in quotes may go on over several lines.
 * @throws {NotCsv}
 */
export const csvRecords = (text: string, delimiter: string): readonly CsvRecord[] => {
  // in quotes the parser counts a line that ends as on Windows twice
  const lines = text.replaceAll('\r\n', '\n');
  try {
    const parsed = parse(lines, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    });
    // what it says is the line on which a record ends
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines - breaksIn(record),
      values: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new NotCsv(Number(error.lines ?? 1), error.message);
  }
};

const breaksIn = (values: readonly string[]): number =>
  values.reduce((sum, value) => sum + value.split('\n').length - 1, 0);

/** Records as CSV (RFC 4180, UTF-8), in which no spreadsheet finds a formula. A value that is undefined is an empty field. */
export const csvText = (records: readonly (readonly (string | undefined)[])[]): string =>
  stringify(
    records.map((values) => values.map((value) => value && inert(value))),
    // In quotes, also where a spreadsheet separates by semicolons or tabs.
    { record_delimiter: 'windows', quoted_match: /[;\t\r\n]/ },
  );

/** An apostrophe stands before what could begin a formula, also where a spreadsheet that separates by something else than commas would begin a cell. */
const inert = (value: string): string =>
  value
    .split(/([;\t\r\n])/)
    .map((cell) => (/^ *[=+\-@＝＋－＠]/.test(cell) ? `'${cell}` : cell))
    .join('');
