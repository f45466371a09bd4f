import type { Command } from 'commander';
import { type Caller, connect } from '../hub.js';
import { count, type Terminal } from '../terminal.js';

type Slot = Readonly<{
  theme: string;
  state: string;
  holder?: Readonly<{ agency: string; name: string; status?: 'suspended' | 'ended' }>;
  evaluation?: Readonly<{ overdue: boolean }> | null;
  provider?: Readonly<{ main: boolean }>;
}>;
type Row = Readonly<{ neighbourhood: string; name: string; slots: readonly Slot[] }>;
/** The answer of `GET /v1/mandates/matrix`. */
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
    .summary('who coordinates what over the whole city')
    .description('Neighbourhood by theme: which agency holds the mandate on a day, and what needs attention.')
    .option('--on <date>', 'on this day, as YYYY-MM-DD; today when left out')
    .option(
      '--known-at <moment>',
      'as the register said at this instant, such as 2026-03-01T12:00:00+01:00, or at the end of this day; now when left out',
    )
    .option('--json', 'print what the hub answers')
    .action(async ({ on, knownAt, json }: Options) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'marc.claes');
      const neighbourhoods: Row[] = [];
      let answer: MatrixAnswer | undefined;
      do {
        answer = await hub.get<MatrixAnswer>('/v1/mandates/matrix', {
          on,
          knownAt,
          limit: '200',
          after: answer?.next ?? undefined,
        });
        neighbourhoods.push(...answer.neighbourhoods);
      } while (answer.next !== null);
      const whole = { ...answer, neighbourhoods };
      const { screen, env } = terminal;
      terminal.out(
        json
          ? `${JSON.stringify(whole, undefined, 2)}\n`
          : matrixInWords(whole, {
              columns: screen?.columns ?? NARROW,
              colours: screen !== undefined && !env.NO_COLOR,
            }),
      );
    });

/** What a screen has at least; it is also the width when there is no screen. */
const NARROW = 80;
const SHORTEST_NAME = 12;
/** Of a column of a theme; a name needs the rest of the line. */
const NARROW_COLUMN = 5;
const LONGEST_COLUMN = 16;

type Shown = Readonly<{ text: string; colour?: keyof typeof COLOURS }>;
const COLOURS = { red: 31, yellow: 33, dim: 2 } as const;

/**
 * A table that fits in the columns there are: with room enough it names the agencies by their codes, else by a letter each. Colours only say again
 * what the signs say.
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
  const themes = rows[0]!.slots.map(({ theme }) => theme);
  const agencies = new Map(
    rows.flatMap(({ slots }) => slots.flatMap(({ holder }) => (holder ? [[holder.agency, holder.name] as const] : []))),
  );
  const letters = new Map([...agencies.keys()].toSorted().map((agency, index) => [agency, letterOf(index)]));

  const width = Math.max(columns, NARROW);
  const fullNames = Math.max(...rows.map(labelOf).map(({ length }) => length));
  const fullColumn = Math.min(
    LONGEST_COLUMN,
    Math.max(...[...themes, ...agencies.keys()].map(({ length }) => length + 3)),
  );
  const whole = width >= SHORTEST_NAME + fullColumn * themes.length;
  const column = whole ? fullColumn : NARROW_COLUMN;
  const names = Math.min(fullNames, width - column * themes.length);

  const cell = ({ text, colour }: Shown): string => {
    const padded = ` ${shortened(text, column - 1).padEnd(column - 1)}`;
    return colours && colour ? `\u001b[${COLOURS[colour]}m${padded}\u001b[0m` : padded;
  };
  const line = (label: string, cells: readonly Shown[]): string =>
    `${shortened(label, names).padEnd(names)}${cells.map(cell).join('')}`.trimEnd();
  const called = (agency: string): string => (whole ? agency : letters.get(agency)!);
  const table = [
    line(
      '',
      themes.map((theme) => ({ text: whole ? theme : theme.slice(0, column - 1) })),
    ),
    ...rows.map((row) =>
      line(
        labelOf(row),
        row.slots.map((slot) => shown(slot, called, column - 1)),
      ),
    ),
  ];
  const nobody = rows.flatMap(({ slots }) => slots).filter(({ state }) => state === 'none').length;
  const legend = [...letters].map(([agency, letter]) => `${whole ? agency : letter} ${agencies.get(agency)}`);
  return [
    `${knownAt ? `As known at ${knownAt}: w` : 'W'}ho holds the mandate on ${on}.`,
    '',
    ...table,
    '',
    ...wrapped(
      [
        ...legend,
        '. nobody',
        '() suspended',
        '? provisional',
        '! evaluation late',
        '* main provider too',
        '# not in the hub',
      ],
      width,
    ),
    `${count(nobody, 'slot')} of ${rows.length * themes.length} without a mandate: GET /v1/mandates/gaps says since when.`,
    '',
  ].join('\n');
};

/** In `room` characters: of a long name the end is left out, never a sign. */
const shown = (
  { state, holder, evaluation, provider }: Slot,
  called: (agency: string) => string,
  room: number,
): Shown => {
  if (!holder) return { text: '.', colour: 'dim' };
  const name = called(holder.agency);
  if (state === 'suspended') return { text: `(${shortened(name, room - 2)})`, colour: 'red' };
  const signs = `${holder.status ? '#' : ''}${state === 'provisional' ? '?' : ''}${evaluation?.overdue ? '!' : ''}${provider?.main ? '*' : ''}`;
  return { text: `${shortened(name, room - signs.length)}${signs}`, ...(signs && { colour: 'yellow' as const }) };
};

const labelOf = ({ neighbourhood, name }: Row): string => `${neighbourhood} ${name}`;
const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
/** A, B, ... Z, AA, AB, ... */
const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** The parts, as many in a line as fit. */
const wrapped = (parts: readonly string[], width: number): readonly string[] =>
  parts.reduce<string[]>((lines, part) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + 2 + part.length <= width
      ? [...lines.slice(0, -1), `${last}  ${part}`]
      : [...lines, part];
  }, []);
