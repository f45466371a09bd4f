/**
 * Returns a valid `traceparent` header (W3C Trace Context), and undefined for any other value, as the standard
 * requires. Events keep it for ever.
 */
export const traceparentOf = (header: string | undefined): string | undefined =>
  header && /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : undefined;
