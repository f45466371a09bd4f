import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import { parsePositionToken, positionToken } from '#http';
import { DomainError } from '#kernel';
import { ProcessorRegistry } from './processor-registry.js';

/** The longest wait of a request with `Regie-After`, before it is refused because this process lags. */
const LONGEST_WAIT_MS = 5_000;
/** The least time left for the events that followed. */
const LEAST_WAIT_MS = 500;

/**
 * Reads your writes: a request with `Regie-After: <Regie-Position of an earlier response>` waits until every read model of this process has that
 * position. The write may come from another process. The response contains the position of this process, so that the next request may go to another
 * one.
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
    const write = parsePositionToken(token);
    const inTime = (behind: readonly string[]): void => {
      if (behind.length > 0) throw new DomainError('read-model.behind', { behind, retryAfter: 1 });
    };
    const deadline = Date.now() + LONGEST_WAIT_MS;
    inTime(await this.processors.behind(write, LONGEST_WAIT_MS));
    // Events that followed here, such as the new holder of a case, are in the log by now and must be visible too.
    const end = await this.processors.end();
    inTime(await this.processors.unsettled(Math.max(LEAST_WAIT_MS, deadline - Date.now())));
    if (end) response.setHeader('Regie-Position', positionToken(end));
  }
}
