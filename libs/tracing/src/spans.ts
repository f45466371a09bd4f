import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { currentWork, runAs } from './current-work.js';

/** The part that a span plays, by the terms of OpenTelemetry. */
export type SpanOptions = Readonly<{
  kind?: keyof typeof SpanKind;
  attributes?: Attributes;
  /** the `traceparent` of the cause, for work that runs within no other span */
  cause?: string;
}>;

/** The tracer of the process; undefined while OpenTelemetry is off, so that no span costs more than this look. */
let tracer: Tracer | undefined;

/** Records spans with this tracer from now on; with undefined, records none. */
export const traceWith = (chosen: Tracer | undefined): void => {
  tracer = chosen;
};

/** Returns whether spans are recorded. */
export const isTracing = (): boolean => tracer !== undefined;

/** Starts a span of its cause, or else of the current work. Returns undefined while OpenTelemetry is off. The caller ends the span. */
export const startSpan = (name: string, { kind = 'INTERNAL', attributes, cause }: SpanOptions = {}): Span | undefined =>
  tracer?.startSpan(
    name,
    { kind: SpanKind[kind], ...(attributes && { attributes }) },
    contextOf(cause ?? currentWork()?.traceparent),
  );

/** Runs work within a span. The span has the code or the name of an error and never its message, which may repeat values. */
export const inSpan = <T>(name: string, options: SpanOptions, run: () => Promise<T>): Promise<T> => {
  const span = startSpan(name, options);
  return span ? endAfter([span], run) : run();
};

/**
 * Runs work on several messages, such as the page of a processor, within a span for each message of a recorded trace.
 * Each trace is complete by that, although the messages share a transaction or a request.
 * @param causes the `traceparent` of each message
 */
export const inSpans = <T>(
  name: string,
  options: Omit<SpanOptions, 'cause'>,
  causes: readonly (string | undefined)[],
  run: () => Promise<T>,
): Promise<T> => {
  const traced = causes.filter((cause) => cause !== undefined);
  const spans = tracer ? traced.filter(isRecorded).map((cause) => startSpan(name, { ...options, cause })!) : [];
  if (spans.length > 0) return endAfter(spans, run);
  // Lines of the log about one message name its trace; about several messages, they name none.
  return traced.length === 1 && causes.length === 1 ? runAs({ traceparent: traced[0]! }, run) : run();
};

/** Runs work within the first of the spans, and ends them all. */
const endAfter = async <T>(spans: readonly Span[], run: () => Promise<T>): Promise<T> => {
  try {
    return await runAs({ ...currentWork(), traceparent: traceparentOfSpan(spans[0]!) }, run);
  } catch (error) {
    for (const span of spans) fail(span, error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
};

/** Returns the `traceparent` of a span, for events and for work that it causes. */
export const traceparentOfSpan = (span: Span): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
};

const isRecorded = (traceparent: string): boolean =>
  (Number.parseInt(traceparent.slice(53), 16) & Number(TraceFlags.SAMPLED)) !== 0;

const contextOf = (traceparent: string | undefined): Context =>
  traceparent === undefined
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, {
        traceId: traceparent.slice(3, 35),
        spanId: traceparent.slice(36, 52),
        traceFlags: Number.parseInt(traceparent.slice(53), 16),
        isRemote: true,
      });

const fail = (span: Span, error: unknown): void => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  span.setAttribute('error.type', typeof code === 'string' ? code : typeof name === 'string' ? name : 'error');
  span.setStatus({ code: SpanStatusCode.ERROR });
};
