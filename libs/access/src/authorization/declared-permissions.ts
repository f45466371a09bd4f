import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from './routes.js';

/** Refuses to start a process that has a route without `@Requires(...)` or `@Public()`. */
@Injectable()
export class DeclaredPermissions implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const undeclared = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOf(metatype as Type) : []))
      .filter(({ requires }) => requires === undefined);
    if (undeclared.length === 0) return;
    const names = undeclared.map(({ name }) => name).join(', ');
    throw new Error(`say which permission ${names} requires: @Requires(...) or @Public()`);
  }
}
