import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import { parsePositionToken, positionToken } from '#http';
import { DomainError } from '#kernel';
import { ProcessorRegistry } from './processor-registry.js';

/** How long a request with `Regie-After` waits before it is told that this place is behind. */
const LONGEST_WAIT_MS = 5_000;
/** What is left of it, at least, for what followed. */
const LEAST_WAIT_MS = 500;

/**
 * Reading what was written: a request with `Regie-After: <Regie-Position of an earlier answer>` is handled when every read model of this process
 * has got that far, also when it was written in another one. The answer says how far this place is, so that the next request may be made elsewhere.
 */
@Injectable()
export class RegieAfterInterceptor implements NestInterceptor {
  constructor(private readonly processors: ProcessorRegistry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const token = http.getRequest<Request>().header('regie-after');
    if (token === undefined) return next.handle();
    return from(this.arrived(token, http.getResponse<Response>())).pipe(mergeMap(() => next.handle()));
  }

  private async arrived(token: string, response: Response): Promise<void> {
    const place = parsePositionToken(token);
    const inTime = (behind: readonly string[]): void => {
      if (behind.length > 0) throw new DomainError('read-model.behind', { behind, retryAfter: 1 });
    };
    const deadline = Date.now() + LONGEST_WAIT_MS;
    inTime(await this.processors.behind(place, LONGEST_WAIT_MS));
    // What followed from it here, such as a case that took its new holder over, is in the log by now, and is to be seen too.
    const end = await this.processors.end();
    inTime(await this.processors.unsettled(Math.max(LEAST_WAIT_MS, deadline - Date.now())));
    if (end) response.setHeader('Regie-Position', positionToken(end));
  }
}
