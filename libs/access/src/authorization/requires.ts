import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions.js';

/** The permission that a route requires; `public`: none, and no token either. */
export type Required = 'public' | Permission;

/** The key under which Nest keeps the {@link Required} of a route. */
export const REQUIRED = Symbol('REQUIRED');

/** The route requires a token whose role has this permission. On a controller: each of its routes that declares nothing itself. */
export const Requires = (permission: Permission): CustomDecorator<symbol> =>
  SetMetadata<symbol, Required>(REQUIRED, permission);

/** The route requires no token. */
export const Public = (): CustomDecorator<symbol> => SetMetadata<symbol, Required>(REQUIRED, 'public');
