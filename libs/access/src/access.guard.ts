import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, RequestHandler } from 'express';
import { DomainError, type Role } from '#kernel';
import type { WithActor } from './authentication/current-actor.js';
import { TokenVerifier } from './authentication/token-verifier.js';
import { type Permission, rolesWith } from './authorization/permissions.js';
import { REQUIRED, type Required } from './authorization/requires.js';

/** Lets a request through when the role in its token has the permission that the route requires, and adds the actor to the request. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = requiredBy(this.reflector, context);
    if (required === 'public') return true;
    const request = context.switchToHttp().getRequest<WithActor>();
    if (!request.actor) await authenticate(this.verifier, request);
    // A route that declares nothing is closed to every role.
    mustHaveRole(request, required === undefined ? [] : rolesWith(required));
    return true;
  }
}

/** Returns true for a route that needs no token. */
export const isPublic = (reflector: Reflector, context: ExecutionContext): boolean =>
  requiredBy(reflector, context) === 'public';

const requiredBy = (reflector: Reflector, context: ExecutionContext): Required | undefined =>
  reflector.getAllAndOverride<Required | undefined>(REQUIRED, [context.getHandler(), context.getClass()]);

/**
 * Refuses a request without a valid token before its body is read, because parsing a stranger's body costs time.
 * With `permission`, which routes with large bodies pass, the role is checked before the body too. The guard checks the role again.
 */
export const authenticateBeforeBody =
  (verifier: TokenVerifier, mayTryToken: MayTryToken, permission?: Permission): RequestHandler =>
  (request, _response, next) => {
    const admit = async (): Promise<void> => {
      const authenticated = request as WithActor;
      if (!authenticated.actor) await authenticate(verifier, authenticated, mayTryToken);
      if (permission) mustHaveRole(authenticated, rolesWith(permission));
    };
    if (hasBody(request)) admit().then(() => next(), next);
    else next();
  };

const mustHaveRole = ({ actor: { role } }: WithActor, needed: readonly Role[]): void => {
  if (!needed.includes(role)) throw new DomainError('access.role', { role, needed });
};

export const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Throws a refusal when too many tokens from the address of the request were refused. Called for a token that is not remembered as valid. */
type MayTryToken = (request: Request) => void;

/**
 * Adds the actor of its token to the request.
 * @throws {DomainError} `access.token-missing`, and the errors of {@link TokenVerifier.read} and `mayTryToken`
 */
export const authenticate = async (
  verifier: TokenVerifier,
  request: WithActor,
  mayTryToken?: MayTryToken,
): Promise<void> => {
  const mayTry = mayTryToken && (() => mayTryToken(request));
  if (request.headers.authorization === undefined) mayTry?.();
  Object.assign(request, await verifier.read(bearerToken(request), mayTry));
};

/**
 * Reads the token of a request (RFC 6750, section 2.1).
 * Two Authorization headers are refused: Node would use the first, and a proxy might have used the second.
 */
const bearerToken = (request: Request): string => {
  const headers = request.headersDistinct.authorization ?? [];
  if (headers.length === 0) throw new DomainError('access.token-missing');
  if (headers.length > 1)
    throw new DomainError('access.token-invalid', { reason: 'there is more than one Authorization header' });
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers[0]!) ?? [];
  if (token === undefined)
    throw new DomainError('access.token-invalid', {
      reason: 'the Authorization header is not "Bearer", a space and a token',
    });
  return token;
};
