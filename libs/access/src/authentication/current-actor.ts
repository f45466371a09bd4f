import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '#kernel';

/** A request that has passed the guard; `expires` is the end of its token. */
export type WithActor = Request & { actor: Actor; expires: Date };

/** Injects the actor into a method of a controller that requires a permission. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  return context.switchToHttp().getRequest<WithActor>().actor;
});

/** Injects the moment at which the token expires: long-running responses end then. */
export const TokenExpiry = createParamDecorator((_: unknown, context: ExecutionContext): Date => {
  return context.switchToHttp().getRequest<WithActor>().expires;
});
