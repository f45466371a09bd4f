import { Injectable } from '@nestjs/common';

/** A value, or one for each value of its label, read when the metrics are requested. A counter only grows while the process runs. */
export type ContextMetric = Readonly<{
  name: string;
  kind: 'gauge' | 'counter';
  help: string;
  label?: string;
  read(): Promise<readonly (readonly [label: string, value: number])[]>;
}>;

/** The metrics that the contexts of this process expose at `/metrics`. */
@Injectable()
export class ContextMetrics {
  readonly all: ContextMetric[] = [];

  add(measure: ContextMetric): void {
    this.all.push(measure);
  }
}
