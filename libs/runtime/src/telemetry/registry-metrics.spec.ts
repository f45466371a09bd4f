import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metricsOf } from './registry-metrics.js';

describe('The metrics for OpenTelemetry', () => {
  const since = new Date('2026-01-01T00:00:00.250Z');
  const now = new Date('2026-01-01T00:01:00Z');
  const times = { startTime: [1_767_225_600, 250_000_000], endTime: [1_767_225_660, 0] };
  const registers = [new Registry()];
  const collected = async () => metricsOf(await registers[0]!.getMetricsAsJSON(), since, now);
  beforeEach(() => registers[0]!.clear());

  it('have a counter as a sum that only grows, and a gauge without the values that are unavailable', async () => {
    new Counter({ name: 'sent_total', help: 'Sent.', labelNames: ['to'], registers }).inc({ to: 'a' }, 3);
    const gauge = new Gauge({ name: 'lag', help: 'Lag.', labelNames: ['of'], registers });
    gauge.set({ of: 'a' }, 2);
    gauge.set({ of: 'b' }, NaN);
    const common = { aggregationTemporality: AggregationTemporality.CUMULATIVE };
    expect(await collected()).toEqual([
      {
        ...common,
        descriptor: { name: 'sent_total', description: 'Sent.', unit: '', valueType: ValueType.DOUBLE },
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: [{ ...times, attributes: { to: 'a' }, value: 3 }],
      },
      {
        ...common,
        descriptor: { name: 'lag', description: 'Lag.', unit: '', valueType: ValueType.DOUBLE },
        dataPointType: DataPointType.GAUGE,
        dataPoints: [{ ...times, attributes: { of: 'a' }, value: 2 }],
      },
    ]);
  });

  it('have a histogram with the number of values between two boundaries, for each set of labels', async () => {
    const histogram = new Histogram({ name: 's', help: 'S.', labelNames: ['route'], buckets: [1, 5], registers });
    for (const value of [0.5, 1, 3, 70]) histogram.observe({ route: '/a' }, value);
    histogram.observe({ route: '/b' }, 4);
    expect(await collected()).toMatchObject([
      {
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: [
          {
            attributes: { route: '/a' },
            value: { buckets: { boundaries: [1, 5], counts: [2, 1, 1] }, sum: 74.5, count: 4 },
          },
          {
            attributes: { route: '/b' },
            value: { buckets: { boundaries: [1, 5], counts: [0, 1, 0] }, sum: 4, count: 1 },
          },
        ],
      },
    ]);
  });
});
