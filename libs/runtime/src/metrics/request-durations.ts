import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';
import { routeOf } from '../logging/route-of.js';

/** The duration of requests, by method, pattern of the route and status. */
export class RequestDurations {
  private readonly durations: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: 'regie_http_request_duration_seconds',
      help: 'Time from a request to the end of its response. `route` is the pattern of the path; `status` is `gone` when the caller left before the end.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  }

  readonly timing: RequestHandler = (request, response, next) => {
    const end = this.durations.startTimer();
    response.on('close', () =>
      end({
        method: request.method,
        route: routeOf(request),
        status: response.writableFinished ? String(response.statusCode) : 'gone',
      }),
    );
    next();
  };
}
