import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '#kernel';

/** A request that has passed the guard. `expires`: when its token does. */
export type WithActor = Request & { actor: Actor; expires: Date };

/** Who asks, for a controller method that is not public. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  return context.switchToHttp().getRequest<WithActor>().actor;
});

/** From when the token of the request is no longer taken: what goes on for long ends then. */
export const TokenExpiry = createParamDecorator((_: unknown, context: ExecutionContext): Date => {
  return context.switchToHttp().getRequest<WithActor>().expires;
});
