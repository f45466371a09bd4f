/** The processor time of one operation in µs: in the process of the side, and in PostgreSQL. */
export type ProcessorTime = Readonly<{ node: number; postgres: number }>;

/**
 * The result of one run of a side: its value in the unit of the contest, and the processor time if the system reports it.
 * `memory`: the resident memory in MiB of a server after the run, when the contest measures it.
 */
export type Run = Readonly<{ value: number; processor?: ProcessorTime; memory?: number }>;

/**
 * Measures work that returns its number of operations. The resulting value is in operations per second; contests of
 * latencies replace it with their median.
 */
export type Measure = (work: () => Promise<number>) => Promise<Run>;

/** One side of a contest, ready to run. */
export type Side = Readonly<{
  run(measure: Measure): Promise<Run>;
  close(): Promise<void>;
  /** The processes whose processor time counts, each with its descendants. By default only the process of the side. */
  counted?: readonly number[];
}>;

/** The resources that the harness provides to a side. Databases are dropped after the side has closed. */
export type Surroundings = Readonly<{
  createDatabase(): Promise<string>;
  /** the addresses of Kafka, for contests with `needsKafka` */
  brokers: readonly string[];
  onProgress(line: string): void;
}>;

/** The largest values of our side: `value` in ms, `processor` and its part `node` in µs for each operation, `memory` in MiB. */
export type Limits = Readonly<{ value?: number; processor?: number; node?: number; memory?: number }>;

export type OpenSide = (surroundings: Surroundings) => Promise<Side>;

export type Contest = Readonly<{
  name: string;
  /** the subject of the measurement, and the peer */
  question: string;
  unit: 'events/s' | 'ms';
  /** The bound of the ratio ours / peer: a minimum for events per second, a maximum for milliseconds and for processor time. */
  goal: number;
  /** The measure that `goal` bounds: the value of a run by default. */
  judgedBy?: 'processor';
  limits?: Limits;
  needsKafka?: boolean;
  /** true: each side runs once, without a warm-up, because a run takes minutes */
  once?: boolean;
  ours: OpenSide;
  /** The other side, or a fixed value to compare with. */
  peer: OpenSide | number;
  /** Another peer of the same contest. Its result has a name of its own, the same goal and no limits. */
  secondPeer?: Readonly<{ name: string; open: OpenSide }>;
}>;

/** Runs this many operations one after the other, and returns their median time in ms as the value. */
export const medianLatency = async (
  measure: Measure,
  operations: number,
  operation: (nth: number) => Promise<unknown>,
): Promise<Run> => {
  const times: number[] = [];
  const run = await measure(async () => {
    for (let nth = 0; nth < operations; nth++) {
      const start = performance.now();
      await operation(nth);
      times.push(performance.now() - start);
    }
    return operations;
  });
  return { ...run, value: median(times) };
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
