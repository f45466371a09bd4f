import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Role } from '#kernel';

/** Who may call a route: anybody at all, or whoever has one of these roles. */
export type RequiredRoles = 'public' | readonly Role[];

export const REQUIRED_ROLES = Symbol('DOOR');

/** Anybody may call this route, without a token. */
export const Public = (): CustomDecorator<symbol> => SetMetadata<symbol, RequiredRoles>(REQUIRED_ROLES, 'public');

/** A token with one of these roles opens this route. What may be done there, and to what, the mandate record and the policies decide (R3). */
export const Roles = (...roles: [Role, ...Role[]]): CustomDecorator<symbol> =>
  SetMetadata<symbol, RequiredRoles>(REQUIRED_ROLES, roles);
