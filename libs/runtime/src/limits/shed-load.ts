import type { RequestHandler } from 'express';
import { DomainError } from '#kernel';
import type { ContextMetrics } from '../metrics/context-metrics.js';
import type { EventLoopLag } from './event-loop-lag.js';

/** The paths that answer also under overload: an operator has to see it, and a probe that fails would restart the process. */
const ALWAYS_ANSWERED = /^\/+(?:health(?:\/|$)|metrics\/*$)/i;

/**
 * The time after which a refused request is to be sent again. It is longer than a sample, so that the next one is taken
 * into account.
 */
const RETRY_AFTER_SECONDS = 2;

/** Refuses requests before any work on them while the event loop lags: their callers would give up before the response. */
export const shedLoad = (lag: Pick<EventLoopLag, 'tooLong'>, metrics: ContextMetrics): RequestHandler => {
  let refused = 0;
  metrics.add({
    name: 'regie_http_shed_total',
    kind: 'counter',
    help: 'Requests refused because the event loop lagged.',
    read: async () => [['', refused]],
  });
  return (request, _response, next) => {
    if (!lag.tooLong || ALWAYS_ANSWERED.test(request.path)) return next();
    refused++;
    next(new DomainError('service.overloaded', { retryAfter: RETRY_AFTER_SECONDS }));
  };
};
