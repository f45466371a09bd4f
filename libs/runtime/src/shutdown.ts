/**
 * The phases of a shutdown in their order. A phase ends at the latest `atMost` ms after it began, and `until` ms after the shutdown began.
 * - `calls`: requests from outside, and calls to endpoints.
 * - `work`: processors and workers of deadlines.
 * - `connections`: event store, bus and database.
 * - `framework`: the hooks of Nest.
 * - `database`: the PostgreSQL that this process started.
 * - `folder`: the lock on the folder of the hub.
 */
const PHASES = {
  calls: { atMost: 7_000, until: 7_000 },
  work: { atMost: 5_000, until: 12_000 },
  connections: { atMost: 3_000, until: 15_000 },
  framework: { atMost: 1_000, until: 16_000 },
  database: { atMost: 18_500, until: 18_500 },
  folder: { atMost: 500, until: 19_000 },
} as const satisfies Readonly<Record<string, Readonly<{ atMost: number; until: number }>>>;

export type Phase = keyof typeof PHASES;
type PhaseTimes = Readonly<Record<Phase, Readonly<{ atMost: number; until: number }>>>;

/** The time limit of a step. `late` aborts when the limit has passed and the shutdown goes on. */
export type StepTime = Readonly<{ withinMs: number; late: AbortSignal }>;
/** `name`: shown when the step is cut off. A function returns the name at that moment, such as the list of open requests. */
type Step = Readonly<{ phase: Phase; name: string | (() => string); stop: (time: StepTime) => unknown }>;

/** The steps that were not finished in time, and those that failed, each with its reason. */
export type ShutdownOutcome = Readonly<{ cut: readonly string[]; failures: readonly string[] }>;

/**
 * Stops a process in named steps, within 20 s even when a step hangs. The steps of a phase run side by side.
 * A step that exceeds its time is cut off and reported. No data is lost: acknowledged writes are on disk, and other work is repeated after the next
 * start.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private readonly underWay = new Set<Step>();
  private readonly runs = new Map<Phase, Promise<void>>();
  private readonly begun = new AbortController();
  private readonly cut: string[] = [];
  private readonly failures: string[] = [];
  private begunAt: number | undefined;
  private running: Promise<ShutdownOutcome> | undefined;
  /** aborts when the shutdown begins */
  readonly signal = this.begun.signal;

  constructor(private readonly phases: PhaseTimes = PHASES) {}

  /** Adds a step. When its phase has already begun, the step runs at once, and the shutdown does not wait for it. */
  add(phase: Phase, name: Step['name'], stop: Step['stop']): void {
    if (!this.runs.has(phase)) this.steps.push({ phase, name, stop });
    else void call(stop, { withinMs: 0, late: AbortSignal.abort() }).catch(() => undefined);
  }

  /** Runs all phases; a repeat returns the result of the first call. */
  run(): Promise<ShutdownOutcome> {
    return (this.running ??= this.runAll());
  }

  /** Runs one phase; a repeat returns the result of the first call. */
  runPhase(phase: Phase): Promise<void> {
    const earlier = this.runs.get(phase);
    if (earlier) return earlier;
    this.begunAt ??= performance.now();
    this.begun.abort();
    const { atMost, until } = this.phases[phase];
    const withinMs = Math.max(0, Math.min(atMost, until - (performance.now() - this.begunAt)));
    const steps = this.steps.filter((step) => step.phase === phase);
    const run = Promise.all(steps.map((step) => this.runStep(step, withinMs))).then(() => undefined);
    this.runs.set(phase, run);
    return run;
  }

  /** The names of the steps that have begun and not ended. */
  get unfinished(): readonly string[] {
    return [...this.underWay].map(nameOf);
  }

  private async runAll(): Promise<ShutdownOutcome> {
    for (const phase of Object.keys(this.phases) as Phase[]) await this.runPhase(phase);
    return { cut: this.cut, failures: this.failures };
  }

  /** Resolves when the step has ended, failed or been cut off. */
  private async runStep(step: Step, withinMs: number): Promise<void> {
    const late = new AbortController();
    this.underWay.add(step);
    const stopped = call(step.stop, { withinMs, late: late.signal })
      .catch((error: unknown) => {
        this.failures.push(`${nameOf(step)} (${error instanceof Error ? error.message : String(error)})`);
      })
      .finally(() => this.underWay.delete(step));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        // The name is read before the abort: the step may then end the requests that its name lists.
        this.cut.push(nameOf(step));
        late.abort();
        resolve();
      }, withinMs);
      void stopped.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Calls a step. An error that it throws becomes a rejection. */
const call = async (stop: Step['stop'], time: StepTime): Promise<void> => {
  await stop(time);
};

const nameOf = ({ name }: Step): string => (typeof name === 'string' ? name : name());
