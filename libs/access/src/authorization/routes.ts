import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, Reflector } from '@nestjs/core';
import { REQUIRED, type Required } from './requires.js';

/** A route of a controller. `requires` is undefined when neither the handler nor its controller declares anything. */
export type Route = Readonly<{
  method: string;
  /** as OpenAPI writes it: `/v1/cases/{id}` */
  path: string;
  /** such as `CasesController.open` */
  name: string;
  /** the method of the controller, which has the decorators of the route */
  handler: () => unknown;
  requires: Required | undefined;
}>;

type Handlers = Readonly<Record<string, () => unknown>>;

/** Lists the routes of a controller from its decorators, without a running application. */
export const routesOf = (controller: Type): readonly Route[] => {
  const reflector = new Reflector();
  const handlers = controller.prototype as Handlers;
  const prefix = reflector.get<string>(PATH_METADATA, controller);
  return new MetadataScanner().getAllMethodNames(handlers).flatMap((name) => {
    const handler = handlers[name]!;
    const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
    if (method === undefined) return [];
    return {
      method: RequestMethod[method],
      path: pathOf(prefix, reflector.get<string>(PATH_METADATA, handler)),
      name: `${controller.name}.${name}`,
      handler,
      requires: reflector.getAllAndOverride<Required | undefined>(REQUIRED, [handler, controller]),
    };
  });
};

const pathOf = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .map((part) => part.replace(/^:(.+)$/, '{$1}'))
    .join('/')}`;
