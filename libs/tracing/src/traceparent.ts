/** A `traceparent` header: version, id of the trace, id of the parent span, flags (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Returns a valid `traceparent` header (W3C Trace Context), and undefined for any other value, as the standard
 * requires. Events keep it for ever.
 */
export const traceparentOf = (header: string | undefined): string | undefined =>
  header && TRACEPARENT.test(header) ? header : undefined;

/** Returns the id of the trace in a valid `traceparent`: 32 hexadecimal digits. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
