import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from '#access';

type Path = Readonly<{ pattern: RegExp; method: string }>;

/** The methods of each path, from the decorators of the controllers of this process. */
@Injectable()
export class RouteMethods {
  private paths: readonly Path[] | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** Returns the methods that a path has, in the form of the header `Allow`; none for an unknown path. */
  at(path: string): readonly string[] {
    this.paths ??= this.find();
    const methods = this.paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) return [];
    // Express answers HEAD by the handler of GET.
    return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].toSorted();
  }

  private find(): readonly Path[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOf(metatype as Type) : []))
      .map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  }
}

/** Express matches paths in any case, and with or without a slash at the end. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
