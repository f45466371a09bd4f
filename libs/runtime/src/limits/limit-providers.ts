import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { Request } from 'express';
import { ProblemFilter, type Problems } from '#http';
import { EventLoopLag } from './event-loop-lag.js';
import { RequestLimits } from './request-limits.js';
import { RouteMethods } from './route-methods.js';
import { RequestThrottlerGuard } from './throttler.guard.js';

/** Provides the guard that counts requests, and the filter that turns each refusal into a problem and counts it too. */
export const limitProviders = (limits: RequestLimits, problems: Problems): Provider[] => [
  EventLoopLag,
  RouteMethods,
  { provide: RequestLimits, useValue: limits },
  {
    provide: APP_FILTER,
    inject: [RouteMethods],
    useFactory: (methods: RouteMethods) =>
      new ProblemFilter(problems, limits.countRefused, ({ path }: Request) => methods.at(path)),
  },
  // This guard must precede that of AccessModule, as the guards of a module precede those of its imports.
  { provide: APP_GUARD, useClass: RequestThrottlerGuard },
];
