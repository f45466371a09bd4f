/** The processor time of one operation in µs: in the process of the side, and in PostgreSQL. */
export type ProcessorTime = Readonly<{ node: number; postgres: number }>;

/** One run of a side: its value in the unit of the contest, and the processor time where the system reports it. */
export type Run = Readonly<{ value: number; processor?: ProcessorTime }>;

/**
 * Measures a piece of work, which returns its number of operations. The value is the operations per second; a contest
 * of latencies uses its median instead.
 */
export type Measure = (work: () => Promise<number>) => Promise<Run>;

/** One side of a contest, ready to run. */
export type Side = Readonly<{
  run(measure: Measure): Promise<Run>;
  close(): Promise<void>;
  /** Processes that this side started do the work: their processor time counts too. */
  countsChildren?: boolean;
}>;

/** The resources that the harness provides to a side. Databases are dropped after the side has closed. */
export type Surroundings = Readonly<{
  createDatabase(): Promise<string>;
  /** Kafka, for a contest that needs it */
  brokers: readonly string[];
  onProgress(line: string): void;
}>;

export type OpenSide = (surroundings: Surroundings) => Promise<Side>;

export type Contest = Readonly<{
  name: string;
  /** the subject of the measurement, and the peer */
  question: string;
  unit: 'events/s' | 'ms';
  /** The bound of ours / peer: at least for events per second, at most for milliseconds and for processor time. */
  goal: number;
  /** The bounded measure: the value of a run, unless it is `processor`. */
  judgedBy?: 'processor';
  needsKafka?: boolean;
  ours: OpenSide;
  /** A number is a bound that needs no run. */
  peer: OpenSide | number;
}>;

/** Returns the median time in ms of this many operations, one after the other. */
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
