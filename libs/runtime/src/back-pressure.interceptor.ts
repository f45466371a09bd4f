import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { NEVER_HELD_BACK, WRITES } from '#http';
import { DomainError } from '#kernel';
import { retryAfterSeconds } from './back-pressure.js';
import { ProcessorRegistry } from './processor-registry.js';

/**
 * Refuses a write while a processor of this process falls behind, before anything of it is done.
 * Commands of the process itself, such as those of reactors and deadlines, are not requests and go on.
 */
@Injectable()
export class BackPressureInterceptor implements NestInterceptor {
  constructor(
    private readonly processors: ProcessorRegistry,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { holdsBack } = this.processors;
    if (holdsBack && this.mayWait(context))
      throw new DomainError('processors.behind', { ...holdsBack, retryAfter: retryAfterSeconds(holdsBack) });
    return next.handle();
  }

  private mayWait(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    return this.reflector.get(WRITES, handler) !== undefined && !this.reflector.get(NEVER_HELD_BACK, handler);
  }
}
