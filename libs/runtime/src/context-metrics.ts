import { Injectable } from '@nestjs/common';

/** A metric with one value, or with one for each value of `label`. `read` is called at each request for metrics. */
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
