import { Injectable } from '@nestjs/common';

/** A value, for each value of its label when it has one, asked for when somebody looks. A counter only grows while the process runs. */
export type ContextMetric = Readonly<{
  name: string;
  kind: 'gauge' | 'counter';
  help: string;
  label?: string;
  read(): Promise<readonly (readonly [label: string, value: number])[]>;
}>;

/** What the contexts of this process have to show at `/metrics`. */
@Injectable()
export class ContextMetrics {
  readonly all: ContextMetric[] = [];

  add(measure: ContextMetric): void {
    this.all.push(measure);
  }
}
