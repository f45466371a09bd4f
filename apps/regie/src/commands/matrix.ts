import type { Command } from 'commander';
import { type Caller, connect, type Hub } from '../hub.js';
import { count, type Terminal } from '../terminal.js';

type Slot = Readonly<{
  theme: string;
  state: string;
  holder?: Readonly<{ agency: string; name: string; status?: 'suspended' | 'ended' }>;
  evaluation?: Readonly<{ overdue: boolean }> | null;
  provider?: Readonly<{ main: boolean }>;
}>;
type Row = Readonly<{ neighbourhood: string; name: string; slots: readonly Slot[] }>;
/** The response of `GET /v1/mandates/matrix`. */
export type MatrixAnswer = Readonly<{
  on: string;
  knownAt?: string;
  neighbourhoods: readonly Row[];
  next: string | null;
}>;

type Options = Readonly<{ on?: string; knownAt?: string; json?: true }>;

export const matrixCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('matrix')
    .summary('show the holders of the whole city')
    .description('Shows the holders on a day, neighbourhood by theme, and marks slots that need attention.')
    .option('--on <date>', 'day of the question, as YYYY-MM-DD; today when left out')
    .option(
      '--known-at <moment>',
      'moment whose state of the register is asked for: an instant such as 2026-03-01T12:00:00+01:00, or the end of a day; now when left out',
    )
    .option('--json', 'print the response as JSON')
    .action(async ({ json, ...question }: Options) => {
      const matrix = await allPages(await connect(program.opts<Caller>(), terminal, 'marc.claes'), question);
      const { screen, env } = terminal;
      terminal.out(
        json
          ? `${JSON.stringify(matrix, undefined, 2)}\n`
          : matrixInWords(matrix, {
              columns: screen?.columns ?? MIN_SCREEN_WIDTH,
              colours: screen !== undefined && !env.NO_COLOR,
            }),
      );
    });

const allPages = async (hub: Hub, { on, knownAt }: Options): Promise<MatrixAnswer> => {
  const neighbourhoods: Row[] = [];
  let page: MatrixAnswer | undefined;
  do {
    const after: string | undefined = page?.next ?? undefined;
    page = await hub.get<MatrixAnswer>('/v1/mandates/matrix', { on, knownAt, limit: '200', after });
    neighbourhoods.push(...page.neighbourhoods);
  } while (page.next !== null);
  return { ...page, neighbourhoods };
};

/** The smallest width of the table, also used when the output is not a screen. */
const MIN_SCREEN_WIDTH = 80;
const MIN_NAME_WIDTH = 12;
/** The width of a column in the narrow layout. It leaves room for the names of the neighbourhoods. */
const NARROW_COLUMN = 5;
const MAX_COLUMN = 16;

type Cell = Readonly<{ text: string; colour?: keyof typeof COLOURS }>;
const COLOURS = { red: 31, yellow: 33, dim: 2 } as const;

/** The layout of the table. With `full`, columns have room for the codes of agencies; otherwise one character stands for each agency. */
type Layout = Readonly<{ width: number; full: boolean; column: number; names: number; colours: boolean }>;

/**
 * Draws a table that fits the screen. A wide table shows the codes of agencies, a narrow table one character for each agency.
 * Colours only repeat the meaning of the signs.
 */
export const matrixInWords = (
  { on, knownAt, neighbourhoods }: MatrixAnswer,
  { columns, colours }: Readonly<{ columns: number; colours: boolean }>,
): string => {
  const rows = neighbourhoods.toSorted((a, b) =>
    a.neighbourhood.localeCompare(b.neighbourhood, 'en', { numeric: true }),
  );
  if (rows.length === 0)
    return 'The city has no neighbourhoods yet: import them with npx regie import neighbourhoods.\n';
  const slots = rows.flatMap((row) => row.slots);
  const agencies = new Map(slots.flatMap(({ holder }) => (holder ? [[holder.agency, holder.name] as const] : [])));
  const layout = layoutFor(rows, [...agencies.keys()], columns, colours);
  const labels = new Map(
    [...agencies.keys()].toSorted().map((agency, index) => [agency, layout.full ? agency : alphabetic(index)]),
  );
  const legend = [...labels].map(([agency, label]) => `${label} ${agencies.get(agency)}`);
  const vacant = slots.filter(({ state }) => state === 'none').length;
  return [
    `${knownAt ? `As known at ${knownAt}: w` : 'W'}ho holds the mandate on ${on}.`,
    '',
    ...tableOf(rows, labels, layout),
    '',
    ...wrapped([...legend, ...SIGNS], layout.width),
    `${count(vacant, 'slot')} of ${rows.length * rows[0]!.slots.length} without a mandate: GET /v1/mandates/gaps says since when.`,
    '',
  ].join('\n');
};

const SIGNS = [
  '. nobody',
  '() suspended',
  '? provisional',
  '! evaluation late',
  '* main provider too',
  '# not in the hub',
];

const layoutFor = (rows: readonly Row[], agencies: readonly string[], columns: number, colours: boolean): Layout => {
  const themes = rows[0]!.slots.map(({ theme }) => theme);
  const width = Math.max(columns, MIN_SCREEN_WIDTH);
  const longestName = Math.max(...rows.map(labelOf).map(({ length }) => length));
  const fullColumn = Math.min(MAX_COLUMN, Math.max(...[...themes, ...agencies].map(({ length }) => length + 3)));
  const full = width >= MIN_NAME_WIDTH + fullColumn * themes.length;
  const column = full ? fullColumn : NARROW_COLUMN;
  return { width, full, column, names: Math.min(longestName, width - column * themes.length), colours };
};

const tableOf = (
  rows: readonly Row[],
  labels: ReadonlyMap<string, string>,
  { full, column, names, colours }: Layout,
): readonly string[] => {
  const cell = ({ text, colour }: Cell): string => {
    const padded = ` ${shortened(text, column - 1).padEnd(column - 1)}`;
    return colours && colour ? `\u001b[${COLOURS[colour]}m${padded}\u001b[0m` : padded;
  };
  const line = (label: string, cells: readonly Cell[]): string =>
    `${shortened(label, names).padEnd(names)}${cells.map(cell).join('')}`.trimEnd();
  const header = rows[0]!.slots.map(({ theme }) => ({ text: full ? theme : theme.slice(0, column - 1) }));
  return [
    line('', header),
    ...rows.map((row) => {
      const cells = row.slots.map((slot) => cellOf(slot, labels, column - 1));
      return line(labelOf(row), cells);
    }),
  ];
};

/** Fits a slot into `room` characters. A long name is cut off; the signs always stay. */
const cellOf = (
  { state, holder, evaluation, provider }: Slot,
  labels: ReadonlyMap<string, string>,
  room: number,
): Cell => {
  if (!holder) return { text: '.', colour: 'dim' };
  const name = labels.get(holder.agency)!;
  if (state === 'suspended') return { text: `(${shortened(name, room - 2)})`, colour: 'red' };
  const signs = `${holder.status ? '#' : ''}${state === 'provisional' ? '?' : ''}${evaluation?.overdue ? '!' : ''}${provider?.main ? '*' : ''}`;
  return { text: `${shortened(name, room - signs.length)}${signs}`, ...(signs && { colour: 'yellow' as const }) };
};

const labelOf = ({ neighbourhood, name }: Row): string => `${neighbourhood} ${name}`;
const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
/** Writes a number, from 0 on, as A, B, ... Z, AA, AB, ... */
const alphabetic = (index: number): string =>
  (index < 26 ? '' : alphabetic(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** Joins the parts into lines, as many in each as fit. */
const wrapped = (parts: readonly string[], width: number): readonly string[] =>
  parts.reduce<string[]>((lines, part) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + 2 + part.length <= width
      ? [...lines.slice(0, -1), `${last}  ${part}`]
      : [...lines, part];
  }, []);
