import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type CsvRecord, csvRecords, NotCsv } from '#http';
import { ImportedMandateDto } from './import.dto.js';

/** The content of a file of an old register: the mandates as the API takes them, the first line of each, and all problems. */
export type ParsedMandates = Readonly<{
  mandates: readonly ImportedMandateDto[];
  lines: readonly number[];
  problems: readonly LineProblem[];
}>;
/** A problem of the file. `line` counts from 1. */
export type LineProblem = Readonly<{ line: number; problem: string }>;

/**
 * The target field of each column. Only the columns of the slot, `neighbourhood` and `theme`, may differ between the
 * lines of a mandate.
 */
const COLUMNS = {
  reference: 'reference',
  neighbourhood: 'neighbourhood',
  theme: 'theme',
  kind: 'kind',
  holder: 'holder',
  executingFunction: 'executingFunction',
  from: 'period.from',
  until: 'period.until',
  evaluateOn: 'evaluateOn',
  decisionBody: 'decision.body',
  decisionReference: 'decision.reference',
  decisionDate: 'decision.date',
  decisionLink: 'decision.link',
  politicalBody: 'endorsements.political.body',
  politicalReference: 'endorsements.political.reference',
  politicalDate: 'endorsements.political.date',
  administrativeBody: 'endorsements.administrative.body',
  administrativeReference: 'endorsements.administrative.reference',
  administrativeDate: 'endorsements.administrative.date',
  decisionDueOn: 'decisionDueOn',
  steeringModel: 'steeringModel',
  steeringReason: 'steeringReason',
  steeringBasis: 'steeringBasis',
  powers: 'powers',
  means: 'means',
  consequences: 'consequences',
  agreement: 'agreement',
  legalBasis: 'legalBasis',
} as const;
type Column = keyof typeof COLUMNS;
const OF_SLOT: readonly Column[] = ['neighbourhood', 'theme'];
const LISTS: readonly Column[] = ['powers', 'means', 'consequences'];
const NEEDED: readonly Column[] = [
  'reference',
  'neighbourhood',
  'theme',
  'kind',
  'holder',
  'executingFunction',
  'from',
  'evaluateOn',
  'decisionBody',
  'decisionReference',
  'decisionDate',
];
const columnNamed = new Map((Object.keys(COLUMNS) as Column[]).map((column) => [column.toLowerCase(), column]));

type Line = Readonly<{ line: number; fields: Readonly<Partial<Record<Column, string>>> }>;

/**
 * Reads a register from CSV with a header row, separated by commas or semicolons. A line is one slot of one mandate.
 * Lines with the same reference are one mandate, and must be equal in all columns except those of the slot. `|`
 * separates several powers, means or consequences in one field.
 */
export const parseMandates = (text: string): ParsedMandates => {
  const { lines, problems } = linesIn(text);
  if (lines.length === 0)
    return {
      mandates: [],
      lines: [],
      problems: problems.length > 0 ? problems : [{ line: 1, problem: 'the file has no mandates' }],
    };
  const wrong: LineProblem[] = [...problems];
  const mandates: ImportedMandateDto[] = [];
  const begins: number[] = [];
  const byReference = new Map<string, Line[]>();
  for (const line of lines) {
    const missing = NEEDED.filter((column) => line.fields[column] === undefined);
    wrong.push(...missing.map((column) => ({ line: line.line, problem: `the ${column} is missing` })));
    if (missing.length > 0) continue;
    const { reference } = line.fields as { reference: string };
    byReference.set(reference, [...(byReference.get(reference) ?? []), line]);
  }
  for (const own of byReference.values()) {
    const found = [...differences(own), ...mistakes(own)];
    wrong.push(...found);
    if (found.length > 0) continue;
    mandates.push(mandateOf(own));
    begins.push(own[0]!.line);
  }
  return { mandates, lines: begins, problems: wrong.toSorted((a, b) => a.line - b.line) };
};

const linesIn = (text: string): Readonly<{ lines: readonly Line[]; problems: readonly LineProblem[] }> => {
  const unreadable = (line: number, problem: string) => ({ lines: [], problems: [{ line, problem }] });
  const header = text.split('\n', 1)[0]!;
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  let records: readonly CsvRecord[];
  try {
    records = csvRecords(text, delimiter);
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    return unreadable(error.line, error.message);
  }
  const [first, ...rest] = records;
  const named = first?.values ?? [];
  const columns = named.map((name) => columnNamed.get(name.toLowerCase()));
  const unknown = named.filter((_, index) => columns[index] === undefined);
  if (unknown.length > 0)
    return unreadable(
      1,
      `these columns are not known: ${unknown.join(', ')}; known are ${Object.keys(COLUMNS).join(', ')}`,
    );
  const twice = columns.filter((column, index) => columns.indexOf(column) < index);
  if (twice.length > 0) return unreadable(1, `the column ${twice[0]} stands there twice`);
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) return unreadable(1, `these columns are missing: ${missing.join(', ')}`);
  const whole = rest.filter(({ values }) => values.length === columns.length);
  return {
    lines: whole.map(({ line, values }) => ({
      line,
      fields: Object.fromEntries(
        columns.flatMap((column, index) => (values[index] === '' ? [] : [[column, values[index]]])),
      ) as Line['fields'],
    })),
    problems: rest
      .filter((record) => !whole.includes(record))
      .map(({ line, values }) => ({
        line,
        problem: `there are ${values.length} fields instead of ${columns.length}: put text with a ${delimiter} in quotes`,
      })),
  };
};

/** Returns the problems of lines that differ from the first line of the same mandate. */
const differences = ([first, ...others]: readonly Line[]): readonly LineProblem[] =>
  others.flatMap(({ line, fields }) =>
    (Object.keys(COLUMNS) as Column[])
      .filter((column) => !OF_SLOT.includes(column) && fields[column] !== first!.fields[column])
      .map((column) => ({
        line,
        problem: `${column} is another than on line ${first!.line}, where ${first!.fields.reference} begins`,
      })),
  );

/** Returns the errors that the validation of the API finds in a mandate, by line and column. */
const mistakes = (own: readonly Line[]): readonly LineProblem[] =>
  validateSync(mandateOf(own), { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
    problemsOf(error, '', own),
  );

const problemsOf = (error: ValidationError, above: string, own: readonly Line[]): readonly LineProblem[] => {
  const path = `${above}${error.property}`;
  const slot = /^slots\.(\d+)\.(\w+)$/.exec(path);
  const [first] = own;
  const line = (slot ? own[Number(slot[1])] : first)!.line;
  const column = slot ? slot[2] : (Object.entries(COLUMNS).find(([, target]) => target === path)?.[0] ?? path);
  const said = Object.values(error.constraints ?? {}).map((message) => ({ line, problem: `${column}: ${message}` }));
  return [...said, ...(error.children ?? []).flatMap((child) => problemsOf(child, `${path}.`, own))];
};

const mandateOf = (own: readonly Line[]): ImportedMandateDto => {
  const { fields } = own[0]!;
  const mandate: Record<string, unknown> = {
    endorsements: {},
    slots: own.map(({ fields: { neighbourhood, theme } }) => ({ neighbourhood, theme })),
  };
  for (const [column, path] of Object.entries(COLUMNS) as [Column, string][]) {
    const value = fields[column];
    if (value === undefined || OF_SLOT.includes(column)) continue;
    const steps = path.split('.');
    const inner = steps
      .slice(0, -1)
      .reduce((object, step) => (object[step] ??= {}) as Record<string, unknown>, mandate);
    inner[steps.at(-1)!] = LISTS.includes(column) ? value.split('|').map((part) => part.trim()) : value;
  }
  return plainToInstance(ImportedMandateDto, mandate);
};
