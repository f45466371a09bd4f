import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Attribute = Readonly<{ key: string; value: Readonly<Record<string, unknown>> }>;
type Resource = Readonly<{ attributes: readonly Attribute[] }>;
type SentSpan = Readonly<{
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: readonly Attribute[];
}>;
type SentMetric = Readonly<
  { name: string } & Partial<Record<'gauge' | 'sum' | 'histogram', { dataPoints: readonly object[] }>>
>;
/** A request of OTLP/HTTP in JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
type Sent = Readonly<{
  resourceSpans?: readonly { resource: Resource; scopeSpans: readonly { spans: readonly SentSpan[] }[] }[];
  resourceMetrics?: readonly { resource: Resource; scopeMetrics: readonly { metrics: readonly SentMetric[] }[] }[];
}>;

export type ReceivedSpan = SentSpan & Readonly<{ service: unknown }>;

/** A collector of OpenTelemetry that keeps what it receives over OTLP/HTTP in JSON. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** the last value of each metric */
  readonly metrics = new Map<string, SentMetric>();
  /** everything that came, as it came */
  readonly bodies: string[] = [];

  private constructor(
    private readonly server: Server,
    /** the variables of a process that sends here */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        receiver.receive(request.url!, body);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const receiver = new OtlpReceiver(server, {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    });
    return receiver;
  }

  private receive(path: string, body: string): void {
    this.bodies.push(body);
    const { resourceSpans = [], resourceMetrics = [] } = JSON.parse(body) as Sent;
    if (path === '/v1/traces')
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue;
        for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => ({ ...span, service })));
      }
    if (path === '/v1/metrics')
      for (const { scopeMetrics } of resourceMetrics)
        for (const { metrics } of scopeMetrics) for (const metric of metrics) this.metrics.set(metric.name, metric);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }
}
