import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, RequestHandler } from 'express';
import { DomainError, type Role, ROLES } from '#kernel';
import { REQUIRED_ROLES, type RequiredRoles } from '../authorization/permissions.js';
import type { WithActor } from './current-actor.js';
import { TokenVerifier } from './token-verifier.js';

/** Lets a request through when its token opens the route, and says on it who asks. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const door = this.reflector.getAllAndOverride<RequiredRoles | undefined>(REQUIRED_ROLES, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (door === 'public') return true;
    const request = context.switchToHttp().getRequest<WithActor>();
    if (!request.actor) await identify(this.verifier, request);
    // A route that declares nothing opens for nobody.
    mustHaveRole(request, door ?? []);
    return true;
  }
}

/**
 * Lets nobody's body be read whose token is not valid here: a few kilobytes of a stranger can be much work. What the token opens is the guard's to say;
 * where a body may be large, who has none of the roles `needed` is told before.
 */
export const authenticateBeforeBody =
  (verifier: TokenVerifier, needed: readonly Role[] = ROLES): RequestHandler =>
  (request, _response, next) => {
    const known = async (): Promise<void> => {
      const asked = request as WithActor;
      if (!asked.actor) await identify(verifier, asked);
      mustHaveRole(asked, needed);
    };
    if (hasBody(request)) known().then(() => next(), next);
    else next();
  };

const mustHaveRole = ({ actor: { role } }: WithActor, needed: readonly Role[]): void => {
  if (!needed.includes(role)) throw new DomainError('access.role', { role, needed });
};

export const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const identify = async (verifier: TokenVerifier, request: WithActor): Promise<void> => {
  Object.assign(request, await verifier.read(bearerToken(request)));
};

/** The token of the request (RFC 6750, section 2.1). Node keeps only the first of two Authorization headers: another reader might take the second. */
const bearerToken = (request: Request): string => {
  const given = request.headersDistinct.authorization ?? [];
  if (given.length === 0) throw new DomainError('access.token-missing');
  if (given.length > 1)
    throw new DomainError('access.token-invalid', { reason: 'there is more than one Authorization header' });
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(given[0]!) ?? [];
  if (token === undefined)
    throw new DomainError('access.token-invalid', {
      reason: 'the Authorization header is not "Bearer", a space and a token',
    });
  return token;
};
