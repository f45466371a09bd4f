import type { Attributes, HrTime } from '@opentelemetry/api';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** `AggregationTemporality.CUMULATIVE`, and the members of `DataPointType`: types only, so that the SDK is loaded only where it is used. */
const CUMULATIVE = 1;
const [HISTOGRAM, GAUGE, SUM] = [0, 2, 3] as const;
/** `ValueType.DOUBLE` */
const DOUBLE = 1;

type Value = MetricValue<string> & Readonly<{ metricName?: string }>;

/**
 * Returns the metrics of `/metrics` as metrics of OpenTelemetry, under the same names and labels, so that each is
 * defined once. Values that are unavailable, and summaries, which OTLP does not take, are left out.
 * @param since the start of the process
 */
export const metricsOf = (
  collected: readonly MetricObjectWithValues<MetricValue<string>>[],
  since: Date,
  now = new Date(),
): MetricData[] =>
  collected.flatMap((metric) => {
    const times = { startTime: timeOf(since), endTime: timeOf(now) };
    const descriptor = { name: metric.name, description: metric.help, unit: '', valueType: DOUBLE };
    const common = { descriptor, aggregationTemporality: CUMULATIVE };
    // prom-client declares a number and returns the name.
    const kind = String(metric.type);
    if (kind === 'histogram') {
      const dataPoints = histogramsOf(metric.values).map((point) => ({ ...times, ...point }));
      return [{ ...common, dataPointType: HISTOGRAM, dataPoints }];
    }
    if (kind !== 'gauge' && kind !== 'counter') return [];
    const dataPoints = metric.values
      .filter(({ value }) => Number.isFinite(value))
      .map(({ value, labels }) => ({ ...times, attributes: labels, value }));
    const isSum = kind === 'counter';
    return [
      { ...common, dataPointType: isSum ? SUM : GAUGE, ...(isSum && { isMonotonic: true }), dataPoints } as MetricData,
    ];
  });

type HistogramPoint = Readonly<{
  attributes: Attributes;
  value: Readonly<{ buckets: { boundaries: number[]; counts: number[] }; sum: number; count: number }>;
}>;

/** Gathers the values of a histogram by their labels. Buckets of Prometheus count everything below them, those of OTLP what is between two. */
const histogramsOf = (values: readonly Value[]): readonly HistogramPoint[] => {
  const points = new Map<
    string,
    { attributes: Attributes; below: [le: number, count: number][]; sum: number; count: number }
  >();
  for (const { labels, metricName = '', value } of values) {
    const { le, ...attributes } = labels as Readonly<Record<string, string | number>>;
    const key = JSON.stringify(attributes);
    const point = points.get(key) ?? { attributes, below: [], sum: 0, count: 0 };
    points.set(key, point);
    if (metricName.endsWith('_sum')) point.sum = value;
    else if (metricName.endsWith('_count')) point.count = value;
    else if (le !== undefined && le !== '+Inf') point.below.push([Number(le), value]);
  }
  return [...points.values()].map(({ attributes, below, sum, count }) => {
    const counts = [...below.map(([, upTo]) => upTo), count].map((upTo, nth, all) => upTo - (all[nth - 1] ?? 0));
    return { attributes, value: { buckets: { boundaries: below.map(([le]) => le), counts }, sum, count } };
  });
};

const timeOf = (date: Date): HrTime => [Math.floor(date.getTime() / 1_000), (date.getTime() % 1_000) * 1_000_000];
