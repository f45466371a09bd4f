import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The work that runs now, for the lines of the log and for spans.
 * `requestId`: the id of the HTTP request, which its problem names in `instance`.
 * `traceparent`: the span, or the event, that caused the work (W3C Trace Context).
 */
export type Work = Readonly<{ requestId?: string; traceparent?: string }>;

const works = new AsyncLocalStorage<Work>();

/** Runs a function, and everything that it starts, as this work. */
export const runAs = <T>(work: Work, run: () => T): T => works.run(work, run);

/** Returns the work that runs now; undefined outside of requests and events. */
export const currentWork = (): Work | undefined => works.getStore();
