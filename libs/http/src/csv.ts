import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** A record of a CSV file, and the line of the file on which it begins, counted from 1. */
export type CsvRecord = Readonly<{ line: number; values: readonly string[] }>;

/** The fault that makes a file unreadable as CSV, with the line of the fault. */
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
 * Returns the records of a CSV file, the header included. Empty lines and blanks around values are dropped. Quoted text may span several lines.
 * @throws {NotCsv}
 */
export const csvRecords = (text: string, delimiter: string): readonly CsvRecord[] => {
  // the parser counts a Windows line ending within quotes twice
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
    // the parser reports the line on which a record ends
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

/** Formats records as CSV (RFC 4180, UTF-8) in which no spreadsheet finds a formula. An undefined value is an empty field. */
export const csvText = (records: readonly (readonly (string | undefined)[])[]): string =>
  stringify(
    records.map((values) => values.map((value) => value && inert(value))),
    // Quotes keep these values in one cell, also in a spreadsheet that separates values by semicolons or tabs.
    { record_delimiter: 'windows', quoted_match: /[;\t\r\n]/ },
  );

/** Puts an apostrophe before each possible start of a formula, also after semicolons and tabs, because some spreadsheets split values there. */
const inert = (value: string): string =>
  value
    .split(/([;\t\r\n])/)
    .map((cell) => (/^ *[=+\-@＝＋－＠]/.test(cell) ? `'${cell}` : cell))
    .join('');
