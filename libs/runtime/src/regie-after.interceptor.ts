import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import type { ContextName } from '#contracts';
import { parsePositionToken, positionToken } from '#http';
import { DomainError } from '#kernel';
import { ProcessorRegistry } from './processor-registry.js';

/** The longest wait of a request with `Regie-After`, before it is refused because this process lags. */
const LONGEST_WAIT_MS = 5_000;
/** The shortest wait for the events that follow from the write, even when the write itself took most of the time. */
const LEAST_WAIT_MS = 500;

export const CONTEXT_OF_CONTROLLER = Symbol('CONTEXT_OF_CONTROLLER');

/**
 * Lets callers read their writes: a request with `Regie-After: <Regie-Position of an earlier response>` waits until the read models of this process
 * include that write. The write may come from another process.
 * Stuck read models of other contexts are skipped, because the route does not read them.
 * The response contains the position of this process, which the caller can send to another process.
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
    // Events that followed from the write, such as the new holder of a case, are in the log by now and must be visible too.
    const end = await this.processors.end();
    inTime(await this.processors.unsettled(Math.max(LEAST_WAIT_MS, deadline - Date.now()), route));
    if (end) response.setHeader('Regie-Position', positionToken(end));
  }
}
