import { traceIdOf } from '#tracing';

/** An event with the trace of its cause: a private event has it among its metadata. */
export type Traced = Readonly<{ id: string; traceparent?: string; metadata?: Readonly<{ traceparent?: string }> }>;

/** Returns the `traceparent` of the cause of an event. */
export const causeOf = ({ traceparent, metadata }: Traced): string | undefined => traceparent ?? metadata?.traceparent;

/** Returns the id of the trace of an event, for a line of the log. */
export const traceOf = (event: Traced): Readonly<{ traceId?: string }> => {
  const cause = causeOf(event);
  return cause === undefined ? {} : { traceId: traceIdOf(cause) };
};
