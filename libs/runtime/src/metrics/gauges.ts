import { Gauge, type Registry } from 'prom-client';

/** Creates a gauge in the registry of a process. */
export type MakeGauge = <Label extends string>(name: string, help: string, ...labels: Label[]) => Gauge<Label>;

export const gaugesIn =
  (registry: Registry): MakeGauge =>
  (name, help, ...labelNames) =>
    new Gauge({ name, help, labelNames, registers: [registry] });

/** Returns the help text of a metric under its former name, which the next release removes. */
export const formerly = (name: string): string => `Deprecated, goes with the next release: use ${name}.`;

/** Sets a gauge without labels, or removes its value: a value of an earlier scrape would mislead. */
export const setOrRemove = (gauge: Gauge<never>, value: number | undefined): void =>
  value === undefined ? gauge.remove() : gauge.set(value);
