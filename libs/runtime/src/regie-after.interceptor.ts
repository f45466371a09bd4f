import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import type { ContextName } from '#contracts';
import { parsePositionToken, positionToken } from '#http';
import { DomainError } from '#kernel';
import { ProcessorRegistry } from './processor-registry.js';

/** The longest wait of a request with `Regie-After`, before it is refused because this process lags. */
const LONGEST_WAIT_MS = 5_000;
/** The least time left for the events that followed. */
const LEAST_WAIT_MS = 500;

export const CONTEXT_OF_CONTROLLER = Symbol('CONTEXT_OF_CONTROLLER');

/**
 * Reads your writes: a request with `Regie-After: <Regie-Position of an earlier response>` waits until every read model of this process has that
 * position. Read models of other contexts that are stuck do not keep it waiting: its route does not read them. The write may come from another process. The response contains the position of this process, so that the next request may go to another
 * one.
 */
@Injectable()
export class RegieAfterInterceptor implements NestInterceptor {
  constructor(
    private readonly processors: ProcessorRegistry,
    @Inject(CONTEXT_OF_CONTROLLER) private readonly contexts: ReadonlyMap<unknown, ContextName>,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const token = http.getRequest<Request>().header('regie-after');
    if (token === undefined) return next.handle();
    const route = this.contexts.get(context.getClass());
    return from(this.arrived(token, http.getResponse<Response>(), route)).pipe(mergeMap(() => next.handle()));
  }

  private async arrived(token: string, response: Response, route: ContextName | undefined): Promise<void> {
    const write = parsePositionToken(token);
    const inTime = (behind: readonly string[]): void => {
      if (behind.length > 0) throw new DomainError('read-model.behind', { behind, retryAfter: 1 });
    };
    const deadline = Date.now() + LONGEST_WAIT_MS;
    inTime(await this.processors.behind(write, LONGEST_WAIT_MS, route));
    // Events that followed here, such as the new holder of a case, are in the log by now and must be visible too.
    const end = await this.processors.end();
    inTime(await this.processors.unsettled(Math.max(LEAST_WAIT_MS, deadline - Date.now()), route));
    if (end) response.setHeader('Regie-Position', positionToken(end));
  }
}
