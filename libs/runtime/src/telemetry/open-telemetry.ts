import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { MeterProvider, type MetricProducer, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { traceWith } from '#tracing';
import { metricsOf } from './registry-metrics.js';
import type { OtlpProtocol } from './telemetry-settings.js';

const SCOPE = { name: 'regie-hub' };

/** The parts of OpenTelemetry that run, each with its orderly end: what is collected is sent first. */
export type Sending = Readonly<{ stop(): Promise<void> }>;

/** Returns the resource of the process. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES overrule its name. */
export const resourceOf = (serviceName: string): Resource =>
  defaultResource()
    .merge(resourceFromAttributes({ 'service.name': serviceName }))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));

/** Records spans and sends them in batches. The SDK reads address, headers, sampler and limits from its variables. */
export const sendTraces = (protocol: OtlpProtocol, resource: Resource): Sending => {
  const exporter = protocol === 'http/json' ? new JsonTraces() : new ProtobufTraces();
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  traceWith(provider.getTracer(SCOPE.name));
  return {
    stop: async () => {
      traceWith(undefined);
      await provider.shutdown();
    },
  };
};

/** Sends the metrics of `/metrics` at an interval, read from the same registry. */
export const sendMetrics = (
  { protocol, intervalMs }: Readonly<{ protocol: OtlpProtocol; intervalMs: number }>,
  resource: Resource,
  collect: () => Promise<readonly MetricObjectWithValues<MetricValue<string>>[]>,
): Sending => {
  const since = new Date(Date.now() - process.uptime() * 1_000);
  const registry: MetricProducer = {
    collect: async () => ({
      resourceMetrics: { resource, scopeMetrics: [{ scope: SCOPE, metrics: metricsOf(await collect(), since) }] },
      errors: [],
    }),
  };
  const reader = new PeriodicExportingMetricReader({
    exporter: protocol === 'http/json' ? new JsonMetrics() : new ProtobufMetrics(),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(intervalMs, 10_000),
    metricProducers: [registry],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return { stop: () => provider.shutdown() };
};

/** The time for which the same complaint is not repeated: a collector that is away fails every batch. */
const REPEAT_AFTER_MS = 300_000;

/** Logs the complaints of the SDK, each once in five minutes. */
export const logComplaints = (warn: (message: string) => void): void => {
  const named = new Map<string, number>();
  const complain = (message: string, ...rest: unknown[]): void => {
    const text = [message, ...rest.map((part) => (part instanceof Error ? part.message : String(part)))].join(' ');
    // The same complaint comes with other numbers.
    const kind = text.replaceAll(/\d+/g, '');
    if (Date.now() - (named.get(kind) ?? -Infinity) < REPEAT_AFTER_MS || named.size > 100) return;
    named.set(kind, Date.now());
    warn(`OpenTelemetry: ${text.slice(0, 500)}`);
  };
  const silent = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};
