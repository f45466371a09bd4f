import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { within } from '../within-time-limit.js';

/** The time for all reads together, in ms: a scrape has to end within the ten seconds of Prometheus, also while a database hangs. */
const LONGEST_READ_MS = 2_000;

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
  private readonly all: ContextMetric[] = [];

  add(measure: ContextMetric): void {
    this.all.push(measure);
  }

  /** Returns the metrics, without the values that are unavailable now. */
  async registries(): Promise<readonly Registry[]> {
    const registers = [new Registry()];
    const until = performance.now() + LONGEST_READ_MS;
    // One after the other: a scrape must not take the few connections from requests.
    for (const { name, kind, help, label, read } of this.all) {
      const values = await within(Math.max(0, until - performance.now()), read()).catch(() => undefined);
      if (!values) continue;
      const labelNames = label ? [label] : [];
      const gauge = kind === 'gauge' ? new Gauge({ name, help, labelNames, registers }) : undefined;
      const counter = kind === 'counter' ? new Counter({ name, help, labelNames, registers }) : undefined;
      for (const [of, value] of values) {
        const labels = label ? { [label]: of } : {};
        gauge?.set(labels, value);
        counter?.inc(labels, value);
      }
    }
    return this.all.length > 0 ? registers : [];
  }
}
