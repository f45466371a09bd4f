import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '#decider';

/** A request that has passed the guard. */
export type WithActor = Request & { actor: Actor };

/** Who asks, for a controller method that is not public. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  return context.switchToHttp().getRequest<WithActor>().actor;
});
