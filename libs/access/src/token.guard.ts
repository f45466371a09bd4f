import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { DomainError } from '#decider';
import type { WithActor } from './current-actor.js';
import { DOOR, type Door } from './doors.js';
import { TokenVerifier } from './token-verifier.js';

/** Lets a request through when its token opens the route, and says on it who asks. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const door = this.reflector.getAllAndOverride<Door | undefined>(DOOR, [context.getHandler(), context.getClass()]);
    if (door === 'public') return true;
    const request = context.switchToHttp().getRequest<WithActor>();
    Object.assign(request, await this.verifier.read(bearerToken(request)));
    const { role } = request.actor;
    // A route that declares nothing opens for nobody.
    const needed = door ?? [];
    if (!needed.includes(role)) throw new DomainError('access.role', { role, needed });
    return true;
  }
}

/** The token of the request (RFC 6750, section 2.1). Node keeps only the first of two Authorization headers: another reader might take the second. */
const bearerToken = (request: Request): string => {
  const given = request.headersDistinct.authorization ?? [];
  if (given.length === 0) throw new DomainError('access.token-missing');
  if (given.length > 1) throw new DomainError('access.token-invalid', { reason: 'there is more than one Authorization header' });
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(given[0]!) ?? [];
  if (token === undefined) throw new DomainError('access.token-invalid', { reason: 'the Authorization header is not "Bearer", a space and a token' });
  return token;
};
