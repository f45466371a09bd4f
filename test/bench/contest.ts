import { cpus, totalmem } from 'node:os';

/** One side of a contest. Each call is one run and answers one number, in the unit of the contest. */
export type Run = () => Promise<number>;

export type Contest = Readonly<{
  name: string;
  /** what is measured, and against what */
  question: string;
  unit: 'events/s' | 'ms';
  /** what ours / peer must be: at least for events per second, at most for milliseconds */
  goal: number;
  /** prepares both sides on the server; `say` tells how far the preparation is */
  open(say: (progress: string) => void): Promise<Readonly<{ ours: Run; peer: Run; close(): Promise<void> }>>;
}>;

/** The medians of both sides and their ratio; the measured values in the order in which they were taken are the raw data. */
export type Result = Readonly<{
  name: string;
  ours: number;
  peer: number;
  ratio: number;
  goal: number;
  unit: Contest['unit'];
  runs: number;
  met: boolean;
  raw: Readonly<{ ours: readonly number[]; peer: readonly number[] }>;
}>;

/**
 * Runs both sides in turn: what slows the machine down for a while slows both. Who goes first changes each time, and a first round that does
 * not count warms caches, plans and the compiler up.
 */
export const hold = async (
  { name, goal, unit, open }: Contest,
  runs: number,
  say: (progress: string) => void,
): Promise<Result> => {
  const { ours, peer, close } = await open(say);
  const raw = { ours: [] as number[], peer: [] as number[] };
  try {
    for (let round = 0; round <= runs; round++) {
      say(round === 0 ? 'warming up' : `run ${round} of ${runs}${summary(raw, unit)}`);
      for (const side of round % 2 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
        const measured = await (side === 'ours' ? ours : peer)();
        if (round > 0) raw[side].push(measured);
      }
    }
  } finally {
    await close();
  }
  const [a, b] = [median(raw.ours), median(raw.peer)];
  const ratio = a / b;
  return { name, ours: a, peer: b, ratio, goal, unit, runs, met: unit === 'ms' ? ratio <= goal : ratio >= goal, raw };
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const summary = ({ ours, peer }: Result['raw'], unit: Contest['unit']): string =>
  ours.length > 0 && peer.length > 0 ? `: ${shown(median(ours), unit)} against ${shown(median(peer), unit)}` : '';

export const shown = (value: number, unit: Contest['unit']): string =>
  unit === 'ms' ? `${value.toFixed(2)} ms` : `${Math.round(value)}/s`;

/** The results as a table for people. */
export const table = (results: readonly Result[]): string => {
  const rows = results.map(({ name, ours, peer, ratio, goal, unit, runs, met }) => [
    name,
    shown(ours, unit),
    shown(peer, unit),
    `${ratio.toFixed(2)}x`,
    `${unit === 'ms' ? '<=' : '>='} ${goal}x`,
    String(runs),
    met ? 'met' : 'MISSED',
  ]);
  const lines = [['name', 'ours', 'peer', 'ratio', 'goal', 'runs', ''], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** What it ran on. */
export const machine = (): string =>
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}`;
