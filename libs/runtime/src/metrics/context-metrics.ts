import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { within } from '../within-time-limit.js';

/** A database that takes longer to answer counts as unavailable: a scrape has to end within the ten seconds of Prometheus. */
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

  /** Renders the metrics, without the values that are unavailable now. */
  async text(): Promise<string> {
    const registers = [new Registry()];
    const readings = await Promise.all(
      this.all.map(async (metric) => ({
        ...metric,
        values: await within(LONGEST_READ_MS, metric.read()).catch(() => undefined),
      })),
    );
    for (const { name, kind, help, label, values } of readings) {
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
    return this.all.length > 0 ? `\n${await registers[0]!.metrics()}` : '';
  }
}
