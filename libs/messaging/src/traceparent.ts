/** Returns a trace as W3C Trace Context writes it. It is kept with events for ever, so anything else is left out, as that standard requires. */
export const traceparentOf = (header: string | undefined): string | undefined =>
  header && /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : undefined;
