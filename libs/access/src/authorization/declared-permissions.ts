import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { REQUIRED_ROLES } from './permissions.js';

type Handlers = Readonly<Record<string, () => unknown>>;

/** Every route says who may call it: a process in which one does not, does not start. */
@Injectable()
export class DeclaredPermissions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.discovery.getControllers().flatMap(({ metatype: controller }) => {
      if (typeof controller !== 'function') return [];
      const handlers = controller.prototype as Handlers;
      return this.scanner
        .getAllMethodNames(handlers)
        .filter((name) => this.reflector.get(METHOD_METADATA, handlers[name]!) !== undefined)
        .filter((name) => this.reflector.getAllAndOverride(REQUIRED_ROLES, [handlers[name]!, controller]) === undefined)
        .map((name) => `${controller.name}.${name}`);
    });
    if (undeclared.length > 0) throw new Error(`say who may call ${undeclared.join(', ')}: @Roles(...) or @Public()`);
  }
}
