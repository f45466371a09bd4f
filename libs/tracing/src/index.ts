export { currentWork, runAs } from './current-work.js';
export { inSpan, inSpans, isTracing, startSpan, traceparentOfSpan, traceWith } from './spans.js';
export { traceIdOf, traceparentOf } from './traceparent.js';
