import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Observable } from 'rxjs';
import { WITHOUT_TIME_LIMIT } from '#http';
import { DomainError } from '#kernel';
import { withTimeLimit } from '#postgres';
import { SETTINGS } from '../injection-tokens.js';
import type { Settings } from '../settings/settings.js';

const SECOND = 1_000;

/**
 * Gives up a read after a time limit, whatever it waits for: an earlier write, a connection, or several statements.
 * Writes have no such limit, because their outcome would be unknown; each of their statements has one.
 */
@Injectable()
export class TimeLimitInterceptor implements NestInterceptor {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'readSeconds'>,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method } = context.switchToHttp().getRequest<Request>();
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead || this.reflector.get(WITHOUT_TIME_LIMIT, context.getHandler())) return next.handle();
    const withinSeconds = this.settings.readSeconds;
    // Nest binds the handler to the asynchronous context of this call, not to that of the subscription.
    const { begun, pass } = withTimeLimit(() => next.handle());
    return new Observable((subscriber) => {
      const timer = setTimeout(() => {
        pass();
        subscriber.error(new DomainError('request.time-limit', { withinSeconds }));
      }, withinSeconds * SECOND);
      const subscription = begun.subscribe(subscriber);
      return () => {
        clearTimeout(timer);
        subscription.unsubscribe();
      };
    });
  }
}
