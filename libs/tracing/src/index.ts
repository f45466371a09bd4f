export { currentWork, runAs, type Work } from './current-work.js';
export { inSpan, inSpans, isTracing, type SpanOptions, startSpan, traceparentOfSpan, traceWith } from './spans.js';
export { traceIdOf, traceparentOf } from './traceparent.js';
