import { telemetrySettings } from './telemetry-settings.js';

const ADDRESS = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
const metrics = { protocol: 'http/protobuf', intervalMs: 60_000 };

describe('OpenTelemetry', () => {
  it.each<[string, Record<string, string>, object]>([
    ['off without its variables', {}, {}],
    ['off when only the service has a name', { OTEL_SERVICE_NAME: 'hub' }, {}],
    ['on for both signals with an address', ADDRESS, { traces: 'http/protobuf', metrics }],
    [
      'on for the signal that has an address',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/v1/traces' },
      { traces: 'http/protobuf' },
    ],
    ['on for the signal that has an exporter', { OTEL_METRICS_EXPORTER: 'otlp' }, { metrics }],
    ['off for the signal whose exporter is none', { ...ADDRESS, OTEL_TRACES_EXPORTER: 'none' }, { metrics }],
    ['off when the SDK is disabled', { ...ADDRESS, OTEL_SDK_DISABLED: 'TRUE' }, {}],
    [
      'sent in the named forms',
      { ...ADDRESS, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' },
      { traces: 'http/protobuf', metrics: { ...metrics, protocol: 'http/json' } },
    ],
    [
      'sent at the named interval',
      { OTEL_METRICS_EXPORTER: 'otlp', OTEL_METRIC_EXPORT_INTERVAL: '5000' },
      { metrics: { ...metrics, intervalMs: 5_000 } },
    ],
  ])('is %s', (_, environment, expected) =>
    expect(telemetrySettings(environment)).toEqual({ ...expected, ignored: [] }),
  );

  it.each([
    [
      { OTEL_TRACES_EXPORTER: 'zipkin' },
      'OTEL_TRACES_EXPORTER is otlp or none: zipkin is left out (/metrics serves Prometheus)',
    ],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf or http/json, at port 4318 of a collector; http/protobuf is used',
    ],
    [
      { OTEL_METRIC_EXPORT_INTERVAL: '1s' },
      'OTEL_METRIC_EXPORT_INTERVAL is a number of milliseconds from 10; 60000 is used',
    ],
  ])('names a value that it cannot follow, with the remedy: %j', (environment, sentence) =>
    expect(telemetrySettings(environment).ignored).toEqual([sentence]),
  );
});
