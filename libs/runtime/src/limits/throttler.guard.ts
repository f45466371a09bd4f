import type { ServerResponse } from 'node:http';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerModuleOptions, ThrottlerRequest, ThrottlerStorage } from '@nestjs/throttler';
import { authenticate, isPublic, TokenVerifier, type WithActor } from '#access';
import { ContextMetrics } from '../metrics/context-metrics.js';
import { RequestLimits, type WithCount } from './request-limits.js';
import { InjectThrottlerOptions, InjectThrottlerStorage, ThrottlerGuard } from './throttler.js';

/**
 * Authenticates a request, counts it for its subject and its agency, and refuses it with 429 beyond a limit.
 * Each response says what is left, in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).
 */
@Injectable()
export class RequestThrottlerGuard extends ThrottlerGuard {
  private readonly policy: string;

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly limits: RequestLimits,
    metrics: ContextMetrics,
  ) {
    super(options, storage, reflector);
    this.policy = limits.policy;
    metrics.add({
      name: 'regie_http_throttled_total',
      kind: 'counter',
      help: 'Requests refused because of too many in a window, by limit: subject, agency or address.',
      label: 'limit',
      read: async () => Object.entries(limits.refused),
    });
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (isPublic(this.reflector, context)) return true;
    const request = context.switchToHttp().getRequest<WithActor & WithCount>();
    if (!request.actor) await authenticate(this.verifier, request, this.limits.mayTryToken);
    request.counted = true;
    return false;
  }

  protected override async handleRequest({ context, limit, ttl, throttler, getTracker }: ThrottlerRequest) {
    const response = context.switchToHttp().getResponse<ServerResponse>();
    const name = throttler.name as 'subject' | 'agency';
    const key = await getTracker(context.switchToHttp().getRequest<WithActor>(), context);
    const { totalHits, timeToExpire, isBlocked } = await this.storageService.increment(key, ttl, limit, ttl, name);
    const before = response.getHeader('RateLimit');
    const left = `"${name}";r=${Math.max(0, limit - totalHits)};t=${timeToExpire}`;
    response.setHeader('RateLimit', before === undefined ? left : `${String(before)}, ${left}`);
    response.setHeader('RateLimit-Policy', this.policy);
    if (isBlocked) throw this.limits.refusal(name, timeToExpire);
    return true;
  }
}
