import type { Fault } from '#testing/fault-proxy';
import { random } from '../random.js';

/** A connection between two parts that passes through a proxy. `process`: the process that uses it. */
export type LinkName = Readonly<{ name: string; process: string }>;

/** The kinds of faults. `cut` resets the connections again and again; `FaultProxy` describes the others. */
export const KINDS = ['cut', 'half-open', 'blackhole', 'delay', 'limit', 'refuse'] as const;

type NetworkFault = Exclude<Fault, { kind: 'none' }> | Readonly<{ kind: 'cut' }>;

/**
 * A fault of one link. Times are in ms from the start of the run.
 * `forgets`: the connections stay silent for ever, as behind a firewall that lost its state.
 * `stopAt`: the time at which the process of the link gets SIGTERM and is started again.
 */
export type PlannedFault = Readonly<{
  link: LinkName;
  fault: NetworkFault;
  from: number;
  until: number;
  forgets: boolean;
  stopAt?: number;
}>;

const SECOND = 1_000;
const SHORTEST_MS = 2 * SECOND;
const LONGEST_MS = 40 * SECOND;
const FAULTS_A_MINUTE = 5;
/** Two sequences of faults run side by side, so that there are at most two faults at a time. */
const LANES = 2;
/** One fault in five stops the process of its link. */
const STOP_EVERY = 5;
/** The smallest share of a lane without faults. */
const LEAST_PAUSE = 0.3;

/** Plans the faults of a run. The same seed, length and links give the same plan. */
export const planFaults = (seed: number, minutes: number, links: readonly LinkName[]): readonly PlannedFault[] => {
  const next = random(seed);
  const count = Math.max(LANES, Math.round(minutes * FAULTS_A_MINUTE));
  const kinds = inTurns(KINDS, next);
  const turns = inTurns(links, next);
  const times = Array.from({ length: LANES }, (_, lane) =>
    timesOf(Math.floor((count + lane) / LANES), minutes * 60 * SECOND, next),
  )
    .flat()
    .sort((a, b) => a.from - b.from);
  const planned: PlannedFault[] = [];
  for (const [index, { from, until }] of times.entries()) {
    const busy = planned.filter((fault) => fault.until > from).map(({ link }) => link);
    const link = turns((candidate) => !busy.includes(candidate));
    const fault = faultOf(kinds(), next);
    const stopAt = Math.round(from + next() * (until - from));
    const forgets = FORGETTING.includes(fault.kind) && next() < 0.5;
    planned.push({ link, fault, from, until, forgets, ...(index % STOP_EVERY === 1 && { stopAt }) });
  }
  return planned;
};

/** Divides a lane into pauses and faults of seeded random lengths. */
const timesOf = (count: number, laneMs: number, next: () => number): { from: number; until: number }[] => {
  // short faults are more frequent than long ones
  const drawn = Array.from({ length: count }, () => SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * next() ** 2);
  const sum = drawn.reduce((total, length) => total + length, 0);
  const scale = Math.min(1, (laneMs * (1 - LEAST_PAUSE)) / sum);
  const lengths = drawn.map((length) => length * scale);
  const pauses = Array.from({ length: count }, () => 0.2 + next());
  const unit = (laneMs - sum * scale) / pauses.reduce((total, pause) => total + pause, 0);
  let now = 0;
  return lengths.map((length, index) => {
    const from = now + pauses[index]! * unit;
    now = from + length;
    return { from: Math.round(from), until: Math.round(now) };
  });
};

/** Returns a function that returns the values in seeded random order, each equally often. A value that does not fit stays for the next call. */
const inTurns = <T>(values: readonly T[], next: () => number): ((fits?: (value: T) => boolean) => T) => {
  let left: T[] = [];
  return (fits = () => true) => {
    if (!left.some(fits)) left = [...left, ...shuffled(values, next)];
    return left.splice(left.findIndex(fits), 1)[0]!;
  };
};

const shuffled = <T>(values: readonly T[], next: () => number): T[] =>
  values
    .map((value) => ({ value, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);

/** After half of these faults, the connections stay silent for ever. */
const FORGETTING: readonly string[] = ['half-open', 'blackhole'];
const DELAYS_MS = [100, 300, 1_000, 2_500] as const;
const RATES = [1_000, 5_000, 20_000] as const;

const faultOf = (kind: (typeof KINDS)[number], next: () => number): NetworkFault => {
  const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  switch (kind) {
    case 'delay':
      return { kind, ms: one(DELAYS_MS) };
    case 'limit':
      return { kind, bytesPerSecond: one(RATES) };
    default:
      return { kind };
  }
};

/** Describes a fault for the progress of a run. */
export const inWords = ({ fault, forgets }: Pick<PlannedFault, 'fault' | 'forgets'>): string =>
  forgets
    ? `${fault.kind} for good of the present connections`
    : fault.kind === 'delay'
      ? `delay of ${fault.ms} ms`
      : fault.kind === 'limit'
        ? `limit of ${fault.bytesPerSecond} bytes a second`
        : fault.kind;
