import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions.js';

/** The permission that a route requires; a `public` route requires no token. */
export type Required = 'public' | Permission;

/** The key under which Nest keeps the {@link Required} of a route. */
export const REQUIRED = Symbol('REQUIRED');

/**
 * Requires a token whose role has this permission.
 * On a controller, it applies to routes without a declaration of their own.
 */
export const Requires = (permission: Permission): CustomDecorator<symbol> =>
  SetMetadata<symbol, Required>(REQUIRED, permission);

/** Opens the route to requests without a token. */
export const Public = (): CustomDecorator<symbol> => SetMetadata<symbol, Required>(REQUIRED, 'public');
