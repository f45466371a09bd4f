import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { from, mergeMap, type Observable } from 'rxjs';
import { DomainError } from '#decider';
import { LOG } from '#messaging';
import { Followers } from './followers.js';

/** How long a request with `Regie-After` waits before it is told that this place is behind. */
const LONGEST_WAIT_MS = 5_000;

/** A position as the API shows it: opaque, and naming its source. */
export const positionToken = (position: string, source: string = LOG): string => Buffer.from(`${source}:${position}`).toString('base64url');

const parse = (token: string): { source: string; position: string } => {
  const [, source, position] = /^([a-z][a-z0-9./-]{0,99}):(0|[1-9]\d{0,29})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (source === undefined || position === undefined) throw new DomainError('request.after-malformed');
  return { source, position };
};

/**
 * Reading what was written: a request with `Regie-After: <Regie-Position of an earlier answer>` is handled when every read model of this
 * process has got that far.
 */
@Injectable()
export class RegieAfterInterceptor implements NestInterceptor {
  constructor(private readonly followers: Followers) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const token = context.switchToHttp().getRequest<Request>().header('regie-after');
    if (token === undefined) return next.handle();
    return from(this.arrived(token)).pipe(mergeMap(() => next.handle()));
  }

  private async arrived(token: string): Promise<void> {
    const { source, position } = parse(token);
    const deadline = Date.now() + LONGEST_WAIT_MS;
    const behind = await this.followers.behind(source, position, LONGEST_WAIT_MS);
    if (behind.length > 0) throw new DomainError('read-model.behind', { behind, retryAfter: 1 });
    // What followed from it here, such as a case that took its new holder over, is in the log by now.
    await this.followers.settled(Math.max(0, deadline - Date.now()));
  }
}
