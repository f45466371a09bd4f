/** The forms in which OTLP travels over HTTP. */
export type OtlpProtocol = 'http/protobuf' | 'http/json';

/**
 * The signals that OpenTelemetry sends from this process. One that is left out is off.
 * `ignored`: variables whose values this process cannot follow, each in a sentence with the remedy.
 */
export type TelemetrySettings = Readonly<{
  traces?: OtlpProtocol;
  metrics?: Readonly<{ protocol: OtlpProtocol; intervalMs: number }>;
  ignored: readonly string[];
}>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The interval of the specification. */
const INTERVAL_MS = 60_000;

/**
 * Reads the variables that decide whether anything is sent; the SDK reads all others, such as headers, samplers and
 * limits (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 * A signal is on when an exporter or an address is named for it.
 */
export const telemetrySettings = (environment: Environment): TelemetrySettings => {
  const ignored: string[] = [];
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return { ignored };
  const [traces, metrics] = (['TRACES', 'METRICS'] as const).map((signal) =>
    isOn(environment, signal, ignored) ? protocolOf(environment, signal, ignored) : undefined,
  );
  const intervalMs = intervalOf(environment, ignored);
  return { ...(traces && { traces }), ...(metrics && { metrics: { protocol: metrics, intervalMs } }), ignored };
};

const isOn = (environment: Environment, signal: 'TRACES' | 'METRICS', ignored: string[]): boolean => {
  const exporters = (environment[`OTEL_${signal}_EXPORTER`] ?? '').split(',').flatMap((name) => name.trim() || []);
  if (exporters.length === 0)
    return Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
  const others = exporters.filter((name) => name !== 'otlp' && name !== 'none');
  if (others.length > 0)
    ignored.push(
      `OTEL_${signal}_EXPORTER is otlp or none: ${others.join(', ')} is left out (/metrics serves Prometheus)`,
    );
  return exporters.includes('otlp');
};

const protocolOf = (environment: Environment, signal: 'TRACES' | 'METRICS', ignored: string[]): OtlpProtocol => {
  const own = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`;
  const name = environment[own] ? own : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const wanted = environment[name];
  if (wanted === 'http/json' || wanted === 'http/protobuf') return wanted;
  if (wanted) ignored.push(`${name} is http/protobuf or http/json, at port 4318 of a collector; http/protobuf is used`);
  return 'http/protobuf';
};

const intervalOf = ({ OTEL_METRIC_EXPORT_INTERVAL: given }: Environment, ignored: string[]): number => {
  if (!given) return INTERVAL_MS;
  if (/^[1-9]\d{1,8}$/.test(given)) return Number(given);
  ignored.push(`OTEL_METRIC_EXPORT_INTERVAL is a number of milliseconds from 10; ${INTERVAL_MS} is used`);
  return INTERVAL_MS;
};
