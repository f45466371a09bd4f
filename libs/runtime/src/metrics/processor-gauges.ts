import { LOG, type Reconciliation } from '#messaging';
import type { ProcessorRegistry } from '../processor-registry.js';
import { formerly, type MakeGauge } from './gauges.js';

type ProcessorGauge = Readonly<{
  set(labels: Readonly<{ processor: string; source?: string }>, value: number): void;
  reset(): void;
}>;

/** The progress of the processors, publishers and readers of a process. */
export class ProcessorGauges {
  private readonly position: ProcessorGauge;
  private readonly lag: ProcessorGauge;
  private readonly stuck: ProcessorGauge;
  private readonly behindSeconds;

  constructor(
    private readonly gauge: MakeGauge,
    private readonly processors: ProcessorRegistry,
  ) {
    this.position = this.processorGauge(
      'position',
      'The position up to which a processor has handled a source: the log, or a partition of a topic.',
      'source',
    );
    this.lag = this.processorGauge('lag', 'Positions between a processor and the end of its source.', 'source');
    this.behindSeconds = gauge(
      'regie_processor_behind_seconds',
      'The age of the oldest event that a processor has not handled, in steps of some seconds.',
      'processor',
      'source',
    );
    this.stuck = this.processorGauge('stuck', '1 when a processor cannot go on.');
  }

  /** `head`: the end of the log; undefined while the event store does not answer */
  update(head: string | undefined, contexts: readonly Reconciliation[]): void {
    for (const gauge of [this.position, this.lag, this.stuck, this.behindSeconds]) gauge.reset();
    if (head !== undefined) {
      // The positions of publishers come from the database, because another process may hold the lease.
      const publishers = contexts.map(({ publisher: { name, position } }) => [name, position] as const);
      for (const [processor, position] of [...this.processors.positions(), ...publishers]) {
        this.position.set({ processor, source: LOG }, Number(position));
        this.lag.set({ processor, source: LOG }, behind(position, head));
      }
    }
    for (const { name: processor, source, behindMs } of this.processors.delays())
      this.behindSeconds.set({ processor, source }, behindMs / 1_000);
    for (const [processor, stuck] of this.processors.stuck()) this.stuck.set({ processor }, stuck ? 1 : 0);
    for (const { name: processor, topics } of contexts.flatMap(({ readers }) => readers))
      for (const { source, position, lag } of topics) {
        this.position.set({ processor, source }, Number(position));
        this.lag.set({ processor, source }, Number(lag));
      }
  }

  /** Sets `regie_processor_<name>`, and for one release `regie_follower_<name>`, its former name. */
  private processorGauge(name: string, help: string, ...labelNames: 'source'[]): ProcessorGauge {
    const gauge = this.gauge(`regie_processor_${name}`, help, 'processor', ...labelNames);
    const former = this.gauge(`regie_follower_${name}`, formerly(`regie_processor_${name}`), 'follower', ...labelNames);
    return {
      set: ({ processor, ...labels }, value) => {
        gauge.set({ processor, ...labels }, value);
        former.set({ follower: processor, ...labels }, value);
      },
      reset: () => {
        gauge.reset();
        former.reset();
      },
    };
  }
}

const behind = (position: string, head: string): number =>
  Number(BigInt(head) > BigInt(position) ? BigInt(head) - BigInt(position) : 0n);
