import type { Request } from 'express';

/**
 * Returns the pattern of the route, such as `/v1/cases/:id`, and `other` for an address without one. The path itself
 * may contain anything, and each id would start a new time series of metrics.
 */
export const routeOf = (request: Request): string =>
  patternOf(request.route) ??
  (MOUNTED.test(request.baseUrl) ? `${request.baseUrl}/*` : routeRefusedEarly(request)) ??
  'other';

/** The handlers beside the API, which have no routes of Express. */
const MOUNTED = /^\/oidc$/;

/** For unmatched paths Nest has the pattern `{/*splat}`. */
const patternOf = (route: unknown): string | undefined => {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' && /^\/[^*]*$/.test(path) ? path : undefined;
};

/** The parts of the router of Express 5 that find a route. */
type Layer = Readonly<{ route?: Readonly<{ path: unknown; methods: Readonly<Record<string, boolean>> }> }> & {
  match(path: string): boolean;
};

/** Finds the route of a request that was refused before the router reached it: its token or its body is read first. */
const routeRefusedEarly = (request: Request & { problem?: string }): string | undefined => {
  if (request.problem === undefined || request.problem === 'route.unknown') return undefined;
  const { stack } = request.app.router as unknown as { stack: readonly Layer[] };
  const method = request.method.toLowerCase();
  try {
    const layer = stack.find((one) => one.route?.methods[method] && patternOf(one.route) && one.match(request.path));
    return patternOf(layer?.route);
  } catch {
    // A part of the path cannot be decoded.
    return undefined;
  }
};
