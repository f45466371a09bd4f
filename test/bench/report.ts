import { cpus, totalmem } from 'node:os';
import { type Contest, type Limits, median, type ProcessorTime, type Run } from './contest.js';

type JudgedBy = 'value' | 'processor';

/** The runs of each side in their order, without the first one. */
export type Raw = Readonly<{ ours: readonly Run[]; peer: readonly Run[]; secondPeer?: readonly Run[] }>;

/**
 * The medians of both sides and their ratio, and the same for the processor time of an operation. Processor times are
 * null when the system does not report them. `memory`: that of our side in MiB, null when the contest does not measure it.
 */
export type Result = Readonly<{
  name: string;
  unit: Contest['unit'];
  runs: number;
  ours: number;
  peer: number;
  ratio: number;
  processor: Readonly<{ ours: ProcessorTime | null; peer: ProcessorTime | null; ratio: number | null }>;
  memory: number | null;
  goal: number;
  judgedBy: JudgedBy;
  limits: Limits;
  /** null when the verdict needs a measure that the system does not report */
  met: boolean | null;
  raw: Raw;
}>;

/** Returns a result for each peer. */
export const resultsOf = (contest: Contest, { ours, peer, secondPeer }: Raw): readonly Result[] => [
  resultOf(contest, { ours, peer }),
  ...(secondPeer
    ? [resultOf({ ...contest, name: contest.secondPeer!.name, limits: {} }, { ours, peer: secondPeer })]
    : []),
];

export const resultOf = (contest: Contest, raw: Raw): Result => {
  const { name, unit, goal, limits = {} } = contest;
  const judgedBy: JudgedBy = contest.judgedBy ?? 'value';
  const [ours, peer] = [medianValue(raw.ours), medianValue(raw.peer)];
  const ratio = ours / peer;
  const processor = processorOf(raw);
  const memory = medianMemory(raw.ours);
  const judged = judgedBy === 'processor' ? processor.ratio : ratio;
  const verdicts = [
    judged === null ? null : isUpperBound(unit, judgedBy) ? judged <= goal : judged >= goal,
    isWithin(limits.value, ours),
    isWithin(limits.processor, processor.ours && totalOf(processor.ours)),
    isWithin(limits.node, processor.ours && processor.ours.node),
    isWithin(limits.memory, memory),
  ];
  const met = verdicts.includes(false) ? false : verdicts.includes(null) ? null : true;
  return { name, unit, runs: raw.ours.length, ours, peer, ratio, processor, memory, goal, judgedBy, limits, met, raw };
};

const isWithin = (limit: number | undefined, value: number | null): boolean | null =>
  limit === undefined ? true : value === null ? null : value <= limit;

const medianMemory = (runs: readonly Run[]): number | null => {
  const measured = runs.map(({ memory }) => memory).filter((memory) => memory !== undefined);
  return measured.length > 0 ? median(measured) : null;
};

const isUpperBound = (unit: Contest['unit'], judgedBy: JudgedBy): boolean => unit === 'ms' || judgedBy === 'processor';

const medianValue = (runs: readonly Run[]): number => median(runs.map(({ value }) => value));

const processorOf = (raw: Raw): Result['processor'] => {
  const [ours, peer] = [medianProcessor(raw.ours), medianProcessor(raw.peer)];
  return { ours, peer, ratio: ours && peer && totalOf(ours) / totalOf(peer) };
};

const medianProcessor = (runs: readonly Run[]): ProcessorTime | null => {
  const measured = runs.map(({ processor }) => processor).filter((processor) => processor !== undefined);
  if (measured.length < runs.length) return null;
  return { node: median(measured.map(({ node }) => node)), postgres: median(measured.map(({ postgres }) => postgres)) };
};

const totalOf = ({ node, postgres }: ProcessorTime): number => node + postgres;

/** Formats the medians of the runs so far, for the progress. */
export const summary = ({ ours, peer }: Raw, unit: Contest['unit']): string =>
  ours.length > 0 && peer.length > 0
    ? `: ${inUnit(medianValue(ours), unit)} against ${inUnit(medianValue(peer), unit)}`
    : '';

const inUnit = (value: number, unit: Contest['unit']): string =>
  unit === 'ms' ? `${value.toFixed(2)} ms` : `${Math.round(value)}/s`;

/** Formats a processor time as its sum, with the parts of Node and PostgreSQL in parentheses. */
const inMicroseconds = (processor: ProcessorTime | null): string => {
  if (!processor) return '-';
  const [node, postgres] = [processor.node, processor.postgres].map((value) => value.toFixed(0));
  return `${totalOf(processor).toFixed(0)} µs (${node} + ${postgres})`;
};

const inTimes = (ratio: number | null): string => (ratio === null ? '-' : `${ratio.toFixed(2)}x`);

const goalOf = ({ goal, unit, judgedBy, limits }: Result): string =>
  [
    `${judgedBy === 'processor' ? 'processor ' : ''}${isUpperBound(unit, judgedBy) ? 'at most' : 'at least'} ${goal}x`,
    ...(limits.value === undefined ? [] : [`${limits.value} ms`]),
    ...(limits.processor === undefined ? [] : [`${limits.processor} µs`]),
    ...(limits.node === undefined ? [] : [`Node ${limits.node} µs`]),
    ...(limits.memory === undefined ? [] : [`${limits.memory} MiB`]),
  ].join(', ');

const verdictOf = ({ met }: Result): string => (met === null ? 'not measured' : met ? 'met' : 'MISSED');

/** Formats a result as one line, for the progress. */
export const inWords = (result: Result): string => {
  const { unit, ours, peer, ratio, processor, memory } = result;
  const time = `${inMicroseconds(processor.ours)} against ${inMicroseconds(processor.peer)}`;
  return `${inUnit(ours, unit)} against ${inUnit(peer, unit)}: ${inTimes(ratio)}; processor time of each: ${time}${memory === null ? '' : `; memory: ${memory.toFixed(0)} MiB`}; goal ${goalOf(result)}: ${verdictOf(result)}`;
};

/** Formats the results as a table in Markdown, aligned for readers of the plain text. */
export const table = (results: readonly Result[], peer = 'peer'): string => {
  const head = ['name', 'ours', peer, 'ratio', 'processor: ours', `processor: ${peer}`, 'ratio', 'goal', ''];
  const rows = results.map((result) => [
    result.name,
    inUnit(result.ours, result.unit),
    inUnit(result.peer, result.unit),
    inTimes(result.ratio),
    inMicroseconds(result.processor.ours),
    inMicroseconds(result.processor.peer),
    inTimes(result.processor.ratio),
    goalOf(result),
    verdictOf(result),
  ]);
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};

/** Describes the machine on which the figures were measured. */
export const machine = (): string =>
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}`;
